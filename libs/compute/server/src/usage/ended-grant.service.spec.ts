import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ledger, Timers, type Ctx } from '@wutong/core-server';
import { computeAccounts } from '../entitlement/compute-accounts';
import { GrantService } from '../grant/grant.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from './usage-ingest.service';

let world: ComputeWorld;

beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

const at = (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: world.at(days) });

/** A company with a grant that ends after ten days, and what is seen of a job under its account that begins on some day. */
async function company() {
  const pool = await world.pool(32);
  const founder = await world.founder(pool.gpuClass);
  const reading = world.get(RequestReadService);
  const grant = (request: ComputeRequest) => reading.grant(founder, request);
  const ending = await world.active(founder, pool.gpuClass, { endsAt: world.at(10) });
  const { account } = (await grant(ending))!;
  const take = async (id: number, startsOn: number, hours: number, isRunning = false): Promise<string | null> => {
    const [start, end] = [0, hours].map((on) => new Date(world.at(startsOn).getTime() + on * 3_600_000).toISOString().slice(0, 19));
    const text = `JobIDRaw|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Start|End\n${id}|${pool.cluster}|${account}|u|${isRunning ? 'RUNNING' : 'COMPLETED'}|gres/gpu:${pool.gpuClass}=1,gres/gpu=1|${hours * 3600}|${start}|${isRunning ? 'Unknown' : end}\n`;
    const report = await world.get(UsageIngestService).importSacct(at(world.operator, 20), text, { source: 'sacct' });
    expect(report).toMatchObject({ parked: 0, problems: [] });
    const [row] = await world.asOwner<{ grant: string | null }>(`select grant_id as grant from usage_record where cluster = $1 and job_id = $2`, [pool.cluster, String(id)]);
    return row!.grant;
  };
  const overuse = () => world.db.read(founder, async (tx) => {
    const [owed] = await world.get(Ledger).balances(founder, tx, [computeAccounts(founder.actor.organisationId!, pool.gpuClass).overuse]);
    return -owed!.posted;
  });
  const told = async (): Promise<unknown[]> => {
    await world.drain();
    return world.asOwner(`select params from notification where user_id = $1 and topic = 'compute-usage.ungranted'`, [founder.actor.userId]);
  };
  return { pool, founder, ending, grant, take, overuse, told };
}

describe('a job under the account of a grant that has ended', () => {
  test('counts on that grant if it began before the end, as long as it goes on', async () => {
    const { founder, pool, ending, grant, take } = await company();
    await world.active(founder, pool.gpuClass, { endsAt: world.at(19) });
    expect(await take(1, 9.9, 1, true)).toBe(ending.id);
    await world.get(Timers).runDue(world.at(10.1));
    expect(await take(1, 9.9, 12)).toBe(ending.id);
    expect(await grant(ending)).toMatchObject({ usedMh: 12n * HOUR_MH });
  });

  test('counts on another running grant of the class if it began later', async () => {
    const { founder, pool, ending, grant, take, overuse, told } = await company();
    const other = await world.active(founder, pool.gpuClass, { endsAt: world.at(19) });
    expect(await take(1, 10.1, 3)).toBe(other.id);
    expect(await grant(other)).toMatchObject({ usedMh: 3n * HOUR_MH, heldMh: (await grant(other))!.grantedMh - 3n * HOUR_MH });
    expect(await grant(ending)).toMatchObject({ usedMh: 0n });
    expect(await overuse()).toBe(0n);
    expect(await told()).toEqual([]);
  });

  test('likewise after an early close', async () => {
    const { founder, pool, ending, take } = await company();
    const other = await world.active(founder, pool.gpuClass, { endsAt: world.at(19) });
    await world.get(GrantService).release(at(founder, 4), seen(ending));
    expect([await take(1, 3.9, 3), await take(2, 4.1, 3)]).toEqual([ending.id, other.id]);
  });

  test('is overuse where no grant of the class runs, and the company is told once', async () => {
    const { founder, pool, grant, ending, take, overuse, told } = await company();
    const stranger = await world.founder(pool.gpuClass);
    await world.active(stranger, pool.gpuClass, { gpus: 4, endsAt: world.at(19) });
    expect([await take(1, 11, 3), await take(2, 12, 2)]).toEqual([null, null]);
    expect(await overuse()).toBe(5n * HOUR_MH);
    expect(await grant(ending)).toMatchObject({ usedMh: 0n, overuseMh: 0n });
    expect(await told()).toEqual([{ params: { gpuClass: pool.gpuClass } }]);
    await world.drain();
    expect(await world.asOwner(`select from notification where user_id = $1 and topic = 'compute-usage.ungranted'`, [stranger.actor.userId])).toEqual([]);
    expect(await world.db.read(founder, (tx) => world.get(Ledger).discrepancies(world.lead, tx))).toEqual([]);
  });
});
