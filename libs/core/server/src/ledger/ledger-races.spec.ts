import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testModule, type TestModule } from '@wutong/core-testing';
import { Ledger } from './ledger';
import type { Movement } from './movement';

const ledger = new Ledger();
const cause = { type: 'race', id: 'r', event: 'approve' };
let t: TestModule;
beforeAll(async () => {
  t = await testModule({ poolSize: 32 });
});
afterAll(() => t.close());

/** Accounts of which none may be overdrawn, each with so much on it. */
async function funded(count: number, amount: bigint): Promise<string[]> {
  const ctx = t.system();
  const ownerId = randomUUID();
  const account = { organisationId: null, ownerType: 'race', ownerId, unit: 'CNY' };
  return t.db.write(ctx, async (tx) => {
    const rule = 'debits_must_not_exceed_credits' as const;
    const codes = Array.from({ length: count }, (_, n) => ({ ...account, code: `a${n}`, rule }));
    const [issued, ...ids] = await ledger.openAccounts(ctx, tx, [
      { ...account, code: 'issued', rule: 'credits_must_not_exceed_debits' },
      ...codes,
    ]);
    const give = (credit: string): Movement => ({
      kind: 'transfer', id: randomUUID(), debit: issued as string, credit, amount, cause,
    });
    if (amount > 0n) await ledger.batch(ctx, tx, ids.map(give));
    return ids;
  });
}

const code = (error: unknown): string => (error as { code?: string }).code ?? String(error);

test('of 200 parallel approvals against a budget for one, exactly one passes', async () => {
  const ctx = t.system();
  const [budget, held] = (await funded(2, 1_000n)) as [string, string];
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      t.db
        .write(ctx, async (tx) => {
          const approval = { id: randomUUID(), debit: budget, credit: held, amount: 1_000n, cause };
          if (n % 2 === 0) await ledger.hold(ctx, tx, approval);
          else await ledger.batch(ctx, tx, [{ kind: 'hold', ...approval }]);
        })
        .then(() => 'passed', code),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'passed')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'INSUFFICIENT_BALANCE')).toHaveLength(199);
  const [balance] = await t.db.read(ctx, (tx) => ledger.balances(ctx, tx, [budget]));
  expect(balance).toMatchObject({ posted: 1_000n, pending: 1_000n, available: 0n });
});

test('the same request fifty times at once is booked once', async () => {
  const ctx = t.system();
  const [from, to] = (await funded(2, 1_000n)) as [string, string];
  const id = randomUUID();
  const booked = await Promise.all(
    Array.from({ length: 50 }, () =>
      t.db.write(ctx, (tx) => ledger.hold(ctx, tx, { id, debit: from, credit: to, amount: 700n, cause })),
    ),
  );
  expect(booked.filter(Boolean)).toHaveLength(1);
});

test('of a post, a void and an expiry at once, a hold has one fate', async () => {
  const [from, to] = (await funded(2, 10_000n)) as [string, string];
  for (let round = 0; round < 15; round++) {
    const ctx = t.system();
    const id = randomUUID();
    const expiresAt = new Date(ctx.now.getTime() + 1_000);
    const late = { ...ctx, now: expiresAt };
    const place = { id, debit: from, credit: to, amount: 10n, cause, expiresAt };
    await t.db.write(ctx, (tx) => ledger.hold(ctx, tx, place));
    const outcomes = await Promise.all([
      t.db.write(ctx, (tx) => ledger.post(ctx, tx, { hold: id, cause })).catch(code),
      t.db.write(ctx, (tx) => ledger.post(ctx, tx, { hold: id, amount: 3n, cause })).catch(code),
      t.db.write(ctx, (tx) => ledger.void(ctx, tx, { hold: id, cause })).catch(code),
      t.db.write(late, (tx) => ledger.expireDue(late, tx)).then((expired) => expired.length === 1),
    ]);
    expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'HOLD_ALREADY_SETTLED').length).toBeGreaterThanOrEqual(2);
  }
});

test('batches over the same accounts in every order never wait for each other in a circle', async () => {
  const ctx = t.system();
  const ids = await funded(8, 1_000_000n);
  const before = await deadlocks();
  const pick = (): string => ids[Math.floor(Math.random() * ids.length)] as string;
  const movement = (): Movement => {
    const debit = pick();
    const credit = ids[(ids.indexOf(debit) + 1 + Math.floor(Math.random() * (ids.length - 1))) % ids.length] as string;
    const kind = Math.random() < 0.5 ? 'transfer' : 'hold';
    return { kind, id: randomUUID(), debit, credit, amount: 1n, cause };
  };
  await Promise.all(
    Array.from({ length: 32 }, async (_, n) => {
      for (let i = 0; i < 12; i++) {
        const movements = Array.from({ length: n % 3 === 0 ? 1 : 10 }, movement);
        const [only] = movements;
        await t.db.write(ctx, async (tx) => {
          if (movements.length === 1 && only?.kind === 'hold') await ledger.hold(ctx, tx, only);
          else await ledger.batch(ctx, tx, movements);
        });
      }
    }),
  );
  expect(await deadlocks()).toBe(before);
  await t.db.read(ctx, async (tx) => {
    expect(await ledger.discrepancies(ctx, tx)).toEqual([]);
    for (const sums of await ledger.trialBalance(ctx, tx)) expect(sums.isBalanced).toBe(true);
  });
});

/** PostgreSQL's own count; sessions report to it when they are idle, at the latest when told to. */
async function deadlocks(): Promise<bigint> {
  const [row] = await t.asOwner<{ deadlocks: bigint }>(
    `select deadlocks from pg_stat_database where datname = current_database() and pg_stat_force_next_flush() is null`,
  );
  return row?.deadlocks ?? 0n;
}
