import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ledger, type Ctx } from '@wutong/core-server';
import fc from 'fast-check';
import { ComputeDashboardService } from '../dashboard/compute-dashboard.service';
import { fundingAccounts } from '../funding/funding-accounts';
import { FundingService } from '../funding/funding.service';
import { SupplierService } from '../supplier/supplier.service';
import { TariffService } from '../tariff/tariff.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { ParkedUsageService } from '../usage/parked-usage.service';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { payableId } from './charge-accounts';
import { ChargeCapService } from './charge-cap.service';
import { MonthClosingService } from './month-closing.service';
import { addMonths, endOfMonth, startOfMonth, type Month } from './month';
import { RefundService } from './refund.service';
import { StatementReadService } from './statement-read.service';

const HOUR = 3_600_000;
let world: ComputeWorld;
let closing: MonthClosingService;
let reading: StatementReadService;
let [proposer, closer]: Ctx[] = [];
/** The month that is closed next. */
let month: Month = '2026-10';

beforeAll(async () => {
  world = await computeWorld();
  [closing, reading] = [world.get(MonthClosingService), world.get(StatementReadService)];
  [proposer, closer] = [await world.staff('finance'), await world.staff('finance')];
  world.clock.set(startOfMonth(month));
});
afterAll(() => world.close());

const now = (who: Ctx | undefined): Ctx => world.reopen(who!);

/** Proposes and closes the next month, on its last moment or later. */
async function closeMonth(): Promise<Month> {
  const end = endOfMonth(month);
  if (world.clock.now() < end) world.clock.set(end);
  await closing.close(now(closer), seen(await closing.propose(now(proposer), { month })));
  const closed = month;
  month = addMonths(month, 1);
  return closed;
}

/** A pool at so many fen an hour, and a tenant whose jobs run there under an account of the cluster. */
async function tenantIn(fen: bigint | null = 1000n) {
  const pool = await world.pool(64);
  if (fen !== null) {
    await world.get(TariffService).set(world.operator, { poolId: pool.id, fenPerGpuHour: fen, validFrom: startOfMonth('2026-02') });
  }
  const founder = await world.founder(pool.gpuClass);
  const organisationId = founder.actor.organisationId!;
  const account = `acct-${randomUUID().slice(0, 8)}`;
  const run = async (of: Month, hours: number, facts: { state?: string; gpus?: number; id?: string } = {}) => {
    const start = new Date(startOfMonth(of).getTime() + 30 * HOUR);
    const id = facts.id ?? randomUUID().slice(0, 12);
    const end = new Date(start.getTime() + hours * HOUR);
    if (world.clock.now() < end) world.clock.set(end);
    await world.get(UsageIngestService).ingest(now(world.operator), {
      records: [{
        key: `${pool.cluster}/${id}`, cluster: pool.cluster, jobIdRaw: id, jobId: id, account, user: 'alice', state: facts.state ?? 'COMPLETED',
        gpuClass: pool.gpuClass, gpus: facts.gpus ?? 1, elapsedSeconds: hours * 3600, limitSeconds: null, start, end,
      }],
      problems: [], steps: 0,
    }, { source: 'test' });
    const parked = await world.get(ParkedUsageService).list(now(world.operator));
    if (parked.some((one) => one.account === account)) {
      await world.get(ParkedUsageService).resolve(now(world.operator), { cluster: pool.cluster, account, organisationId });
    }
  };
  const statement = async (of: Month) => {
    const { nodes } = await reading.list(now(founder), { first: 200, month: of });
    const one = nodes[0];
    return one && { ...one, lines: await reading.lines(now(founder), one), funding: await reading.funding(now(founder), one) };
  };
  const owed = async (): Promise<bigint> => {
    const [balance] = await world.db.read(now(founder), (tx) => world.get(Ledger).balances(founder, tx, [payableId(organisationId)]));
    return -(balance?.posted ?? 0n);
  };
  return { pool, founder, organisationId, run, statement, owed };
}

