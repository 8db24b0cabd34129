import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { expectSqlCount, testModule, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import { systemCtx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { Ledger } from './ledger';
import { accountId, ledgerId } from './ledger-id';
import type { Cause } from './movement';

const ledger = new Ledger();
const H800 = 'gpu-mh:h800';
const cause: Cause = { type: 'compute_request', id: 'R-1', event: 'approve' };
let t: TestModule;
let tenant: string;
let pool: string;
let available: string;
let used: string;

beforeAll(async () => {
  t = await testModule({});
});
afterAll(() => t.close());

beforeEach(async () => {
  tenant = await anOrganisation();
  const ownerId = randomUUID();
  const rule = 'debits_must_not_exceed_credits' as const;
  const own = { organisationId: tenant, ownerType: 'tenancy', ownerId, unit: H800, rule };
  [pool, available, used] = (await write(t.system(), (tx, ctx) =>
    ledger.openAccounts(ctx, tx, [
      { ...own, organisationId: null, ownerType: 'pool', code: 'issued', rule: 'credits_must_not_exceed_debits' },
      { ...own, code: 'available' },
      { ...own, code: 'used' },
    ]),
  )) as [string, string, string];
  await write(t.system(), (tx, ctx) =>
    ledger.transfer(ctx, tx, {
      id: ledgerId('grant', ownerId),
      debit: pool,
      credit: available,
      amount: 500_000n,
      cause,
      memo: { en: 'First grant', 'zh-CN': '首次配额' },
    }),
  );
});

async function anOrganisation(): Promise<string> {
  const id = randomUUID();
  await t.asOwner(
    `insert into organisation (id, kind, slug, name_zh, name_en, created_at)
     values ($1, 'tenant', $2, '测试', 'Test', now())`,
    [id, `o-${id}`],
  );
  return id;
}

type Work<T> = (tx: Tx, ctx: Ctx) => Promise<T>;
const write = <T>(ctx: Ctx, work: Work<T>): Promise<T> => t.db.write(ctx, (tx) => work(tx, ctx));
const read = <T>(ctx: Ctx, work: Work<T>): Promise<T> => t.db.read(ctx, (tx) => work(tx, ctx));
const hold = (id: string, amount: bigint, more: { expiresAt?: Date; ctx?: Ctx } = {}): Promise<boolean> =>
  write(more.ctx ?? t.system(), (tx, ctx) =>
    ledger.hold(ctx, tx, {
      id,
      debit: available,
      credit: used,
      amount,
      cause,
      ...(more.expiresAt ? { expiresAt: more.expiresAt } : {}),
    }),
  );
const balance = (ctx = t.system(), asOf: Date | null = null) =>
  read(ctx, (tx) => ledger.balance(ctx, tx, available, asOf));
const member = (organisationId = tenant): Ctx => t.ctx({ organisationId });
const inMinutes = (minutes: number): Date => new Date(t.clock.now().getTime() + minutes * 60_000);

describe('the life of a hold', () => {
  test('what is held can no longer be spent, and is not yet used', async () => {
    await hold(randomUUID(), 120_000n);
    expect(await balance()).toMatchObject({
      received: 500_000n, spent: 0n, posted: 500_000n, pending: 120_000n, available: 380_000n,
    });
    const [sink] = await read(t.system(), (tx, ctx) => ledger.balances(ctx, tx, [used]));
    expect(sink).toMatchObject({ posted: 0n, incoming: 120_000n, available: 0n });
  });

  test('posted in part, the rest returns', async () => {
    const id = randomUUID();
    await hold(id, 120_000n);
    await write(t.system(), (tx, ctx) => ledger.post(ctx, tx, { hold: id, amount: 87_500n, cause }));
    expect(await balance()).toMatchObject({ posted: 412_500n, pending: 0n, available: 412_500n });
    const [state] = await read(t.system(), (tx, ctx) => ledger.holds(ctx, tx, [id]));
    expect(state).toMatchObject({ fate: 'posted', amount: 120_000n, postedAmount: 87_500n, settledAt: t.clock.now() });
  });

  test('a hold has one fate: the same again is quiet, another is told which it had', async () => {
    const id = randomUUID();
    await hold(id, 120_000n);
    const settle = (amount?: bigint) =>
      write(t.system(), (tx, ctx) => ledger.post(ctx, tx, { hold: id, cause, ...(amount ? { amount } : {}) }));
    expect(await settle(1_000n)).toBe(true);
    expect(await settle(1_000n)).toBe(false);
    await expect(settle()).rejects.toMatchObject({
      code: 'HOLD_ALREADY_SETTLED', details: { holdId: id, fate: 'post', postedAmount: '1000' },
    });
    await expect(write(t.system(), (tx, ctx) => ledger.void(ctx, tx, { hold: id, cause }))).rejects.toMatchObject({
      code: 'HOLD_ALREADY_SETTLED', say: { 'zh-CN': '该笔冻结已入账，请刷新页面查看最新状态。' },
    });
  });

  test('more than was held cannot be posted', async () => {
    const id = randomUUID();
    await hold(id, 1_000n);
    const posting = write(t.system(), (tx, ctx) => ledger.post(ctx, tx, { hold: id, amount: 1_001n, cause }));
    const details = { held: '1000', asked: '1001' };
    await expect(posting).rejects.toMatchObject({ code: 'POST_EXCEEDS_HOLD', details });
  });

  test('when its time is over it cannot be posted, and the sweep gives it back and names its case', async () => {
    const [soon, later] = [randomUUID(), randomUUID()];
    await hold(soon, 100n, { expiresAt: inMinutes(10) });
    await hold(later, 200n, { expiresAt: inMinutes(20) });
    const ctx = systemCtx(inMinutes(10));
    const posting = t.db.write(ctx, (tx) => ledger.post(ctx, tx, { hold: soon, cause }));
    await expect(posting).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    const expired = await t.db.write(ctx, (tx) => ledger.expireDue(ctx, tx));
    expect(expired).toEqual([{ holdId: soon, amount: 100n, unit: H800, causeType: cause.type, causeId: cause.id }]);
    expect(await balance()).toMatchObject({ pending: 200n });
    expect(await t.db.write(ctx, (tx) => ledger.expireDue(ctx, tx))).toEqual([]);
    const open = await read(t.system(), (tx, system) => ledger.openHolds(system, tx, [available]));
    expect(open.map(({ id, fate }) => [id, fate])).toEqual([[later, 'open']]);
  });

  test('only the system ends holds', async () => {
    const ctx = member();
    await expect(t.db.write(ctx, (tx) => ledger.expireDue(ctx, tx))).rejects.toThrow('only the system');
  });
});

describe('what cannot be', () => {
  test('more than is available cannot be held: the answer says how much there is, in both languages', async () => {
    await hold(randomUUID(), 88_000n);
    await expect(hold(randomUUID(), 500_000n)).rejects.toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
      say: {
        en:
          'This needs 500 H800 GPU-hours, but only 412 H800 GPU-hours is available. ' +
          'Ask for less, or have the balance raised first.',
        'zh-CN': '此操作需要 500 H800 卡时，当前可用仅 412 H800 卡时。请减少申请量，或先追加额度。',
      },
      details: { accountId: available, code: 'available', unit: H800, asked: '500000', available: '412000' },
    });
  });

  test('a refusal leaves the transaction usable: another way can be gone in it', async () => {
    const id = randomUUID();
    await write(t.system(), async (tx, ctx) => {
      const asked = { debit: available, credit: used, cause };
      await ledger.hold(ctx, tx, { id: randomUUID(), amount: 900_000n, ...asked }).catch(() => undefined);
      await ledger.hold(ctx, tx, { id, amount: 1_000n, ...asked });
    });
    expect(await balance()).toMatchObject({ pending: 1_000n });
  });

  test('the same id with the same contents is booked once; with others it is refused', async () => {
    const id = randomUUID();
    expect(await hold(id, 1_000n)).toBe(true);
    expect(await hold(id, 1_000n)).toBe(false);
    await expect(hold(id, 1_001n)).rejects.toMatchObject({ code: 'TRANSFER_ID_REUSED' });
    await expect(hold(id, 1_000n, { expiresAt: inMinutes(5) })).rejects.toMatchObject({ code: 'TRANSFER_ID_REUSED' });
    expect(await balance()).toMatchObject({ pending: 1_000n });
  });

  test('a retry is quiet even when the balance would no longer allow it', async () => {
    const id = randomUUID();
    await hold(id, 400_000n);
    expect(await hold(id, 400_000n)).toBe(false);
  });

  test('a batch is booked whole or not at all, repeats left out, its rules kept by its outcome', async () => {
    const move = (id: string, debit: string, credit: string, amount: bigint) =>
      ({ kind: 'transfer', id, debit, credit, amount, cause }) as const;
    const first = move(randomUUID(), available, used, 400_000n);
    const back = move(randomUUID(), used, available, 300_000n);
    const over = move(randomUUID(), available, used, 500_000n);
    const run = (...movements: (typeof first)[]) => write(t.system(), (tx, ctx) => ledger.batch(ctx, tx, movements));
    await expect(run(first, over)).rejects.toMatchObject({
      code: 'INSUFFICIENT_BALANCE', details: { asked: '900000', available: '500000' },
    });
    expect(await balance()).toMatchObject({ posted: 500_000n });
    // In one order or the other this would pass below zero; as a whole it does not.
    expect(await run(back, first, first)).toBe(2);
    expect(await run(first, back)).toBe(0);
    await expect(run({ ...first, amount: 1n })).rejects.toMatchObject({ code: 'TRANSFER_ID_REUSED' });
    await expect(run(over, { ...over, amount: 1n })).rejects.toMatchObject({ code: 'TRANSFER_ID_REUSED' });
    expect(await balance()).toMatchObject({ posted: 400_000n });
  });

  const impossible = [0n, -1n, 10n ** 15n + 1n, 2n ** 63n];
  test.each(impossible)('an amount of %s is refused before the database is asked', async (n) => {
    await expect(hold(randomUUID(), n)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'amount' });
  });

  test('accounts of two units, and an account with itself, do not mix', async () => {
    const other = await write(t.system(), (tx, ctx) =>
      ledger.openAccount(ctx, tx, {
        organisationId: tenant, ownerType: 'tenancy', ownerId: tenant, code: 'money', unit: 'CNY', rule: 'none',
      }),
    );
    const move = (credit: string) =>
      write(t.system(), (tx, ctx) =>
        ledger.transfer(ctx, tx, { id: randomUUID(), debit: available, credit, amount: 1n, cause }),
      );
    await expect(move(other)).rejects.toMatchObject({ code: 'UNIT_MISMATCH' });
    await expect(move(available)).rejects.toMatchObject({ code: 'SAME_ACCOUNT' });
  });

  test('nothing in the book can be changed or removed, not even by the owner of the schema', async () => {
    const asApp = (sql: string) => write(t.system(), (tx) => tx.query(sql));
    for (const sql of [
      'update ledger_transfer set posted = 1',
      'delete from ledger_transfer',
      `insert into ledger_account (id, owner_type, owner_id, code, unit, rule, opened_at)
       values (gen_random_uuid(), 'a', 'b', 'c', 'CNY', 'none', now())`,
      'update ledger_account set credits_posted = credits_posted + 1',
      'delete from ledger_open_hold',
    ]) {
      await expect(asApp(sql)).rejects.toThrow('permission denied');
    }
    for (const sql of [
      'update ledger_transfer set posted = 1',
      'delete from ledger_transfer',
      'truncate ledger_transfer',
      'delete from ledger_account',
      `update ledger_account set rule = 'none'`,
    ]) {
      await expect(t.asOwner(sql)).rejects.toThrow('append-only');
    }
    await expect(t.asOwner('update ledger_account set debits_posted = credits_posted + 1')).rejects.toThrow('rule');
  });

  test('a total that somebody has falsified is found', async () => {
    await t.asOwner('update ledger_account set credits_posted = credits_posted + 1 where id = $1', [available]);
    const found = await read(t.system(), (tx, ctx) => ledger.discrepancies(ctx, tx));
    const sums = await read(t.system(), (tx, ctx) => ledger.trialBalance(ctx, tx));
    await t.asOwner('update ledger_account set credits_posted = credits_posted - 1 where id = $1', [available]);
    expect(found).toEqual([{ accountId: available, what: 'credits_posted', booked: '500000', kept: '500001' }]);
    expect(sums.find(({ unit }) => unit === H800)).toMatchObject({ isBalanced: false });
  });
});

