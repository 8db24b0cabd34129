import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testModule, type TestModule } from '@wutong/core-testing';
import fc from 'fast-check';
import { type Ctx, systemCtx } from '../context/ctx';
import { AppError } from '../errors/app-error';
import { amountsOf, type BalanceRule, type Totals } from './balance';
import { Ledger } from './ledger';
import type { Movement } from './movement';
import type { LedgerEntry } from './statement';

/**
 * Any interleaving of transfers, holds, posts, part posts, voids, expiries, batches, retries and reused ids, under a
 * clock that may also go back a little, against a model of the ledger in plain arrays.
 */
const ledger = new Ledger();
let t: TestModule;
beforeAll(async () => {
  t = await testModule({});
});
afterAll(() => t.close());

const CHART: readonly [code: string, unit: string, rule: BalanceRule][] = [
  ['issued', 'CNY', 'credits_must_not_exceed_debits'],
  ['available', 'CNY', 'debits_must_not_exceed_credits'],
  ['payable', 'CNY', 'debits_must_not_exceed_credits'],
  ['used', 'CNY', 'none'],
  ['minutes', 'room-minute', 'none'],
];

interface Row {
  readonly movement: Movement | { kind: 'expiry'; hold: string };
  readonly id: string;
  readonly debit: number;
  readonly credit: number;
  readonly posted: bigint;
  readonly pending: bigint;
  readonly expiresAt: Date | null;
  readonly at: Date;
}

const zero: Totals = { debitsPosted: 0n, debitsPending: 0n, creditsPosted: 0n, creditsPending: 0n };

/** The ledger as one would explain it on a blackboard. */
class Model {
  book: Row[] = [];
  constructor(private readonly accounts: readonly string[]) {}

  hold(id: string): Row | undefined {
    return this.book.find((row) => row.id === id && row.movement.kind === 'hold');
  }

  fate(hold: string): Row | undefined {
    return this.book.find((row) => 'hold' in row.movement && row.movement.hold === hold);
  }

  totals(account: number, rows: readonly Row[] = this.book): Totals {
    return rows.reduce(
      (sum, row) => ({
        debitsPosted: sum.debitsPosted + (row.debit === account ? row.posted : 0n),
        debitsPending: sum.debitsPending + (row.debit === account ? row.pending : 0n),
        creditsPosted: sum.creditsPosted + (row.credit === account ? row.posted : 0n),
        creditsPending: sum.creditsPending + (row.credit === account ? row.pending : 0n),
      }),
      zero,
    );
  }

  /** Books all or nothing; gives how many were new, or the first thing wrong. */
  apply(movements: readonly Movement[], now: Date): number | string {
    const rows: Row[] = [];
    for (const movement of movements) {
      const row = this.rowOf(movement, now);
      if (!row) return 'NOT_FOUND';
      if (unitOf(row.debit) !== unitOf(row.credit)) return 'UNIT_MISMATCH';
      rows.push(row);
    }
    const fresh: Row[] = [];
    for (const earlier of [this.book, fresh]) {
      // The whole batch is compared with the book before it is compared with itself.
      for (const row of rows) {
        const same = earlier.find((other) => isSameThing(other, row));
        if (same && !isEqual(same, row)) return 'hold' in row.movement ? 'HOLD_ALREADY_SETTLED' : 'TRANSFER_ID_REUSED';
        if (earlier === fresh && !same && !this.book.some((other) => isSameThing(other, row))) fresh.push(row);
      }
    }
    for (const row of fresh) {
      if (row.movement.kind === 'post') {
        const hold = this.hold(row.movement.hold);
        if (hold?.expiresAt && hold.expiresAt <= now) return 'HOLD_EXPIRED';
        if (row.posted > -row.pending) return 'POST_EXCEEDS_HOLD';
      }
      if (row.expiresAt && row.expiresAt <= now) return 'EXPIRY_IN_THE_PAST';
    }
    const after = [...this.book, ...fresh];
    if (CHART.some(([, , rule], account) => isBroken(rule, this.totals(account, after)))) return 'INSUFFICIENT_BALANCE';
    this.book = after;
    return fresh.length;
  }

  expire(now: Date): string[] {
    const due = this.book.filter(
      (row) => row.movement.kind === 'hold' && row.expiresAt && row.expiresAt <= now && !this.fate(row.id),
    );
    for (const hold of due) {
      const movement = { kind: 'expiry', hold: hold.id } as const;
      const pending = -hold.pending;
      this.book.push({ ...hold, movement, id: randomUUID(), posted: 0n, pending, expiresAt: null, at: now });
    }
    return due.map(({ id }) => id);
  }

