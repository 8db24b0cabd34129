import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CaseType } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { chargeMonthWorkflow } from './charge-month.workflow';

/** The closing of a month's charges of all tenants. */
@Entity('charge_month')
@ObjectType()
export class ChargeMonth {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** The centre. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** As 2026-10, in Shanghai. */
  @Column('text')
  @Field(() => String)
  month: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  /** How many statements it has, as proposed. */
  @Column('int', { nullable: true })
  @Field(() => Int, { nullable: true })
  statements: number | null;

  @Column('bigint', { name: 'charged_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  chargedFen: bigint | null;

  @Column('bigint', { name: 'funded_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  fundedFen: bigint | null;

  @Column('uuid', { name: 'proposed_by', nullable: true })
  proposedBy: string | null;

  @Column('text', { name: 'proposed_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  proposedByName: string | null;

  @Column('timestamptz', { name: 'proposed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  proposedAt: Date | null;

  @Column('uuid', { name: 'closed_by', nullable: true })
  closedBy: string | null;

  @Column('text', { name: 'closed_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  closedByName: string | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  closedAt: Date | null;
}

/** Four eyes: who proposed the figures does not close them. */
export const chargeMonthCase: CaseType<ChargeMonth, typeof chargeMonthWorkflow> = {
  entity: ChargeMonth,
  workflow: chargeMonthWorkflow,
  allowed: (ctx, { proposedBy }, { event }) => event !== 'close' || proposedBy !== ctx.actor.userId,
};
