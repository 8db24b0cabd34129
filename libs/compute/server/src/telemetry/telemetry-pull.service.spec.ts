import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database, type Ctx } from '@wutong/core-server';
import { answering, prometheusMissing, startPrometheus, type History, type TestPrometheus } from '@wutong/core-testing';
import { notePlacements } from '../cluster/placement.queries';
import { GrantService } from '../grant/grant.service';
import { RequestReadService } from '../request/request-read.service';
import { SupplierService } from '../supplier/supplier.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { ParkedUsageService } from '../usage/parked-usage.service';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { WasteDetectionService } from '../waste/waste-detection.service';
import { WasteReadService } from '../waste/waste-read.service';
import { hoursToRead, TelemetryPullService } from './telemetry-pull.service';
import { TelemetryReadService } from './telemetry-read.service';
import { TelemetrySourceService } from './telemetry-source.service';

const HOUR = 3_600_000;
const missing = prometheusMissing();
const withPrometheus = missing ? describe.skip : describe;

let world: ComputeWorld;
let sources: TelemetrySourceService;
let pulling: TelemetryPullService;
beforeAll(async () => {
  world = await computeWorld();
  [sources, pulling] = [world.get(TelemetrySourceService), world.get(TelemetryPullService)];
});
afterAll(() => world.close());

const hoursOn = (ctx: Ctx, hours: number): Ctx => ({ ...ctx, now: new Date(world.clock.now().getTime() + hours * HOUR) });
const source = (cluster: string, url: string, more = {}) =>
  sources.save(world.operator, { cluster, url, matchers: '', metersPods: false, isEnabled: true, ...more });
const rows = (cluster: string) =>
  world.asOwner<{ holder: string; tied: boolean }>(
    `select holder, gpu, sum(held_seconds)::int as held, sum(read_seconds)::int as read, sum(busy_seconds)::int as busy,
            sum(idle_seconds)::int as idle, max(xid) as xid, bool_and(organisation_id is not null) as tied
       from gpu_hour where cluster = $1 group by holder, gpu order by holder, gpu`, [cluster],
  );

/** Samples every 30 seconds from one hour to another after the clock's start. */
function every30s(from: number, to: number, value: (at: number) => number | string | null): [number, number | string][] {
  const t0 = world.clock.now().getTime() / 1000;
  const samples: [number, number | string][] = [];
  for (let at = from * 3600 + 15; at < to * 3600; at += 30) {
    const told = value(at / 3600);
    if (told !== null) samples.push([t0 + at, told]);
  }
  return samples;
}
const H800 = { device: 'nvidia0', modelName: 'NVIDIA H800', Hostname: 'n1' };
const gpu = (n: number) => ({ gpu: String(n), UUID: `GPU-${n}`, ...H800 });

