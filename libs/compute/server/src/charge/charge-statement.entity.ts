import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ChargeKind = { usage: 'usage', correction: 'correction', refund: 'refund', manual: 'manual', cap: 'cap' } as const;
export type ChargeKind = (typeof ChargeKind)[keyof typeof ChargeKind];
registerEnumType(ChargeKind, {
  name: 'ChargeKind',
  description:
    'Use of the month; late records or new prices of a closed month; time lost to a failed node; added by hand; taken off above the cap.',
});

/** What a tenant was charged for a month, what funding paid of it, and what is due. It never changes. */
@Entity('charge_statement')
@ObjectType()
export class ChargeStatement {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  /** As 2026-10, in Shanghai. */
  @Column('text')
  @Field(() => String)
  month: string;

  @Column('text')
  @Field(() => String)
  number: string;

  /** The sum of its lines. */
  @Column('bigint', { name: 'charged_fen' })
  @Field(() => BigInt)
  chargedFen: bigint;

  @Column('bigint', { name: 'funded_fen' })
  @Field(() => BigInt)
  fundedFen: bigint;

  /** Charged less funded; below zero when the centre owes the tenant. */
  @Column('bigint', { name: 'due_fen' })
  @Field(() => BigInt)
  dueFen: bigint;

  @Column('timestamptz', { name: 'closed_at' })
  @Field(() => Date)
  closedAt: Date;
}

export const ChargeStatementConnection = connectionOf(ChargeStatement, 'ChargeStatement');

/** A line of a statement. */
@ObjectType()
export class ChargeLine {
  @Field(() => ID)
  id: string;

  statementId: string;

  @Field(() => ChargeKind)
  kind: ChargeKind;

  /** The month of the use that is charged: an earlier one for a correction. */
  @Field(() => String)
  usageMonth: string;

  @Field(() => ID, { nullable: true })
  grantId: string | null;

  /** The request under which the time was granted. */
  @Field(() => String, { nullable: true })
  requestNumber: string | null;

  @Field(() => ID, { nullable: true })
  poolId: string | null;

  @Field(() => String, { nullable: true })
  poolCode: string | null;

  @Field(() => String, { nullable: true })
  poolNameZh: string | null;

  @Field(() => String, { nullable: true })
  poolNameEn: string | null;

  region: string | null;

  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Field(() => BigInt)
  gpuMh: bigint;

  /** Thousandths of a fen, exact: GPU-milli-hours × fen per hour. */
  @Field(() => BigInt)
  chargeMfen: bigint;

  /** The same in fen, rounded half to even. */
  @Field(() => BigInt)
  amountFen: bigint;

  @Field(() => String, { nullable: true })
  reason: string | null;
}

/** What a source paid of a statement. */
@ObjectType()
export class ChargeFunding {
  @Field(() => ID)
  id: string;

  statementId: string;

  @Field(() => ID)
  sourceId: string;

  @Field(() => String)
  programme: string;

  @Field(() => String)
  kind: string;

  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  poolId: string | null;

  /** Above zero what it paid; below zero what went back to it. */
  @Field(() => BigInt)
  amountFen: bigint;
}
