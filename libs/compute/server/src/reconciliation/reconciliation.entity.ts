import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BillMatchKind } from '../bill/bill.inputs';

/**
 * A supplier's month: its bills beside what was metered and what tenants are charged. Computed anew while it is open; from
 * then on it stays as it was. Money is micro-fen (10⁻⁸ yuan), GPU time GPU-milli-hours.
 */
@Entity('reconciliation')
@ObjectType()
export class Reconciliation {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** The supplier. */
  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  /** Its first day, `2026-10-01`. */
  @Column('date')
  @Field(() => String)
  month: string;

  /** More than 1 where a bill came after the month was settled. */
  @Column('int')
  @Field(() => Int)
  round: number;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('bigint', { name: 'tolerance_fen' })
  @Field(() => BigInt)
  toleranceFen: bigint;

  /** Hundredths of a per cent. */
  @Column('int', { name: 'tolerance_basis_points' })
  @Field(() => Int)
  toleranceBasisPoints: number;

  @Column('bigint', { name: 'metered_mh' })
  @Field(() => BigInt)
  meteredMh: bigint;

  /** At the contract's prices. */
  @Column('bigint', { name: 'metered_ufen' })
  @Field(() => BigInt)
  meteredUfen: bigint;

  @Column('bigint', { name: 'billed_mh' })
  @Field(() => BigInt)
  billedMh: bigint;

  /** With tax. */
  @Column('bigint', { name: 'billed_ufen' })
  @Field(() => BigInt)
  billedUfen: bigint;

  /** What tenants are charged: not the supplier's business, and told to the centre alone. */
  @Column('bigint', { name: 'charged_ufen' })
  chargedUfen: bigint;

  /** Billed less metered, over the lines that are beyond the tolerance. */
  @Column('bigint', { name: 'difference_ufen' })
  @Field(() => BigInt)
  differenceUfen: bigint;

  /** Lines beyond the tolerance. */
  @Column('int')
  @Field(() => Int)
  differences: number;

  /** Things that bills name and of which nobody has said which pool they are. */
  @Column('int')
  @Field(() => Int)
  unmatched: number;

  @Column('timestamptz', { name: 'computed_at' })
  @Field(() => Date)
  computedAt: Date;

  @Column('uuid', { name: 'imported_by', nullable: true })
  importedBy: string | null;

  @Column('uuid', { name: 'disputed_by', nullable: true })
  disputedBy: string | null;

  @Column('timestamptz', { name: 'disputed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  disputedAt: Date | null;

  /** Until when the supplier is asked to answer, by its contract at that time; null where nothing was disputed. */
  @Column('timestamptz', { name: 'answer_due_at', nullable: true })
  @Field(() => Date, { nullable: true })
  answerDueAt: Date | null;
}

/** One comparison: a pool's day (or days that one line of a bill spans), or what stands by itself in a bill. */
@Entity('reconciliation_line')
@ObjectType()
export class ReconciliationLine {
  @PrimaryColumn('uuid', { name: 'reconciliation_id' })
  reconciliationId: string;

  @PrimaryColumn('int')
  @Field(() => Int)
  no: number;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** `use`, `unmatched`, `outside` (of another month), `credit`, `tax`. */
  @Column('text')
  @Field(() => String)
  kind: 'use' | 'unmatched' | 'outside' | 'credit' | 'tax';

  @Column('uuid', { name: 'pool_id', nullable: true })
  @Field(() => ID, { nullable: true })
  poolId: string | null;

  @Column('date', { name: 'first_day', nullable: true })
  @Field(() => String, { nullable: true })
  firstDay: string | null;

  @Column('date', { name: 'last_day', nullable: true })
  @Field(() => String, { nullable: true })
  lastDay: string | null;

  /** What an unmatched line is to be matched by. */
  @Column('text', { name: 'match_kind', nullable: true })
  @Field(() => BillMatchKind, { nullable: true })
  matchKind: 'resource' | 'sku' | 'cluster' | null;

  @Column('text', { name: 'match_key', nullable: true })
  @Field(() => String, { nullable: true })
  matchKey: string | null;

  @Column('bigint', { name: 'metered_mh' })
  @Field(() => BigInt)
  meteredMh: bigint;

  @Column('bigint', { name: 'metered_ufen' })
  @Field(() => BigInt)
  meteredUfen: bigint;

  @Column('bigint', { name: 'charged_ufen' })
  chargedUfen: bigint;

  @Column('bigint', { name: 'billed_mh', nullable: true })
  @Field(() => BigInt, { nullable: true })
  billedMh: bigint | null;

  @Column('bigint', { name: 'billed_ufen' })
  @Field(() => BigInt)
  billedUfen: bigint;

  @Column('int', { name: 'bill_lines' })
  @Field(() => Int)
  billLines: number;

  /** The contract's price of a GPU-hour on the first day. */
  @Column('bigint', { name: 'contract_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  contractFen: bigint | null;

  /** The part of the difference that comes of another quantity; the rest is the price's. */
  @Column('bigint', { name: 'quantity_ufen' })
  @Field(() => BigInt)
  quantityUfen: bigint;

  /** Why the sides differ, by the words of `match.ts`; empty where they do not. */
  @Column('text', { array: true })
  @Field(() => [String])
  causes: string[];

  @Column('boolean', { name: 'is_within' })
  @Field(() => Boolean)
  isWithin: boolean;
}