describe('accounts', () => {
  test('have an id that follows from what they are, and are opened once', async () => {
    const key = { ownerType: 'programme', ownerId: 'P-1', code: 'budget', unit: 'CNY' };
    const account = { ...key, organisationId: null, rule: 'debits_must_not_exceed_credits' as const };
    const open = (one: typeof account) => write(t.system(), (tx, ctx) => ledger.openAccount(ctx, tx, one));
    expect(await open(account)).toBe(accountId(key));
    expect(await open(account)).toBe(accountId(key));
    await expect(open({ ...account, rule: 'none' as never })).rejects.toMatchObject({ code: 'LEDGER_ACCOUNT_EXISTS' });
  });
});

describe('the statement', () => {
  test('says why the balance is what it is, newest first, page by page, in the viewer’s language', async () => {
    const id = randomUUID();
    t.clock.advance({ minutes: 1 });
    await hold(id, 120_000n);
    const before = t.clock.now();
    t.clock.advance({ minutes: 1 });
    await write(t.system(), (tx, ctx) => ledger.post(ctx, tx, { hold: id, amount: 88_000n, cause }));
    const ctx = { ...member(), locale: 'zh-CN' as const };
    const pageAfter = (after: string | null) =>
      read(ctx, (tx) => ledger.statement(ctx, tx, available, { first: 2, after }));
    const first = await pageAfter(null);
    const second = await pageAfter(first.pageInfo.endCursor);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect([...first.nodes, ...second.nodes]).toMatchObject([
      {
        kind: 'post', holdId: id, posted: -88_000n, pending: -120_000n, change: 32_000n,
        postedAfter: 412_000n, pendingAfter: 0n, availableAfter: 412_000n,
      },
      { kind: 'hold', id, posted: 0n, pending: 120_000n, change: -120_000n, availableAfter: 380_000n },
      {
        kind: 'transfer', posted: 500_000n, change: 500_000n, availableAfter: 500_000n, memo: '首次配额', unit: H800,
        counterCode: 'issued', counterOwnerType: 'pool', causeType: 'compute_request', causeId: 'R-1', event: 'approve',
      },
    ]);
    expect(await balance(ctx, before)).toMatchObject({ posted: 500_000n, pending: 120_000n });
    const until = await read(ctx, (tx) =>
      ledger.statement(ctx, tx, available, { first: 10 }, { since: before, until: before }),
    );
    expect(until.nodes).toMatchObject([{ kind: 'hold', availableAfter: 380_000n }]);
  });

  test('takes one statement of SQL, and a hold takes one', async () => {
    await write(t.system(), (tx, ctx) =>
      expectSqlCount(1, () =>
        ledger.hold(ctx, tx, { id: randomUUID(), debit: available, credit: used, amount: 1n, cause }),
      ),
    );
    await read(t.system(), (tx, ctx) => expectSqlCount(1, () => ledger.statement(ctx, tx, available, { first: 10 })));
  });

  test('a cursor that is not ours is refused', async () => {
    const ctx = member();
    const after = Buffer.from('["x"]').toString('base64url');
    const page = read(ctx, (tx) => ledger.statement(ctx, tx, available, { first: 2, after }));
    await expect(page).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'after' });
  });
});

