import { Injectable } from '@nestjs/common';
import { type Ctx, isStaff } from '../context/ctx';
import type { Tx } from '../database/tx';
import { AppError, conflict, denied, invalid, notFound } from '../errors/app-error';
import { type Page, type PageArgs, pageOf, readCursor, rowsToFetch } from '../graphql/connection';
import type { BalanceRule, LedgerBalance, Totals } from './balance';
import { accountId, type AccountKey } from './ledger-id';
import { ledgerError, type Outcome } from './ledger-problem';
import * as queries from './ledger.queries';
import type { Hold, Movement, Post, Transfer, Void } from './movement';
import type { LedgerEntry } from './statement';

export interface NewAccount extends AccountKey {
  /** Whose it is, and so who reads it. Null for the centre's own (budgets, pools), which only the centre reads. */
  readonly organisationId: string | null;
  readonly rule: BalanceRule;
}

export interface ExpiredHold {
  readonly holdId: string;
  readonly amount: bigint;
  readonly unit: string;
  /** The case that placed the hold. */
  readonly causeType: string;
  readonly causeId: string;
}

export interface TrialBalance extends Totals {
  readonly unit: string;
  readonly accounts: bigint;
  readonly isBalanced: boolean;
}

/** No amount of anything here is larger, and sums of such amounts stay far inside PostgreSQL's bigint. */
const LARGEST = 10n ** 15n;

/**
 * Who was given what, what of it is set aside, used and left: double entry in whole numbers, two-phase transfers.
 * Every method joins the caller's transaction, so that a case's move and what it books happen together or not at all.
 * Nothing is ever changed or removed; a correction is a counter-entry. A refusal (INSUFFICIENT_BALANCE, …) leaves
 * nothing written and the transaction usable, so that a caller may catch it and go another way. Ids come from the
 * caller: the same id with the same contents is booked once. More than one movement in a transaction belongs in one
 * `batch`: it locks all its accounts in one order, so that two of them never wait for each other. See docs/ledger.md.
 */
@Injectable()
export class Ledger {
  /**
   * Opens accounts, or leaves them as they are; gives their ids in the order asked.
   * Throws LEDGER_ACCOUNT_EXISTS when one is there with another organisation or rule.
   */
  async openAccounts(ctx: Ctx, tx: Tx, accounts: readonly NewAccount[]): Promise<string[]> {
    if (accounts.length === 0) return [];
    const described = accounts.map((account) => ({ id: accountId(account), ...account }));
    const values = [JSON.stringify(described), ctx.now];
    const [row] = await tx.query<{ refused: string | null }>(queries.OPEN_ACCOUNTS, values);
    const refused = described.find(({ id }) => id === row?.refused);
    if (refused) {
      throw conflict(
        'LEDGER_ACCOUNT_EXISTS',
        'This account is already there with another owner or rule. Use another code for a new account.',
        '该账户已存在，但归属或规则不同。新账户请使用其他代码。',
        { accountId: refused.id },
      );
    }
    return described.map(({ id }) => id);
  }

  async openAccount(ctx: Ctx, tx: Tx, account: NewAccount): Promise<string> {
    const [id] = await this.openAccounts(ctx, tx, [account]);
    return id as string;
  }

  /** Moves an amount at once. True when it was booked now, false when this id already was. */
  transfer(ctx: Ctx, tx: Tx, transfer: Transfer): Promise<boolean> {
    return this.one(ctx, tx, { kind: 'transfer', ...transfer });
  }

  /** Sets an amount aside until it is posted, voided or expires. True when booked now, false when already there. */
  hold(ctx: Ctx, tx: Tx, hold: Hold): Promise<boolean> {
    return this.one(ctx, tx, { kind: 'hold', ...hold });
  }

  /** Makes a hold come true, whole or up to `amount`; the rest returns. Throws HOLD_ALREADY_SETTLED, HOLD_EXPIRED, … */
  post(ctx: Ctx, tx: Tx, post: Post): Promise<boolean> {
    return this.one(ctx, tx, { kind: 'post', ...post });
  }