describe('a month', () => {
  test('is closed by somebody else than who proposed it, after its end, in order, and once', async () => {
    await expect(closing.propose(now(proposer), { month: '2026-10' })).rejects.toMatchObject({ field: 'month' });
    world.clock.set(endOfMonth(month));
    const proposed = await closing.propose(now(proposer), { month });
    await expect(closing.close(now(proposer), seen(proposed))).rejects.toMatchObject({ code: 'DENIED' });
    await expect(closing.close(now(world.lead), seen(proposed))).rejects.toMatchObject({ code: 'DENIED' });
    const closed = await closing.close(now(closer), seen(proposed));
    await expect(closing.close(now(closer), seen(closed))).rejects.toMatchObject({ code: 'NOT_NOW' });
    await expect(closing.reopen(now(proposer), { ...seen(closed), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_NOW' });
    world.clock.set(endOfMonth('2026-12'));
    await expect(closing.propose(now(proposer), { month: '2026-12' })).rejects.toMatchObject({ code: 'MONTH_NOT_NEXT' });
    month = '2026-11';
  });

  test('is closed as it was proposed, or it is proposed anew', async () => {
    const { run, statement } = await tenantIn();
    await run(month, 10);
    world.clock.set(endOfMonth(month));
    const proposed = await closing.propose(now(proposer), { month });
    await run(month, 5);
    await expect(closing.close(now(closer), seen(proposed))).rejects.toMatchObject({ code: 'FIGURES_CHANGED' });
    await closing.reopen(now(closer), { ...seen(proposed), reason: 'Late records came in' });
    const closed = await closeMonth();
    expect(await statement(closed)).toMatchObject({ chargedFen: 15_000n, dueFen: 15_000n });
  });
});

describe('a conflict of interest', () => {
  test('bars from proposing and closing a month with a statement of that company, and from no other', async () => {
    const { run, statement, organisationId } = await tenantIn();
    await run(month, 3);
    world.clock.set(endOfMonth(month));
    const biased = (who: Ctx | undefined): Ctx => ({ ...now(who), actor: { ...who!.actor, conflicts: [organisationId] } });
    expect(await reading.isBarred(now(closer), month)).toBe(false);
    expect(await reading.isBarred(biased(closer), month)).toBe(true);
    expect((await reading.preview(biased(closer), month)).map((row) => row.organisationId)).not.toContain(organisationId);
    await expect(closing.propose(biased(proposer), { month })).rejects.toMatchObject({ code: 'CONFLICT_OF_INTEREST' });
    const proposed = await closing.propose(now(proposer), { month });
    await expect(closing.close(biased(closer), seen(proposed))).rejects.toMatchObject({ code: 'CONFLICT_OF_INTEREST' });
    expect(await statement(month)).toBeUndefined();
    await closing.close(now(closer), seen(proposed));
    expect(await statement(month)).toMatchObject({ chargedFen: 3_000n });
    month = addMonths(month, 1);
    expect(await reading.isBarred(biased(closer), month)).toBe(false);
    world.clock.set(endOfMonth(month));
    await closing.close(biased(closer), seen(await closing.propose(now(proposer), { month })));
    month = addMonths(month, 1);
  });
});

describe('a statement', () => {
  test('says what was used and what of it funding paid, and the ledger says the same to the fen', async () => {
    const { run, statement, organisationId, founder, owed, pool } = await tenantIn(1234n);
    const source = await world.get(FundingService).give(now(proposer), {
      organisationId, programme: 'City', kind: 'voucher', amountFen: 5_000n, firstMonth: month, lastMonth: month, sharePercent: 30, reason: 'No. 7',
    });
    await run(month, 7, { gpus: 2 });
    const closed = await closeMonth();
    const found = await statement(closed);
    expect(found).toMatchObject({
      chargedFen: 17_276n, fundedFen: 5_000n, dueFen: 12_276n,
      lines: [{ kind: 'usage', gpuMh: 14_000n, chargeMfen: 17_276_000n, amountFen: 17_276n, poolCode: pool.code }],
      funding: [{ programme: 'City', amountFen: 5_000n }],
    });
    expect(await owed()).toBe(12_276n);
    const { available, used, issued } = fundingAccounts(source);
    const [left, spent, out] = await world.db.read(now(proposer), (tx) => world.get(Ledger).balances(proposer!, tx, [available, used, issued]));
    expect([left?.posted, spent?.posted, out?.posted]).toEqual([0n, 5_000n, 5_000n]);
    const why = await reading.payable(now(founder), null, { first: 10 });
    expect(why.nodes).toMatchObject([{ posted: -12_276n, causeType: 'charge_statement', causeId: found?.id }]);
  });

  test('is nobody else’s to read', async () => {
    const { run, statement, organisationId } = await tenantIn();
    await run(month, 1);
    const found = await statement(await closeMonth());
    const stranger = now(await world.founder());
    await expect(reading.get(stranger, found!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await reading.lines(stranger, found!)).toEqual([]);
    expect(await reading.funding(stranger, found!)).toEqual([]);
    expect((await reading.list(stranger, { first: 10, organisationId })).nodes).toEqual([]);
    expect((await reading.payable(stranger, organisationId, { first: 10 })).nodes).toEqual([]);
  });

  test('is told of once', async () => {
    const { run, founder } = await tenantIn();
    await run(month, 1);
    await closeMonth();
    await world.drain();
    const told = await world.asOwner(`select from notification where user_id = $1 and topic = 'charge.statement-ready'`, [founder.actor.userId]);
    expect(told).toHaveLength(1);
  });

  test('stops at the tenant’s cap, and a free pool is charged nothing', async () => {
    const [capped, free] = [await tenantIn(), await tenantIn(0n)];
    await world.get(ChargeCapService).set(now(proposer), {
      organisationId: capped.organisationId, firstMonth: month, capFen: 4_000n, reason: 'Seed budget',
    });
    await capped.run(month, 10);
    await free.run(month, 10);
    const closed = await closeMonth();
    expect(await capped.statement(closed)).toMatchObject({ chargedFen: 4_000n, lines: [{ amountFen: 10_000n }, { kind: 'cap', amountFen: -6_000n }] });
    expect(await free.statement(closed)).toMatchObject({ chargedFen: 0n, lines: [{ gpuMh: 10_000n, amountFen: 0n }] });
    await expect(world.get(ChargeCapService).set(now(proposer), {
      organisationId: capped.organisationId, firstMonth: closed, capFen: 1n, reason: 'Late',
    })).rejects.toMatchObject({ field: 'firstMonth' });
  });
});

describe('what funding has left after its last month', () => {
  test('returns to its programme when that month is closed, and what comes back to it later returns too', async () => {
    const { run, organisationId, statement } = await tenantIn();
    const source = await world.get(FundingService).give(now(proposer), {
      organisationId, programme: 'Lapsing', kind: 'voucher', amountFen: 9_000n, firstMonth: month, lastMonth: month, reason: 'No. 8',
    });
    await run(month, 6, { state: 'NODE_FAIL', id: 'late-failure' });
    const closed = await closeMonth();
    // The node failed: all of it is given back in the same month, so that the voucher pays nothing.
    expect(await statement(closed)).toMatchObject({ chargedFen: 0n, fundedFen: 0n });
    const [programme] = (await world.get(FundingService).programmes(now(proposer))).filter((one) => one.programme === 'Lapsing');
    expect(programme).toMatchObject({ issuedFen: 9_000n, usedFen: 0n, lapsedFen: 9_000n, leftFen: 0n });
    const { available, issued } = fundingAccounts(source);
    const balances = await world.db.read(now(proposer), (tx) => world.get(Ledger).balances(proposer!, tx, [available, issued]));
    expect(balances).toMatchObject([{ posted: 0n }, { posted: 0n }]);
  });
});

describe('time that a failed node cost', () => {
  test('goes back to the quota at once, at most a day of it, and is a line of the statement', async () => {
    const { run, founder, statement } = await tenantIn(1000n);
    await run(month, 48, { state: 'NODE_FAIL', gpus: 2 });
    await run(month, 3, { state: 'FAILED' });
    const before = (await world.get(ComputeDashboardService).balances(now(founder), null))[0];
    await world.db.write(world.system(), (tx) => world.get(RefundService).book(world.system(), tx));
    await world.db.write(world.system(), (tx) => world.get(RefundService).book(world.system(), tx));
    const after = (await world.get(ComputeDashboardService).balances(now(founder), null))[0];
    // Without a grant it was all overuse: that is what goes down first.
    expect(before!.usedMh - after!.usedMh).toBe(48_000n);
    expect(before!.overuseMh - after!.overuseMh).toBe(48_000n);
    expect(await statement(await closeMonth())).toMatchObject({
      chargedFen: 51_000n, lines: [{ kind: 'usage', amountFen: 99_000n }, { kind: 'refund', gpuMh: -48_000n, amountFen: -48_000n }],
    });
  });
});

describe('what is closed never changes', () => {
  test('a price that comes late charges a closed month’s use in the next one', async () => {
    const { run, statement, pool } = await tenantIn(null);
    await run(month, 10);
    const first = await closeMonth();
    const before = await statement(first);
    expect(before).toMatchObject({ chargedFen: 0n });
    await world.get(SupplierService).setPrice(now(world.operator), {
      contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 700n, validFrom: startOfMonth('2026-09'),
    });
    const second = await closeMonth();
    expect(await statement(first)).toEqual(before);
    expect(await statement(second)).toMatchObject({ chargedFen: 7_000n, lines: [{ kind: 'correction', usageMonth: first, gpuMh: 0n, amountFen: 7_000n }] });
  });

  test('records in any order, however late: all statements together charge what was metered, each period once', async () => {
    const arrival = fc.record({ late: fc.integer({ min: 0, max: 2 }), hours: fc.integer({ min: 1, max: 40 }), gpus: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(arrival, { maxLength: 3 }), { minLength: 3, maxLength: 3 }), async (months) => {
        const { run, statement, owed } = await tenantIn(777n);
        const closed = new Map<Month, object | undefined>();
        let metered = 0n;
        for (const arrivals of months) {
          for (const { late, hours, gpus } of arrivals) {
            const of = addMonths(month, -late);
            // What was used before this tenant's first month is a closed month's, too.
            await run(of, hours, { gpus });
            metered += BigInt(hours * gpus) * 777n;
          }
          const justClosed = await closeMonth();
          for (const [past, was] of closed) expect(await statement(past)).toEqual(was);
          closed.set(justClosed, await statement(justClosed));
        }
        const statements = [...closed.values()] as { chargedFen: bigint; month: Month; lines: { kind: string; usageMonth: Month }[] }[];
        const charged = statements.reduce((sum, one) => sum + (one?.chargedFen ?? 0n), 0n);
        expect(charged).toBe(metered);
        expect(await owed()).toBe(metered);
        for (const one of statements) {
          for (const { kind, usageMonth } of one?.lines ?? []) expect(kind).toBe(usageMonth === one.month ? 'usage' : 'correction');
        }
      }),
      { numRuns: 3 },
    );
  });
});

describe('the month under way', () => {
  test('is foretold to a tenant from its own use, and to the centre for whom it asks', async () => {
    const [tenant, other] = [await tenantIn(), await tenantIn()];
    await tenant.run(month, 10);
    world.clock.advance({ days: 4 });
    const own = await reading.forecast(now(tenant.founder), null);
    expect(own).toMatchObject({ month, soFarFen: 10_000n });
    // A single day of use in the last fourteen: a pace of a fourteenth, and a wide band.
    expect(own.expectedFen).toBeGreaterThan(own.soFarFen);
    expect([own.lowFen >= own.soFarFen, own.highFen > own.expectedFen]).toEqual([true, true]);
    expect(await reading.forecast(now(proposer), tenant.organisationId)).toEqual(own);
    expect(await reading.forecast(now(other.founder), tenant.organisationId)).toMatchObject({ soFarFen: 0n, expectedFen: 0n, highFen: 0n });
  });
});
