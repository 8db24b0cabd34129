import { Field, ID, ObjectType } from '@nestjs/graphql';

/**
 * What an account may not do. Accounts that keep credits (`debits_must_not_exceed_credits`: budgets, quotas, what was
 * used) cannot be overdrawn; those that keep debits (`credits_must_not_exceed_debits`: what was issued) cannot take
 * back more than they gave; `none` keeps credits and may go below zero.
 */
export type BalanceRule = 'debits_must_not_exceed_credits' | 'credits_must_not_exceed_debits' | 'none';

/** The four sums that make every balance, in the account's unit. */
export interface Totals {
  readonly debitsPosted: bigint;
  readonly debitsPending: bigint;
  readonly creditsPosted: bigint;
  readonly creditsPending: bigint;
}

/** What an account has: received − spent = posted; posted − pending = available. */
@ObjectType()
export class LedgerBalance {
  @Field(() => ID)
  accountId: string;

  /** The account's place in the chart: `available`, `used`, … */
  @Field(() => String)
  code: string;

  @Field(() => String)
  unit: string;

  /** All that ever came in. */
  @Field(() => BigInt)
  received: bigint;

  /** All that ever went out. */
  @Field(() => BigInt)
  spent: bigint;

  /** Received less spent. */
  @Field(() => BigInt)
  posted: bigint;

  /** Set aside by open holds, on its way out. */
  @Field(() => BigInt)
  pending: bigint;

  /** Set aside elsewhere, on its way in; not yet to be counted on. */
  @Field(() => BigInt)
  incoming: bigint;

  /** What can be spent or held now: posted less pending. */
  @Field(() => BigInt)
  available: bigint;

  /** Whose account it is. */
  ownerType: string;
  ownerId: string;
  organisationId: string | null;
}

type Amounts = Pick<LedgerBalance, 'received' | 'spent' | 'posted' | 'pending' | 'incoming' | 'available'>;

/** Reads an account's totals from the side that it keeps. */
export function amountsOf(rule: BalanceRule, totals: Totals): Amounts {
  const keepsDebits = rule === 'credits_must_not_exceed_debits';
  const received = keepsDebits ? totals.debitsPosted : totals.creditsPosted;
  const spent = keepsDebits ? totals.creditsPosted : totals.debitsPosted;
  const pending = keepsDebits ? totals.creditsPending : totals.debitsPending;
  const incoming = keepsDebits ? totals.debitsPending : totals.creditsPending;
  return { received, spent, posted: received - spent, pending, incoming, available: received - spent - pending };
}
