import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { WasteReadService } from './waste-read.service';

const HOUR = 3_600_000;

let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

interface Job {
  readonly user?: string;
  readonly state?: string;
  readonly hours: number;
  readonly limit: string;
}

/** A tenant with a running grant of one GPU, and its jobs, one after the other, as sacct tells them. */
async function tenant() {
  const pool = await world.pool(8);
  const founder = await world.founder(pool.gpuClass);
  const request = await world.active(founder, pool.gpuClass, { gpus: 1, endsAt: world.at(80) });
  const { account } = (await world.get(RequestReadService).grant(founder, request))!;
  let [id, at] = [0, world.clock.now().getTime()];
  const later = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date(at) });
  const take = (...jobs: Job[]) => {
    const rows = jobs.map(({ user = 'li', state = 'COMPLETED', hours, limit }) => {
      const [start, end] = [at, at + hours * HOUR].map((time) => new Date(time).toISOString().slice(0, 19));
      at += hours * HOUR;
      return [++id, id, pool.cluster, account, user, state, `gres/gpu:${pool.gpuClass}=1`, hours * 3600, start, start, end, '0:0', limit].join('|');
    });
    const header = 'JobIDRaw|JobID|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Submit|Start|End|ExitCode|Timelimit';
    return world.get(UsageIngestService).importSacct(later(world.operator), [header, ...rows, ''].join('\n'), { source: 'sacct' });
  };
  const wait = (hours: number): void => void (at += hours * HOUR);
  const see = (ctx: Ctx = founder, organisationId: string | null = null) => world.get(WasteReadService).timeLimits(later(ctx), organisationId);
  return { founder, take, wait, see };
}
const times = (count: number, job: Job): Job[] => Array.from({ length: count }, () => job);

describe('requested against used time', () => {
  test('tells by person what was asked for, what was used, and what to ask for', async () => {
    const { take, see } = await tenant();
    await take(
      ...times(11, { hours: 2, limit: '1-00:00:00' }), { hours: 5, limit: '1-00:00:00' },
      // Neither of these says how much time a job needs.
      { hours: 1, limit: '1-00:00:00', state: 'FAILED' }, { hours: 1, limit: '1-00:00:00', state: 'CANCELLED by 7' }, { hours: 1, limit: 'UNLIMITED' },
      ...times(10, { user: 'wang', hours: 3, limit: '04:00:00' }),
      ...times(2, { user: 'zhou', hours: 3, limit: '04:00:00' }), ...times(3, { user: 'zhou', hours: 4, limit: '04:00:00', state: 'TIMEOUT' }),
    );
    expect(await see()).toMatchObject([
      {
        userName: 'li', jobs: 12, timeouts: 0, timeoutMh: 0n, askedSeconds: 86_400, usedSeconds: 7200, p95Seconds: 18_000, longestSeconds: 18_000,
        usedPercent: 8, p90Percent: 8, advice: 'shorter', advisedSeconds: 18_000,
      },
      { userName: 'zhou', jobs: 2, timeouts: 3, timeoutMh: 12_000n, advice: 'longer', advisedSeconds: null },
      { userName: 'wang', jobs: 10, usedPercent: 75, advice: null, advisedSeconds: null },
    ]);
  });

  test('is told of the last 30 days, and of jobs that still run only once they ended', async () => {
    const { take, wait, see } = await tenant();
    await take(...times(10, { hours: 1, limit: '10:00:00' }));
    expect(await see()).toMatchObject([{ jobs: 10 }]);
    await take({ hours: 0.5, limit: '10:00:00', state: 'RUNNING' });
    expect(await see()).toMatchObject([{ jobs: 10 }]);
    wait(30 * 24 - 5.5);
    expect(await see()).toMatchObject([{ jobs: 5, advice: null }]);
    wait(10);
    expect(await see()).toEqual([]);
  });

  test('of another organisation is not to be seen, nor asked for; the centre sees all but those of its conflicts', async () => {
    const { founder, take, see } = await tenant();
    await take(...times(10, { user: 'one-of-us', hours: 1, limit: '10:00:00' }));
    const own = founder.actor.organisationId!;
    const stranger = await world.founder();
    expect(await see(stranger)).toEqual([]);
    expect(await see(stranger, own)).toEqual([]);
    expect(await see(world.supplier, own)).toEqual([]);
    expect((await see(world.operator)).map(({ userName }) => userName)).toContain('one-of-us');
    expect(await see(world.operator, own)).toMatchObject([{ organisationId: own, userName: 'one-of-us' }]);
    const conflicted = { ...world.operator, actor: { ...world.operator.actor, conflicts: [own] } };
    expect(await see(conflicted, own)).toEqual([]);
  });
});