  /** Lets a hold go; all of it returns. Throws HOLD_ALREADY_SETTLED. */
  void(ctx: Ctx, tx: Tx, given: Void): Promise<boolean> {
    return this.one(ctx, tx, { kind: 'void', ...given });
  }

  /**
   * Books many movements, all or none, in a few set-based statements; gives how many were new. Balance rules hold for
   * the outcome of the whole batch. A hold placed in a batch can be settled only by a later one.
   */
  async batch(ctx: Ctx, tx: Tx, movements: readonly Movement[]): Promise<number> {
    if (movements.length === 0) return 0;
    const rows = movements.map((movement, n) => {
      const { cause, memo, ...rest } = checked(movement, `movements.${n}.amount`);
      return {
        ...rest,
        amount: rest.kind === 'void' ? undefined : rest.amount?.toString(),
        causeType: cause.type,
        causeId: cause.id,
        event: cause.event,
        memo,
      };
    });
    const outcome = await tx.query<Outcome>(queries.APPLY, [JSON.stringify(rows), ctx.actor.userId, ctx.now]);
    return created(outcome, movements);
  }

  /**
   * Ends the holds whose time is over by `ctx.now`, `atMost` at a time, and gives them, so that the job which calls
   * this can tell their cases. Only for the system. Two at once are safe: one waits.
   */
  expireDue(ctx: Ctx, tx: Tx, atMost = 500): Promise<ExpiredHold[]> {
    return tx.query<ExpiredHold & object>(queries.EXPIRE, [ctx.now, atMost]);
  }

  /** What an account has now, or had at the end of the moment `asOf`. Throws NOT_FOUND. */
  async balance(ctx: Ctx, tx: Tx, account: string, asOf: Date | null = null): Promise<LedgerBalance> {
    const [balance] = await this.balances(ctx, tx, [account], asOf);
    if (!balance) throw notFound();
    return balance;
  }

  /** Balances in the order of the accounts asked for; null for one that is not there or not for this viewer. */
  async balances(
    _ctx: Ctx,
    tx: Tx,
    accounts: readonly string[],
    asOf: Date | null = null,
  ): Promise<(LedgerBalance | null)[]> {
    const rows = await tx.query<queries.BalanceRow>(queries.BALANCES, [accounts, asOf]);
    const byId = new Map(rows.map((row) => [row.id, queries.balanceOf(row)]));
    return accounts.map((id) => byId.get(id) ?? null);
  }

  /** Every account of these owners or organisations that the viewer may read, by owner, code and unit. */
  async balancesOf(
    _ctx: Ctx,
    tx: Tx,
    of: {
      organisationIds?: readonly string[];
      ownerType?: string;
      ownerIds?: readonly string[];
      code?: string;
      unit?: string;
    },
    asOf: Date | null = null,
  ): Promise<LedgerBalance[]> {
    const rows = await tx.query<queries.BalanceRow>(queries.BALANCES_OF, [
      asOf,
      of.organisationIds ?? null,
      of.ownerType ?? null,
      of.ownerIds ?? null,
      of.code ?? null,
      of.unit ?? null,
    ]);
    return rows.map(queries.balanceOf);
  }

  /**
   * Why a balance is what it is: the account's entries, newest first, each with the balance right after it. The
   * platform's resolver, with the permission that it needs, decides for which accounts this is asked; accounts of
   * another organisation are NOT_FOUND whatever it decides.
   */
  async statement(
    ctx: Ctx,
    tx: Tx,
    account: string,
    page: PageArgs,
    between: { since?: Date | null; until?: Date | null } = {},
  ): Promise<Page<LedgerEntry>> {
    const limit = rowsToFetch(page);
    const [after = null] = readCursor(page, 1) ?? [];
    if (after !== null && !(typeof after === 'string' && UUID.test(after))) {
      throw invalid(
        'after',
        'This cursor is not valid. Load the list from its beginning.',
        '翻页游标无效，请从头加载列表。',
      );
    }
    const values = [account, after, between.since ?? null, between.until ?? null, limit];
    const rows = await tx.query<queries.StatementRow>(queries.STATEMENT, values);
    if (rows.length === 0) await this.balance(ctx, tx, account);
    return pageOf(
      rows.map((row) => queries.entryOf(row, ctx.locale)),
      page,
      (entry) => [entry.id],
    );
  }