describe('another organisation', () => {
  const notFound = { code: 'NOT_FOUND' };

  test('does not find the account, its statement, its holds, its entries', async () => {
    const id = randomUUID();
    await hold(id, 5_000n);
    const ctx = member(await anOrganisation());
    await expect(balance(ctx)).rejects.toMatchObject(notFound);
    await expect(read(ctx, (tx) => ledger.statement(ctx, tx, available, { first: 1 }))).rejects.toMatchObject(notFound);
    await read(ctx, async (tx) => {
      expect(await ledger.balances(ctx, tx, [available])).toEqual([null]);
      expect(await ledger.balancesOf(ctx, tx, { organisationIds: [tenant] })).toEqual([]);
      expect(await ledger.holds(ctx, tx, [id])).toEqual([]);
      expect(await ledger.openHolds(ctx, tx, [available])).toEqual([]);
      expect(await tx.query('select 1 from ledger_transfer')).toEqual([]);
      expect(await tx.query('select 1 from ledger_account')).toEqual([]);
    });
    await expect(read(ctx, (tx) => ledger.trialBalance(ctx, tx))).rejects.toMatchObject({ code: 'DENIED' });
  });

  test('cannot move it, nor settle its holds: the answer is that of what does not exist', async () => {
    const id = randomUUID();
    await hold(id, 5_000n);
    const ctx = member(await anOrganisation());
    await expect(hold(randomUUID(), 1n, { ctx })).rejects.toMatchObject(notFound);
    for (const settle of ['post', 'void'] as const) {
      for (const one of [id, randomUUID()]) {
        const settling = t.db.write(ctx, (tx) => ledger[settle](ctx, tx, { hold: one, cause }));
        await expect(settling).rejects.toMatchObject(notFound);
      }
    }
    expect(await balance()).toMatchObject({ pending: 5_000n });
  });

  test('the organisation itself reads its own accounts only, and moves them with the centre’s', async () => {
    const ctx = member();
    const own = await read(ctx, (tx) => ledger.balancesOf(ctx, tx, { organisationIds: [tenant] }));
    expect(own.map(({ code }) => code)).toEqual(['available', 'used']);
    await expect(read(ctx, (tx) => ledger.balance(ctx, tx, pool))).rejects.toMatchObject(notFound);
    await t.db.write(ctx, (tx) =>
      ledger.transfer(ctx, tx, { id: randomUUID(), debit: available, credit: pool, amount: 1n, cause }),
    );
  });

  test('is not told how much the centre’s budget has left', async () => {
    const ctx = member();
    const [debit, credit] = (await write(t.system(), (tx, system) => {
      const rule = 'debits_must_not_exceed_credits' as const;
      const one = { ownerType: 'programme', ownerId: randomUUID(), unit: 'CNY', rule };
      return ledger.openAccounts(system, tx, [
        { ...one, organisationId: null, code: 'budget' },
        { ...one, organisationId: tenant, code: 'award' },
      ]);
    })) as [string, string];
    const taking = t.db.write(ctx, (tx) =>
      ledger.transfer(ctx, tx, { id: randomUUID(), debit, credit, amount: 9n, cause }),
    );
    const refusal = await taking.catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'INSUFFICIENT_BALANCE' });
    expect(JSON.stringify(refusal)).not.toMatch(/available|"asked"/);
  });

  test('people of the centre read every account but those of a conflict of interest', async () => {
    const centre = { organisationKind: 'centre' as const, organisationId: await anOrganisation() };
    expect(await balance(t.ctx(centre))).toMatchObject({ posted: 500_000n });
    const conflicted = t.ctx({ ...centre, conflicts: [randomUUID(), tenant] });
    await expect(balance(conflicted)).rejects.toMatchObject(notFound);
    await expect(hold(randomUUID(), 1n, { ctx: conflicted })).rejects.toMatchObject(notFound);
    expect(await read(conflicted, (tx) => ledger.balance(conflicted, tx, pool))).toMatchObject({ spent: 0n });
  });

  test('nobody signed in moves nothing', async () => {
    const ctx = t.ctx({ kind: 'anonymous', organisationId: null, organisationKind: null });
    await expect(hold(randomUUID(), 1n, { ctx })).rejects.toMatchObject(notFound);
  });
});
