import type { Locale } from '../context/ctx';
import type { Say } from '../errors/app-error';
import { amountsOf, type BalanceRule, type LedgerBalance, type Totals } from './balance';
import type { Cause } from './movement';
import type { LedgerEntry } from './statement';

export const OPEN_ACCOUNTS = 'select ledger_open_accounts($1, $2) as refused';
export const APPLY = 'select created, problem, detail from ledger_apply($1, $2, $3)';
export const APPLY_ONE = `select created, problem, detail
  from ledger_apply_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
export const EXPIRE = `select hold_id as "holdId", amount, unit, cause_type as "causeType", cause_id as "causeId"
  from ledger_expire($1, $2)`;

const BALANCE = `id, organisation_id as "organisationId", owner_type as "ownerType", owner_id as "ownerId", code, unit,
  rule, debits_posted as "debitsPosted", debits_pending as "debitsPending", credits_posted as "creditsPosted",
  credits_pending as "creditsPending"`;

export const BALANCES = `select ${BALANCE} from ledger_balances($1, $2)`;

export const BALANCES_OF = `select ${BALANCE}
  from ledger_balances(array(
    select id from ledger_account
    where ($2::uuid[] is null or organisation_id = any ($2))
      and ($3::text is null or owner_type = $3) and ($4::text[] is null or owner_id = any ($4))
      and ($5::text is null or code = $5) and ($6::text is null or unit = $6)), $1)
  order by owner_type, owner_id, code, unit`;

export interface BalanceRow extends Totals {
  readonly id: string;
  readonly organisationId: string | null;
  readonly ownerType: string;
  readonly ownerId: string;
  readonly code: string;
  readonly unit: string;
  readonly rule: BalanceRule;
}

export function balanceOf(row: BalanceRow): LedgerBalance {
  const { id, organisationId, ownerType, ownerId, code, unit } = row;
  return { accountId: id, organisationId, ownerType, ownerId, code, unit, ...amountsOf(row.rule, row) };
}

export const STATEMENT = `select id, kind, at, is_debit as "isDebit", unit, rule, posted, pending,
    counter_account_id as "counterAccountId", counter_code as "counterCode", counter_owner_type as "counterOwnerType",
    hold_id as "holdId", expires_at as "expiresAt", cause_type as "causeType", cause_id as "causeId", event, memo,
    actor_id as "actorId", debits_posted as "debitsPosted", debits_pending as "debitsPending",
    credits_posted as "creditsPosted", credits_pending as "creditsPending"
  from ledger_statement($1, $2, $3, $4, $5)`;

type Derived = 'change' | 'postedAfter' | 'pendingAfter' | 'availableAfter' | 'memo';

export interface StatementRow extends Totals, Omit<LedgerEntry, Derived> {
  readonly isDebit: boolean;
  readonly rule: BalanceRule;
  readonly memo: Say | null;
}

/** A row of the book as its account sees it: signs from the side that the account keeps. */
export function entryOf(row: StatementRow, locale: Locale): LedgerEntry {
  const { isDebit, rule, memo, debitsPosted, debitsPending, creditsPosted, creditsPending, ...carried } = row;
  const after = amountsOf(rule, { debitsPosted, debitsPending, creditsPosted, creditsPending });
  const isOut = isDebit !== (rule === 'credits_must_not_exceed_debits');
  const posted = isOut ? -row.posted : row.posted;
  const pending = isOut ? row.pending : 0n;
  return {
    ...carried,
    posted,
    pending,
    change: posted - pending,
    postedAfter: after.posted,
    pendingAfter: after.pending,
    availableAfter: after.available,
    memo: memo?.[locale] ?? null,
  };
}

/** $1: accounts from which something is held; $2: how many at the most, the oldest first. */
export const OPEN_HOLDS = `select t.id from ledger_open_hold o join ledger_transfer t on t.id = o.hold_id
  where o.debit_account_id = any ($1) order by t.at, t.seq limit $2`;

export const HOLDS = `select t.id, t.debit_account_id as debit, t.credit_account_id as credit, t.pending as amount,
    t.at, t.expires_at as "expiresAt", t.cause_type as "causeType", t.cause_id as "causeId", t.event,
    case s.kind when 'post' then 'posted' when 'void' then 'voided' when 'expiry' then 'expired' else 'open' end
      as fate,
    coalesce(s.posted, 0) as "postedAmount", s.at as "settledAt"
  from ledger_transfer t left join ledger_transfer s on s.hold_id = t.id
  where t.id = any ($1) and t.kind = 'hold' order by t.at, t.seq`;

/** A hold and what became of it. */
export interface HoldState {
  readonly id: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly at: Date;
  readonly expiresAt: Date | null;
  readonly cause: Cause;
  readonly fate: 'open' | 'posted' | 'voided' | 'expired';
  /** What of it came true; the rest went back. */
  readonly postedAmount: bigint;
  readonly settledAt: Date | null;
}

export type HoldRow = Omit<HoldState, 'cause'> & { causeType: string; causeId: string; event: string };

export function holdOf({ causeType, causeId, event, ...hold }: HoldRow): HoldState {
  return { ...hold, cause: { type: causeType, id: causeId, event } };
}

export const TRIAL_BALANCE = `select unit, accounts, debits_posted::text as "debitsPosted",
    debits_pending::text as "debitsPending", credits_posted::text as "creditsPosted",
    credits_pending::text as "creditsPending"
  from ledger_trial_balance()`;

export const DISCREPANCIES = `select account_id as "accountId", what, booked::text, kept::text
  from ledger_discrepancies()`;