  /** Holds by id, with what became of them; those that are not there or not for this viewer are left out. */
  async holds(_ctx: Ctx, tx: Tx, ids: readonly string[]): Promise<queries.HoldState[]> {
    const rows = await tx.query<queries.HoldRow>(queries.HOLDS, [ids]);
    return rows.map(queries.holdOf);
  }

  /** The open holds that set something aside in these accounts, the oldest first. */
  async openHolds(ctx: Ctx, tx: Tx, accounts: readonly string[], atMost = 200): Promise<queries.HoldState[]> {
    const rows = await tx.query<{ id: string }>(queries.OPEN_HOLDS, [accounts, atMost]);
    return this.holds(
      ctx,
      tx,
      rows.map(({ id }) => id),
    );
  }

  /** The whole ledger's sums by unit, of every account whosesoever. For the centre and the system. */
  async trialBalance(ctx: Ctx, tx: Tx): Promise<TrialBalance[]> {
    assertCentre(ctx);
    const rows = await tx.query<Record<keyof Totals | 'unit', string> & { accounts: bigint }>(queries.TRIAL_BALANCE);
    return rows.map(({ unit, accounts, ...sums }) => ({
      unit,
      accounts,
      debitsPosted: BigInt(sums.debitsPosted),
      debitsPending: BigInt(sums.debitsPending),
      creditsPosted: BigInt(sums.creditsPosted),
      creditsPending: BigInt(sums.creditsPending),
      isBalanced: sums.debitsPosted === sums.creditsPosted && sums.debitsPending === sums.creditsPending,
    }));
  }

  /**
   * Accounts whose kept totals are not the sum of their entries: none, unless somebody wrote past this kernel. Reads
   * the whole book. For the centre and the system.
   */
  discrepancies(ctx: Ctx, tx: Tx): Promise<{ accountId: string; what: string; booked: string; kept: string }[]> {
    assertCentre(ctx);
    return tx.query(queries.DISCREPANCIES);
  }

  private async one(ctx: Ctx, tx: Tx, movement: Movement): Promise<boolean> {
    const { cause, memo, ...of } = checked(movement, 'amount');
    const placed = of.kind === 'transfer' || of.kind === 'hold';
    const outcome = await tx.query<Outcome>(queries.APPLY_ONE, [
      of.kind,
      placed ? of.id : null,
      placed ? null : of.hold,
      placed ? of.debit : null,
      placed ? of.credit : null,
      of.kind === 'void' ? null : (of.amount ?? null),
      of.kind === 'hold' ? (of.expiresAt ?? null) : null,
      cause.type,
      cause.id,
      cause.event,
      memo ? JSON.stringify(memo) : null,
      ctx.actor.userId,
      ctx.now,
    ]);
    return created(outcome, [movement]) === 1;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function created([outcome]: Outcome[], movements: readonly Movement[]): number {
  if (outcome?.problem && outcome.detail) throw ledgerError(outcome.problem, outcome.detail, movements);
  return outcome?.created ?? 0;
}

/** Throws for what no caller of ours should ask, before the database is asked. */
function checked(movement: Movement, field: string): Movement {
  const amount = movement.kind === 'void' ? undefined : movement.amount;
  if (amount !== undefined && (amount <= 0n || amount > LARGEST)) {
    throw invalid(field, 'The amount must be above zero and below 10¹⁵.', '数额必须大于零且小于 10¹⁵。');
  }
  if ('debit' in movement && movement.debit === movement.credit) {
    throw new AppError('SAME_ACCOUNT', {
      en: 'An amount cannot move from an account to itself. Choose two accounts.',
      'zh-CN': '同一账户之间不能记账，请选择两个不同的账户。',
    });
  }
  return movement;
}

function assertCentre(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system' && !isStaff(ctx)) throw denied();
}