  private rowOf(movement: Movement, at: Date): Row | undefined {
    if (movement.kind === 'transfer' || movement.kind === 'hold') {
      const [debit, credit] = [movement.debit, movement.credit].map((id) => this.accounts.indexOf(id));
      if (debit === undefined || credit === undefined || debit < 0 || credit < 0) return undefined;
      const held = movement.kind === 'hold';
      const expiresAt = (held && movement.expiresAt) || null;
      const [posted, pending] = held ? [0n, movement.amount] : [movement.amount, 0n];
      return { movement, id: movement.id, debit, credit, posted, pending, expiresAt, at };
    }
    const hold = this.hold(movement.hold);
    if (!hold) return undefined;
    const posted = movement.kind === 'post' ? (movement.amount ?? hold.pending) : 0n;
    return { ...hold, movement, id: randomUUID(), posted, pending: -hold.pending, expiresAt: null, at };
  }
}

const unitOf = (account: number): string | undefined => CHART[account]?.[1];

function isSameThing(a: Row, b: Row): boolean {
  if ('hold' in a.movement || 'hold' in b.movement) {
    return 'hold' in a.movement && 'hold' in b.movement && a.movement.hold === b.movement.hold;
  }
  return a.id === b.id;
}

function isEqual(a: Row, b: Row): boolean {
  return (
    a.movement.kind === b.movement.kind && a.debit === b.debit && a.credit === b.credit && a.posted === b.posted &&
    a.pending === b.pending && a.expiresAt?.getTime() === b.expiresAt?.getTime()
  );
}

function isBroken(rule: BalanceRule, { debitsPosted, debitsPending, creditsPosted, creditsPending }: Totals): boolean {
  if (rule === 'debits_must_not_exceed_credits') return debitsPosted + debitsPending > creditsPosted;
  if (rule === 'credits_must_not_exceed_debits') return creditsPosted + creditsPending > debitsPosted;
  return false;
}

// What fast-check draws: which of the ids so far, not the ids themselves.
const account = fc.integer({ min: 0, max: 3 });
const pick = fc.nat({ max: 30 });
const anyAccount = fc.oneof({ weight: 30, arbitrary: account }, { weight: 1, arbitrary: fc.constantFrom(4, 5) });
const tooMuch = fc.constant(10n ** 12n);
const amount = fc.oneof({ weight: 12, arbitrary: fc.bigInt(1n, 20n) }, { weight: 1, arbitrary: tooMuch });
const placing = fc.record({
  kind: fc.constantFrom('transfer' as const, 'hold' as const, 'hold' as const),
  debit: anyAccount,
  credit: anyAccount,
  amount,
  lasts: fc.option(fc.integer({ min: -1, max: 40 }), { freq: 2 }),
  again: fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: pick }),
});
const settling = fc.record({
  kind: fc.constantFrom('post' as const, 'post' as const, 'void' as const),
  hold: pick,
  amount: fc.option(amount, { freq: 2 }),
});
const movement = fc.oneof(placing, settling);
const movements = fc.array(movement, { maxLength: 5 });
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('one' as const), movement }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('batch' as const), movements }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retry' as const), which: pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tick' as const), seconds: fc.integer({ min: -2, max: 15 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
);

test('whatever is booked, in whatever order, the ledger answers as its model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), run),
    { numRuns: Number(process.env['LEDGER_RUNS'] ?? 60) },
  );
}, 120_000);

