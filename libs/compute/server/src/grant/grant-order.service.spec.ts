import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ComputeDashboardService } from '../dashboard/compute-dashboard.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { GrantOrderService } from './grant-order.service';

const DAY = 86_400_000;
let world: ComputeWorld;

beforeAll(async () => {
  world = await computeWorld();
});
afterAll(() => world.close());

test('a founder puts a grant first, and jobs under the company’s own account use its hours; only one of a class is first', async () => {
  const pool = await world.pool(64);
  const founder = await world.founder(pool.gpuClass);
  const now = world.clock.now();
  const ends = (days: number): Date => new Date(now.getTime() + days * DAY);
  const soon = await world.active(founder, pool.gpuClass, { gpus: 2, endsAt: ends(5) });
  const late = await world.active(founder, pool.gpuClass, { gpus: 2, endsAt: ends(9) });
  const [{ cluster } = { cluster: '' }] = await world.asOwner<{ cluster: string }>(`select cluster from compute_pool where id = $1`, [pool.id]);
  const account = `own-${pool.gpuClass}`;
  await world.asOwner(
    `insert into usage_account (cluster, account, organisation_id, grant_id, set_by_name, set_at) values ($1, $2, $3, null, 'test', now())`, [cluster, account, founder.actor.organisationId],
  );
  const order = world.get(GrantOrderService);
  const put = (requestId: string, paysFirst = true) => order.setPaysFirst(founder, { requestId, paysFirst });
  const first = async (): Promise<string[]> =>
    (await world.asOwner<{ id: string }>(`select id from compute_grant where organisation_id = $1 and pays_first`, [founder.actor.organisationId])).map(({ id }) => id);
  const payerOf = async (job: number): Promise<string | undefined> => {
    const [from, to] = [2, 1].map((hours) => new Date(world.clock.now().getTime() - hours * 3_600_000).toISOString().slice(0, 19));
    const text = `JobIDRaw|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Start|End\n${job}|${cluster}|${account}|u|COMPLETED|gres/gpu:${pool.gpuClass}=1,gres/gpu=1|3600|${from}|${to}\n`;
    const report = await world.get(UsageIngestService).importSacct(world.reopen(world.operator), text, { source: 'test' });
    expect(report).toMatchObject({ added: 1, problems: [] });
    const [row] = await world.asOwner<{ id: string }>(`select grant_id as id from usage_record where job_id = $1 and cluster = $2`, [String(job), cluster]);
    return row?.id;
  };
  world.clock.set(new Date(now.getTime() + 3 * 3_600_000));

  // What is said of the next job is what then happens.
  const next = async (who = founder): Promise<boolean[]> => world.get(ComputeDashboardService).payNext(world.reopen(who), [soon.id, late.id]);
  expect(await next()).toEqual([true, false]);
  expect(await payerOf(1)).toBe(soon.id);
  await put(late.id);
  await put(late.id);
  expect(await first()).toEqual([late.id]);
  expect(await next()).toEqual([false, true]);
  expect(await next(await world.founder())).toEqual([false, false]);
  expect(await payerOf(2)).toBe(late.id);
  await put(soon.id);
  expect(await first()).toEqual([soon.id]);
  await put(late.id, false);
  expect(await first()).toEqual([soon.id]);
  await put(soon.id, false);
  expect(await first()).toEqual([]);
  const timeline = async (grant: ComputeRequest): Promise<string[]> =>
    (await world.get(RequestReadService).timeline(founder, grant)).map(({ event }) => event).filter((event) => event.startsWith('put'));
  expect(await timeline(late)).toEqual(['putFirst', 'putInTurn']);
  expect(await timeline(soon)).toEqual(['putFirst', 'putInTurn']);
  const told = await world.asOwner(`select from audit_entry where action like 'compute_request.put%' and subject_id in ($1, $2)`, [soon.id, late.id]);
  expect(told).toHaveLength(4);
});

test('nobody orders the grants of another company, or one that is not in use', async () => {
  const { gpuClass } = await world.pool(16);
  const [founder, other] = [await world.founder(gpuClass), await world.founder(gpuClass)];
  const grant = await world.active(founder, gpuClass, { gpus: 2 });
  const order = world.get(GrantOrderService);
  await expect(order.setPaysFirst(other, { requestId: grant.id, paysFirst: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const draft = await world.draft(founder, gpuClass);
  await expect(order.setPaysFirst(founder, { requestId: draft.id, paysFirst: true })).rejects.toMatchObject({ code: 'NOT_NOW' });
});