withPrometheus(`a real Prometheus${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const running: TestPrometheus[] = [];
  const serve = async (history: History[]) => {
    const prometheus = await startPrometheus(history);
    running.push(prometheus);
    return prometheus.url;
  };
  afterAll(async () => {
    for (const prometheus of running) await prometheus.stop();
  });

  test('a Slurm job is tied to its tenant once its record has come; gaps, blanks and doubles count right; twice changes nothing', async () => {
    const pool = await world.pool(8);
    const founder = await world.founder(pool.gpuClass);
    const request = await world.active(founder, pool.gpuClass, { endsAt: world.at(10) });
    const { account } = (await world.get(RequestReadService).grant(founder, request))!;
    const job = (n: number) => ({ ...gpu(n), hpc_job: '77' });
    const url = await serve([
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: job(0), samples: every30s(1, 5, () => 90) },
      // Scraped twice.
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: { ...job(0), instance: 'second' }, samples: every30s(1, 5, () => 90) },
      // Held, and a burst at the beginning; the exporter is away from 3:00 to 3:30; blank from 4:30.
      {
        metric: 'DCGM_FI_DEV_GPU_UTIL', labels: job(1),
        samples: every30s(1, 5, (at) => (at < 1.25 ? 95 : at >= 3 && at < 3.5 ? null : at >= 4.5 ? '9223372036854775794' : 0)),
      },
      { metric: 'DCGM_FI_DEV_XID_ERRORS', labels: job(1), samples: every30s(1, 5, (at) => (at >= 3 && at < 3.5 ? null : at < 2 ? 31 : 0)) },
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: gpu(2), samples: every30s(1, 5, () => 0) },
    ]);
    await source(pool.cluster, url);
    await pulling.pull(hoursOn(world.system(), 6), pool.cluster);
    const expected = [
      { holder: '', gpu: 'GPU-2', held: 4 * 3600, idle: 4 * 3600, tied: false },
      { holder: '77', gpu: 'GPU-0', held: 4 * 3600, read: 4 * 3600, busy: 12_960, idle: 0, xid: null },
      { holder: '77', gpu: 'GPU-1', held: 3.5 * 3600, read: 3 * 3600, busy: 855, idle: 2.75 * 3600, xid: 31 },
    ];
    expect(await rows(pool.cluster)).toMatchObject(expected);
    const untied = await world.get(TelemetryReadService).untied(hoursOn(world.operator, 6));
    expect(untied.filter(({ cluster }) => cluster === pool.cluster)).toMatchObject([{ kind: 'job', holders: 1, heldMh: 7500n, example: '77' }]);

    const t = (h: number) => new Date(world.clock.now().getTime() + h * HOUR).toISOString().slice(0, 19);
    const sacct = `JobIDRaw|JobID|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Submit|Start|End|ExitCode
77|77|${pool.cluster}|${account}|li|COMPLETED|gres/gpu:${pool.gpuClass}=2|14400|${t(0)}|${t(1)}|${t(5)}|0:0\n`;
    await world.get(UsageIngestService).importSacct(hoursOn(world.operator, 6), sacct, { source: 'sacct' });
    await pulling.pull(hoursOn(world.system(), 6.5), pool.cluster);
    expect(await rows(pool.cluster)).toMatchObject([expected[0], { ...expected[1], tied: true }, { ...expected[2], tied: true }]);
    const before = await world.asOwner(`select * from gpu_day where pool_id = $1`, [pool.id]);
    expect(before).toMatchObject([{ organisation_id: founder.actor.organisationId, held_mh: 7500n, read_mh: 7000n, busy_mh: 3837n, idle_mh: 2750n }]);
    await pulling.pull(hoursOn(world.system(), 7), pool.cluster);
    expect(await world.asOwner(`select * from gpu_day where pool_id = $1`, [pool.id])).toEqual(before);

    const [points, jobs] = [await world.get(TelemetryReadService).points(hoursOn(founder, 7), request.id), await world.get(TelemetryReadService).jobs(hoursOn(founder, 7), request.id)];
    expect(points.map(({ heldMh }) => heldMh)).toEqual([2000n, 2000n, 1500n, 2000n]);
    expect(jobs).toMatchObject([{ holder: '77', gpus: 2, heldMh: 7500n, idleMh: 2750n, percent: 55, xid: 31 }]);
    const stranger = await world.founder();
    expect(await world.get(TelemetryReadService).points(hoursOn(stranger, 7), request.id)).toEqual([]);
    expect(await world.get(TelemetryReadService).jobs(hoursOn(stranger, 7), request.id)).toEqual([]);
  });

  test('a job that starts no process, where the exporter names no jobs, is found idle by Slurm’s record of its GPUs, also when that comes later', async () => {
    const pool = await world.pool(8);
    const founder = await world.founder(pool.gpuClass);
    const request = await world.active(founder, pool.gpuClass, { endsAt: world.at(10) });
    const { account } = (await world.get(RequestReadService).grant(founder, request))!;
    const url = await serve([0, 1, 2].map((n) => ({ metric: 'DCGM_FI_DEV_GPU_UTIL', labels: { ...gpu(n), device: `nvidia${n}` }, samples: every30s(1, 6, () => (n === 2 ? 80 : 0)) })));
    await source(pool.cluster, url);
    await pulling.pull(hoursOn(world.system(), 6), pool.cluster);
    expect(await rows(pool.cluster)).toMatchObject([0, 1, 2].map(() => ({ holder: '', held: 5 * 3600 - 300 })));

    const startAt = hoursOn(founder, 1).now;
    const runs = { jobId: '5', startAt, host: 'n1', gpus: 2, indexes: [0, 1] };
    const pulled = hoursOn(world.system(), 6.1);
    await world.get(Database).write(pulled, (tx) => tx.bySystem(pulled, () => notePlacements(pulled, tx, pool.cluster, [runs])));
    const t = (h: number) => new Date(world.clock.now().getTime() + h * HOUR).toISOString().slice(0, 19);
    const sacct = `JobIDRaw|JobID|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Submit|Start|End|ExitCode
5|5|${pool.cluster}|${account}|li|RUNNING|gres/gpu:${pool.gpuClass}=2|18360|${t(0)}|${t(1)}|Unknown|0:0\n`;
    await world.get(UsageIngestService).importSacct(hoursOn(world.operator, 6.1), sacct, { source: 'sacct' });
    await pulling.pull(hoursOn(world.system(), 6.1), pool.cluster);
    // Two hours and what began before them are read again; nobody's hours of those are the job's now.
    const now = await rows(pool.cluster);
    expect(now.filter(({ holder }) => holder === '5')).toMatchObject([{ gpu: 'GPU-0', held: 3 * 3600, tied: true }, { gpu: 'GPU-1', held: 3 * 3600, tied: true }]);
    expect(now.filter(({ holder }) => holder === '')).toMatchObject([{ gpu: 'GPU-0', held: 2 * 3600 }, { gpu: 'GPU-1', held: 2 * 3600 }, { gpu: 'GPU-2', held: 5 * 3600 }]);

    await world.get(SupplierService).setPrice(world.operator, {
      contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 10_000n, validFrom: world.at(-300),
    });
    await world.get(WasteDetectionService).detect(hoursOn(world.system(), 6.2));
    const { nodes } = await world.get(WasteReadService).findings(hoursOn(founder, 6.3), { first: 5, grantId: request.id, withClosed: false });
    expect(nodes).toMatchObject([{ kind: 'idle', jobs: 1, lostMh: 6000n, evidence: { jobs: [{ holder: '5', gpus: 2, toldBy: 'index' }] } }]);
  });

  test('pods are metered by what they hold, idle or not, a MIG instance by its sevenths; unknown namespaces wait and then count', async () => {
    const pool = await world.pool(8);
    const founder = await world.founder(pool.gpuClass);
    await world.active(founder, pool.gpuClass, { endsAt: world.at(10) });
    const pod = (n: number, name: string) => ({ ...gpu(n), pod: name, namespace: 'acme', container: 'main' });
    const mig = { ...pod(2, 'notebook'), GPU_I_ID: '7', GPU_I_PROFILE: '1g.10gb' };
    const url = await serve([
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: pod(0, 'train-0'), samples: every30s(1, 3, () => 0) },
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: pod(1, 'train-0'), samples: every30s(1, 3, () => 0) },
      { metric: 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', labels: mig, samples: every30s(1, 3, () => 0.5) },
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: { ...gpu(9), cluster: 'another', pod: 'x', namespace: 'acme' }, samples: every30s(1, 3, () => 50) },
    ]);
    await source(pool.cluster, url, { metersPods: true, matchers: 'cluster=""' });
    await pulling.pull(hoursOn(world.system(), 2.5), pool.cluster);
    const parked = async () => (await world.get(ParkedUsageService).list(world.operator)).filter(({ cluster }) => cluster === pool.cluster);
    expect(await parked()).toMatchObject([{ account: 'acme', runs: 2, gpuMh: 2143n }]);
    await world.get(ParkedUsageService).resolve(hoursOn(world.operator, 3), {
      cluster: pool.cluster, account: 'acme', organisationId: founder.actor.organisationId!,
    });
    await pulling.pull(hoursOn(world.system(), 4), pool.cluster);
    await pulling.pull(hoursOn(world.system(), 5), pool.cluster);
    const records = await world.asOwner(`select job_id, gpus, gpu_mh, state, grant_id is not null as granted from usage_record where cluster = $1 order by job_id`, [pool.cluster]);
    expect(records).toEqual([
      { job_id: 'acme/notebook', gpus: 1, gpu_mh: 286n, state: 'RUNNING', granted: true },
      { job_id: 'acme/train-0', gpus: 2, gpu_mh: 4000n, state: 'RUNNING', granted: true },
    ]);
    expect((await rows(pool.cluster)).every(({ tied }) => tied)).toBe(true);
    expect(await parked()).toEqual([]);
  });

  test('pods in the namespace of a grant that has ended count on another that runs', async () => {
    const pool = await world.pool(8);
    const founder = await world.founder(pool.gpuClass);
    const ended = await world.active(founder, pool.gpuClass, { gpus: 2, endsAt: world.at(10) });
    const other = await world.active(founder, pool.gpuClass, { gpus: 2, endsAt: world.at(10) });
    await world.get(GrantService).release(hoursOn(founder, 0.5), seen(ended));
    await world.asOwner(
      `insert into usage_account (cluster, account, organisation_id, grant_id, set_by_name, set_at) values ($1, 'acme', $2, $3, 'test', now())`,
      [pool.cluster, founder.actor.organisationId, ended.id],
    );
    const labels = { ...gpu(0), pod: 'train-0', namespace: 'acme', container: 'main' };
    const url = await serve([{ metric: 'DCGM_FI_DEV_GPU_UTIL', labels, samples: every30s(1, 3, () => 50) }]);
    await source(pool.cluster, url, { metersPods: true });
    await pulling.pull(hoursOn(world.system(), 4), pool.cluster);
    const grants = (table: string) => world.asOwner(`select distinct grant_id as grant from ${table} where ${table === 'gpu_hour' ? 'holder' : 'job_id'} = 'acme/train-0' and cluster = $1`, [pool.cluster]);
    expect([await grants('gpu_hour'), await grants('usage_record')]).toEqual([[{ grant: other.id }], [{ grant: other.id }]]);
  });

  test('time-sliced pods share their GPU, and labels that the scrape renamed are understood', async () => {
    const pool = await world.pool(8);
    const shared = (name: string, vgpu: string) => ({
      ...gpu(0), vgpu, pod: 'exporter-1', namespace: 'monitoring', exported_pod: name, exported_namespace: 'acme',
    });
    const url = await serve([
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: shared('a', '0'), samples: every30s(1, 2, () => 60) },
      { metric: 'DCGM_FI_DEV_GPU_UTIL', labels: shared('b', '1'), samples: every30s(1, 2, () => 60) },
    ]);
    await source(pool.cluster, url);
    await pulling.pull(hoursOn(world.system(), 3), pool.cluster);
    expect(await rows(pool.cluster)).toMatchObject([{ holder: 'acme/a', held: 1800 }, { holder: 'acme/b', held: 1800 }]);
  });
});

describe('a Prometheus in trouble is shown to the operator, and what was read stays', () => {
  test.each<[string, number, string, RegExp]>([
    ['refuses the query', 422, '{"status":"error","errorType":"execution","error":"query timed out"}', /query timed out/],
    ['answers 200 with an error', 200, '{"status":"error","errorType":"internal","error":"no space"}', /no space/],
    ['gives no JSON', 200, '<html>login</html>', /JSON.*login/],
    ['gives another shape', 200, '{"status":"success","data":{"resultType":"vector","result":[]}}', /another shape/],
    ['is down behind its proxy', 502, 'bad gateway', /HTTP 502/],
    ['wants another token', 403, '', /token/],
  ])('%s', async (_, status, body, told) => {
    const pool = await world.pool(8);
    const server = await answering(status, body);
    await source(pool.cluster, server.url);
    await pulling.pull(hoursOn(world.system(), 1), pool.cluster);
    await pulling.pull(hoursOn(world.system(), 2), pool.cluster);
    await server.stop();
    const found = (await sources.list(world.operator)).find(({ cluster }) => cluster === pool.cluster);
    expect(found).toMatchObject({ failures: 2, highWaterAt: null, succeededAt: null });
    expect(found?.lastError?.en).toMatch(told);
  });

  test('cannot be reached', async () => {
    const pool = await world.pool(8);
    const gone = await answering(200, '');
    await gone.stop();
    await source(pool.cluster, gone.url);
    await pulling.pull(hoursOn(world.system(), 1), pool.cluster);
    const found = (await sources.list(world.operator)).find(({ cluster }) => cluster === pool.cluster);
    expect(found?.lastError?.en).toMatch(/cannot be reached: ECONNREFUSED/);
  });

  test('the token comes from the environment, by the name that the source gives', async () => {
    const pool = await world.pool(8);
    const seen: (string | undefined)[] = [];
    const server = await answering(200, '{"status":"success","data":{"resultType":"matrix","result":[]}}', (token) => seen.push(token));
    await source(pool.cluster, server.url, { tokenEnv: 'WUTONG_SPEC_PROMETHEUS' });
    await pulling.pull(hoursOn(world.system(), 1), pool.cluster);
    const unset = (await sources.list(world.operator)).find(({ cluster }) => cluster === pool.cluster);
    expect(unset?.lastError?.en).toContain('WUTONG_SPEC_PROMETHEUS is not set');
    process.env['WUTONG_SPEC_PROMETHEUS'] = 'sesame';
    await pulling.pull(hoursOn(world.system(), 1), pool.cluster);
    delete process.env['WUTONG_SPEC_PROMETHEUS'];
    await server.stop();
    expect(new Set(seen)).toEqual(new Set(['Bearer sesame']));
    expect((await sources.list(world.operator)).find(({ cluster }) => cluster === pool.cluster)).toMatchObject({ failures: 0, lastError: null });
  });
});

describe('a source', () => {
  test.each<[string, object, string]>([
    ['no pool has its cluster', { cluster: 'nowhere' }, 'cluster'],
    ['its address is none', { url: 'prometheus:9090' }, 'url'],
    ['its address carries a password', { url: 'http://a:b@host:9090' }, 'url'],
    ['its matchers end the selector', { matchers: 'a="b"}) or vector(1' }, 'matchers'],
    ['the token stands in for its name', { tokenEnv: 'eyJhbGciOi' }, 'tokenEnv'],
  ])('is refused when %s', async (_, wrong, field) => {
    const pool = await world.pool(8);
    await expect(source(pool.cluster, 'http://localhost:9090', wrong)).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  });

  test('is not changed by somebody who saw an older one, and is nobody’s but the centre’s', async () => {
    const pool = await world.pool(8);
    await source(pool.cluster, 'http://localhost:9090');
    await expect(source(pool.cluster, 'http://localhost:9091')).rejects.toMatchObject({ code: 'STALE_VERSION' });
    expect(await source(pool.cluster, 'http://localhost:9091', { version: 1 })).toMatchObject({ version: 2 });
    expect(await sources.list(await world.founder())).toEqual([]);
    expect(await sources.list(world.supplier)).toEqual([]);
    await expect(sources.pullSoon(await world.founder(), pool.cluster)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the hours to read', () => {
  const now = new Date('2026-11-28T10:07:30Z');
  const told = (highWater: string | null) => hoursToRead(highWater === null ? null : new Date(highWater), now);
  test('overlap two hours and end at the last five minutes that are settled', () => {
    expect(told('2026-11-28T09:55:00Z')).toEqual([
      { from: new Date('2026-11-28T07:00:00Z'), to: new Date('2026-11-28T08:00:00Z') },
      { from: new Date('2026-11-28T08:00:00Z'), to: new Date('2026-11-28T09:00:00Z') },
      { from: new Date('2026-11-28T09:00:00Z'), to: new Date('2026-11-28T10:00:00Z') },
      { from: new Date('2026-11-28T10:00:00Z'), to: new Date('2026-11-28T10:05:00Z') },
    ]);
  });
  test('begin a day ago at first; after a long absence as far back as Prometheus remembers, in goes of two days', () => {
    expect(told(null)[0]?.from).toEqual(new Date('2026-11-27T10:00:00Z'));
    expect(told('2026-06-01T00:00:00Z')[0]?.from).toEqual(new Date('2026-11-14T10:00:00Z'));
    expect(told('2026-06-01T00:00:00Z')).toHaveLength(48);
  });
});
