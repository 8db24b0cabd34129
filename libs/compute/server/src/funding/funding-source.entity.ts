import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const FundingKind = { voucher: 'voucher', subsidy: 'subsidy', cash: 'cash' } as const;
export type FundingKind = (typeof FundingKind)[keyof typeof FundingKind];
registerEnumType(FundingKind, {
  name: 'FundingKind',
  description: 'A voucher of the city, a subsidy of the centre, or cash that the tenant paid beforehand.',
});

/** Money that pays a tenant's charges, with the terms of its programme. Amounts are fen. */
@Entity('funding_source')
@ObjectType()
export class FundingSource {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  programme: string;

  @Column('text')
  @Field(() => FundingKind)
  kind: FundingKind;

  @Column('bigint', { name: 'amount_fen' })
  @Field(() => BigInt)
  amountFen: bigint;

  /** The first month whose charges it pays, as 2026-10 in Shanghai. */
  @Column('text', { name: 'first_month' })
  @Field(() => String)
  firstMonth: string;

  /** The last one; when that month is closed, what is left lapses. Null for cash without an end. */
  @Column('text', { name: 'last_month', nullable: true })
  @Field(() => String, { nullable: true })
  lastMonth: string | null;

  /** It pays at most so much of each charge. */
  @Column('int', { name: 'share_percent' })
  @Field(() => Int)
  sharePercent: number;

  /** It pays at most so much in a month. */
  @Column('bigint', { name: 'month_cap_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  monthCapFen: bigint | null;

  /** It pays only for these; for all when empty. */
  @Column('text', { name: 'gpu_classes', array: true })
  @Field(() => [String])
  gpuClasses: string[];

  /** It pays only in these; in all when empty. */
  @Column('uuid', { name: 'pool_ids', array: true })
  @Field(() => [ID])
  poolIds: string[];

  @Column('bigint', { name: 'used_fen' })
  @Field(() => BigInt)
  usedFen: bigint;

  @Column('bigint', { name: 'lapsed_fen' })
  @Field(() => BigInt)
  lapsedFen: bigint;

  @Column('bigint', { name: 'clawed_back_fen' })
  @Field(() => BigInt)
  clawedBackFen: bigint;

  /** Why it was given: the decision, the number of the voucher. */
  @Column('text')
  @Field(() => String)
  reason: string;

  @Column('text', { name: 'given_by_name' })
  @Field(() => String)
  givenByName: string;

  @Column('timestamptz', { name: 'given_at' })
  @Field(() => Date)
  givenAt: Date;

  @Column('timestamptz', { name: 'lapsed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  lapsedAt: Date | null;

  @Column('timestamptz', { name: 'clawed_back_at', nullable: true })
  @Field(() => Date, { nullable: true })
  clawedBackAt: Date | null;

  @Column('text', { name: 'claw_back_reason', nullable: true })
  @Field(() => String, { nullable: true })
  clawBackReason: string | null;

  @Column('int')
  @Field(() => Int)
  version: number;
}

export const FundingSourceConnection = connectionOf(FundingSource, 'FundingSource');

/** What can still be spent of it. */
export function leftOf({ amountFen, usedFen, lapsedFen, clawedBackFen }: FundingAmounts): bigint {
  return amountFen - usedFen - lapsedFen - clawedBackFen;
}

export type FundingAmounts = Pick<FundingSource, 'amountFen' | 'usedFen' | 'lapsedFen' | 'clawedBackFen'>;

/** What a programme has come to, over all its tenants: issued = used + lapsed + clawed back + left. */
@ObjectType()
export class FundingProgramme {
  @Field(() => String)
  programme: string;

  @Field(() => FundingKind)
  kind: FundingKind;

  @Field(() => Int)
  tenants: number;

  @Field(() => BigInt)
  issuedFen: bigint;

  @Field(() => BigInt)
  usedFen: bigint;

  @Field(() => BigInt)
  lapsedFen: bigint;

  @Field(() => BigInt)
  clawedBackFen: bigint;

  @Field(() => BigInt)
  leftFen: bigint;
}
