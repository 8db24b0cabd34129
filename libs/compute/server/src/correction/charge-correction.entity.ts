import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, type CaseType } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { chargeCorrectionWorkflow } from './charge-correction.workflow';

/** Money on the next statement, or hours of a GPU class at once, that somebody adds or takes off by hand. */
@Entity('charge_correction')
@ObjectType()
export class ChargeCorrection {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  /** The month that it is about, as 2026-10. */
  @Column('text')
  @Field(() => String)
  month: string;

  /** Above zero charges more. */
  @Column('bigint', { name: 'amount_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  amountFen: bigint | null;

  @Column('text', { name: 'gpu_class', nullable: true })
  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  /** GPU-milli-hours; above zero gives hours back to the quota. */
  @Column('bigint', { name: 'amount_mh', nullable: true })
  @Field(() => BigInt, { nullable: true })
  amountMh: bigint | null;

  @Column('text')
  @Field(() => String)
  reason: string;

  @Column('uuid', { name: 'proposed_by' })
  proposedBy: string;

  @Column('text', { name: 'proposed_by_name' })
  @Field(() => String)
  proposedByName: string;

  @Column('timestamptz', { name: 'proposed_at' })
  @Field(() => Date)
  proposedAt: Date;

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('text', { name: 'decided_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  decidedByName: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  @Field(() => Date, { nullable: true })
  decidedAt: Date | null;

  /** The statement on which its money is. */
  @Column('uuid', { name: 'statement_id', nullable: true })
  @Field(() => ID, { nullable: true })
  statementId: string | null;
}

export const ChargeCorrectionConnection = connectionOf(ChargeCorrection, 'ChargeCorrection');

/** Four eyes: who proposed it does not decide on it, and nobody else withdraws it. */
export const chargeCorrectionCase: CaseType<ChargeCorrection, typeof chargeCorrectionWorkflow> = {
  entity: ChargeCorrection,
  workflow: chargeCorrectionWorkflow,
  allowed: (ctx, { proposedBy }, { event }) => (event === 'withdraw') === (proposedBy === ctx.actor.userId),
};