async function run(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): Promise<void> {
  let now = new Date('2026-03-02T01:00:00.000Z');
  const ctx = (): Ctx => systemCtx(now);
  const ownerId = randomUUID();
  const ids = await t.db.write(ctx(), (tx) =>
    ledger.openAccounts(
      ctx(),
      tx,
      CHART.map(([code, unit, rule]) => ({ organisationId: null, ownerType: 'model', ownerId, code, unit, rule })),
    ),
  );
  const model = new Model(ids);
  const asked: Movement[] = [];
  const cause = { type: 'model', id: ownerId, event: 'test' };

  type Drawn = typeof movement extends fc.Arbitrary<infer M> ? M : never;
  const made = (drawn: Drawn): Movement => {
    const placed = asked.filter((one) => 'id' in one);
    if ('hold' in drawn) {
      const holds = model.book.filter((row) => row.movement.kind === 'hold');
      const hold = (drawn.hold > 0 && holds[drawn.hold % holds.length]?.id) || randomUUID();
      return drawn.kind === 'void'
        ? { kind: 'void', hold, cause }
        : { kind: 'post', hold, cause, ...(drawn.amount === null ? {} : { amount: drawn.amount }) };
    }
    const [debit, other] = [drawn.debit, drawn.credit].map((n) => ids[n] ?? randomUUID()) as [string, string];
    const credit = other === debit ? (ids[(drawn.credit + 1) % 4] as string) : other;
    const earlier = drawn.again === null ? undefined : placed[drawn.again % placed.length];
    const id = earlier && 'id' in earlier ? earlier.id : randomUUID();
    const base = { id, debit, credit, amount: drawn.amount, cause };
    if (drawn.kind === 'transfer') return { kind: 'transfer', ...base };
    const expiresAt = drawn.lasts === null ? undefined : new Date(now.getTime() + drawn.lasts * 1000);
    return { kind: 'hold', ...base, ...(expiresAt ? { expiresAt } : {}) };
  };

  for (const credit of ids.slice(1, 4)) {
    const grant: Movement = { kind: 'transfer', id: randomUUID(), debit: ids[0] as string, credit, amount: 60n, cause };
    expect(await bookedBy([grant], false)).toBe(model.apply([grant], now));
  }
  for (const one of steps) {
    if (one.do === 'tick') now = new Date(now.getTime() + one.seconds * 1000);
    else if (one.do === 'expire') await expireBoth();
    else {
      const batch =
        one.do === 'batch'
          ? one.movements.map(made)
          : one.do === 'one'
            ? [made(one.movement)]
            : asked.slice(one.which % Math.max(asked.length, 1)).slice(0, 1);
      asked.push(...batch);
      const outcome = await bookedBy(batch, one.do === 'batch');
      expect(outcome).toEqual(model.apply(batch, now));
    }
    await compareBalances(null, model.book);
  }
  now = new Date(now.getTime() + 3_600_000);
  await expireBoth();
  await compareHistory();

  function bookedBy(batch: readonly Movement[], together: boolean): Promise<number | string> {
    const [only] = batch;
    return t.db
      .write(ctx(), async (tx) => {
        if (together || !only) return ledger.batch(ctx(), tx, batch);
        if (only.kind === 'transfer') return Number(await ledger.transfer(ctx(), tx, only));
        if (only.kind === 'hold') return Number(await ledger.hold(ctx(), tx, only));
        if (only.kind === 'post') return Number(await ledger.post(ctx(), tx, only));
        return Number(await ledger.void(ctx(), tx, only));
      })
      .catch((error: unknown) => {
        if (error instanceof AppError) return error.code;
        throw error;
      });
  }

  async function expireBoth(): Promise<void> {
    const expired = await t.db.write(ctx(), (tx) => ledger.expireDue(ctx(), tx));
    const own = expired.filter(({ causeId }) => causeId === ownerId).map(({ holdId }) => holdId);
    expect(own.sort()).toEqual(model.expire(now).sort());
  }

  async function compareBalances(asOf: Date | null, rows: readonly Row[]): Promise<void> {
    const balances = await t.db.read(ctx(), (tx) => ledger.balances(ctx(), tx, ids, asOf));
    const expected = CHART.map(([code, , rule], n) => ({ code, ...amountsOf(rule, model.totals(n, rows)) }));
    expect(balances).toEqual(expected.map((one) => expect.objectContaining(one)));
  }

  async function compareHistory(): Promise<void> {
    const byTime = [...model.book].sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const { at } of byTime.slice(0, 12)) await compareBalances(at, byTime.filter((row) => row.at <= at));
    for (const [n, id] of ids.entries()) {
      const [, , rule] = CHART[n] as (typeof CHART)[number];
      const entries = await wholeStatement(id);
      const rows = byTime.filter((row) => row.debit === n || row.credit === n);
      const expected = rows.map((row) => [row.movement.kind, row.at]).reverse();
      expect(entries.map(({ kind, at }) => [kind, at])).toEqual(expected);
      let available = 0n;
      for (const [i, entry] of entries.reverse().entries()) {
        const after = amountsOf(rule, model.totals(n, rows.slice(0, i + 1)));
        expect([entry.postedAfter, entry.pendingAfter, entry.availableAfter]).toEqual([
          after.posted, after.pending, after.available,
        ]);
        available += entry.change;
        expect(available).toBe(after.available);
      }
    }
    await t.db.read(ctx(), async (tx) => {
      expect(await ledger.discrepancies(ctx(), tx)).toEqual([]);
      for (const sums of await ledger.trialBalance(ctx(), tx)) expect(sums.isBalanced).toBe(true);
    });
  }

  async function wholeStatement(id: string): Promise<LedgerEntry[]> {
    const entries: LedgerEntry[] = [];
    for (let after: string | null = null; ; ) {
      const page = await t.db.read(ctx(), (tx) => ledger.statement(ctx(), tx, id, { first: 3, after }));
      entries.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return entries;
      after = page.pageInfo.endCursor;
    }
  }
}
