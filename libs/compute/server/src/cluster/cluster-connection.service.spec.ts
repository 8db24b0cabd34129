import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { ClusterUserService } from '../enforcement/cluster-user.service';
import { EnforcementService } from '../enforcement/enforcement.service';
import { ParkedUsageService } from '../usage/parked-usage.service';
import { UsageReadService } from '../usage/usage-read.service';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { recordedApi, type Exchange } from '../testing/recorded-api';
import { ClusterConnectionService, type ClusterConnectionInput } from './cluster-connection.service';
import { UsagePullService } from './usage-pull.service';

let world: ComputeWorld;
let service: ClusterConnectionService;
/** Somebody of the centre with a conflict of interest in the supplier. */
let conflicted: Ctx;

beforeAll(async () => {
  world = await computeWorld();
  service = world.get(ClusterConnectionService);
  conflicted = { ...world.operator, actor: { ...world.operator.actor, conflicts: [world.supplierId] } };
  process.env['WUTONG_SECRET_SPEC_TOKEN'] = 'very-secret-token';
});
afterAll(() => world.close());

const rest = (cluster: string, change: Partial<ClusterConnectionInput> = {}): ClusterConnectionInput => ({
  cluster, kind: 'slurm_rest', url: 'http://127.0.0.1:9', userName: 'wutong', secret: 'spec-token', signsTokens: false, enforces: false, takesAll: false, ...change,
});
const jobsOf = (cluster: string, account: string, gpuClass: string, state = 'COMPLETED') => ({
  jobs: [
    {
      job_id: 7, account, user: 'lin', cluster, state: { current: state },
      time: { submission: 1795392000, start: 1795392000, end: state === 'RUNNING' ? 0 : 1795395600, elapsed: state === 'RUNNING' ? 1800 : 3600 },
      tres: { allocated: [{ type: 'gres', name: 'gpu', count: 2 }, { type: 'gres', name: `gpu:${gpuClass}`, count: 2 }] }, allocation_nodes: 1, exit_code: { return_code: 0 },
    },
  ],
  errors: [],
});

describe('connecting', () => {
  test('an operator connects a cluster that a pool names; the audit knows, and the secret’s value is nowhere', async () => {
    const { cluster } = await world.pool(8);
    expect((await service.get(world.operator, cluster)).connection).toBeNull();
    const { connection } = await service.save(world.operator, rest(cluster));
    expect(connection).toMatchObject({ kind: 'slurm_rest', secret: 'spec-token', version: 1, pulledUntil: world.clock.now(), connectedByName: world.operator.actor.name });
    const written = await world.asOwner<{ text: string }>(
      `select (select string_agg(c::text, '') from cluster_connection c) || (select string_agg(a::text, '') from audit_entry a) as text`,
    );
    expect(written[0]?.text).toContain(cluster);
    expect(written[0]?.text).not.toContain('very-secret-token');
  });

  test.each<[string, Partial<ClusterConnectionInput>, string]>([
    ['without an address', { url: null }, 'url'],
    ['with a file as address', { url: 'file:///etc/passwd' }, 'url'],
    ['without a secret', { secret: null }, 'secret'],
    ['with a path as the secret’s name', { secret: '../../etc/shadow' }, 'secret'],
    ['with a path as slurm.conf’s name', { slurmConf: '/tmp/evil.conf' }, 'slurmConf'],
    ['with options as user name', { userName: '-u root' }, 'userName'],
    ['from tomorrow on', { pullFrom: new Date('2030-01-01') }, 'pullFrom'],
  ])('%s is refused, with the field’s name', async (_, change, field) => {
    const { cluster } = await world.pool(8);
    await expect(service.save(world.operator, rest(cluster, change))).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  });

  test('who saw an older connection is told, and a second one cannot be made', async () => {
    const { cluster } = await world.pool(8);
    await service.save(world.operator, rest(cluster));
    await expect(service.save(world.operator, rest(cluster))).rejects.toMatchObject({ code: 'STALE_VERSION' });
    expect((await service.save(world.operator, rest(cluster, { version: 1, enforces: true }))).connection).toMatchObject({ version: 2, enforces: true });
    await expect(service.remove(world.operator, { cluster, version: 1 })).rejects.toMatchObject({ code: 'STALE_VERSION' });
    expect((await service.remove(world.operator, { cluster, version: 2 })).connection).toBeNull();
  });

  test('for whoever has a conflict of interest in the supplier, and for other organisations, it is not there', async () => {
    const { cluster, id } = await world.pool(8);
    await service.save(world.operator, rest(cluster));
    const founder = await world.founder();
    for (const other of [conflicted, founder, world.supplier]) {
      expect((await service.list(other)).find((row) => row.cluster === cluster)?.connection ?? null).toBeNull();
      await expect(world.get(UsagePullService).pull(other, cluster)).rejects.toMatchObject({ code: 'CLUSTER_NOT_CONNECTED' });
      await expect(world.get(EnforcementService).compare(other, cluster)).rejects.toMatchObject({ code: 'CLUSTER_NOT_CONNECTED' });
      await expect(world.get(EnforcementService).enforce(other, cluster)).rejects.toMatchObject({ code: 'CLUSTER_NOT_CONNECTED' });
    }
    expect(await service.canOpen(conflicted, [id])).toEqual([]);
    await expect(service.get(conflicted, cluster)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(service.save(conflicted, rest(cluster, { version: 1 }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(service.check(conflicted, cluster)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a cluster that no pool names does not exist', async () => {
    await expect(service.save(world.operator, rest('nowhere'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a test of a connection says what is wrong and what to do', async () => {
    const { cluster } = await world.pool(8);
    await service.save(world.operator, rest(cluster));
    const { connection } = await service.check(world.operator, cluster);
    expect(connection).toMatchObject({ findings: [{ level: 'bad', code: 'CLUSTER_UNREACHABLE' }], checkedAt: world.clock.now() });
    await service.save(world.operator, rest(cluster, { version: 1, secret: 'not-on-the-host' }));
    expect((await service.check(world.operator, cluster)).connection?.findings).toMatchObject([{ level: 'bad', code: 'CLUSTER_SECRET_MISSING' }]);
  });
});

describe('pulling over slurmrestd', () => {
  const offer: Exchange = { method: 'GET', path: '/openapi/v3', answer: { paths: { '/slurmdb/v0.0.42/jobs/': {} } } };
  const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
  const jobs = (cluster: string, from: Date, to: Date, answer: object): Exchange => ({
    method: 'GET', headers: { 'x-slurm-user-token': 'very-secret-token' }, answer,
    path: `/slurmdb/v0.0.42/jobs/?cluster=${cluster}&start_time=uts${seconds(from)}&end_time=uts${seconds(to)}&skip_steps=true&show_duplicates=true`,
  });
  const held = (...now: object[]): Exchange => ({ method: 'GET', path: '/slurm/v0.0.42/jobs/', answer: { jobs: now } });
  const hours = (count: number): Date => new Date(world.clock.now().getTime() + count * 3_600_000);

  test('goes on where it ended, takes a run once, and says what failed without losing anything', async () => {
    const pool = await world.pool(8);
    const { cluster, gpuClass } = pool;
    const start = world.clock.now();
    const pull = () => world.get(UsagePullService).pull(world.reopen(world.operator), cluster);
    const founder = await world.founder(gpuClass);
    const request = await world.active(founder, gpuClass, { gpus: 2 });
    const [grant] = await world.asOwner<{ account: string }>(`select account from compute_grant where id = $1`, [request.id]);
    const account = grant?.account ?? '';

    world.clock.set(new Date('2026-11-23T02:30:00Z'));
    const holds = { job_id: 7, job_state: ['RUNNING'], start_time: { set: true, number: seconds(start) }, nodes: 'gpu[01-02]', gres_detail: ['gpu:1(IDX:3)', 'gpu:1(IDX:0)'] };
    const first = await recordedApi([offer, jobs(cluster, start, hours(0), jobsOf(cluster, account, gpuClass, 'RUNNING')), held(holds)]);
    await service.save(world.reopen(world.operator), rest(cluster, { url: first.url, pullFrom: start }));
    expect(await pull()).toMatchObject({ added: 1, problems: 0 });
    await first.close();
    const placements = () => world.asOwner(`select job_id, host, gpus, gpu_indexes, until_at from slurm_placement where cluster = $1 order by host`, [cluster]);
    const placed = await placements();
    expect(placed).toEqual([
      { job_id: '7', host: 'gpu01', gpus: 1, gpu_indexes: [3], until_at: hours(0) }, { job_id: '7', host: 'gpu02', gpus: 1, gpu_indexes: [0], until_at: hours(0) },
    ]);

    world.clock.advance({ hours: 1 });
    const down = await recordedApi([jobs(cluster, hours(-7), hours(0), { jobs: [], errors: [{ error: 'Unable to connect to database' }] })]);
    await world.asOwner(`update cluster_connection set url = $2 where cluster = $1`, [cluster, down.url]);
    await expect(pull()).rejects.toMatchObject({ code: 'CLUSTER_REFUSED' });
    expect((await service.get(world.operator, cluster)).connection).toMatchObject({ failures: 1, pulledUntil: hours(-1), nextPullAt: hours(1 / 6) });
    await down.close();

    world.clock.advance({ hours: 1 });
    const answer = jobs(cluster, hours(-8), hours(0), jobsOf(cluster, account, gpuClass));
    const again = jobs(cluster, hours(-6), hours(0), jobsOf(cluster, account, gpuClass));
    // Accounting answers, the controller does not: what was used is taken all the same.
    const away = { ...held(), status: 500, answer: { errors: [{ error: 'Unable to contact slurm controller' }] } };
    const third = await recordedApi([answer, away, again, held()]);
    await world.asOwner(`update cluster_connection set url = $2 where cluster = $1`, [cluster, third.url]);
    expect(await pull()).toMatchObject({ added: 0, updated: 1 });
    const deliveries = async () => (await world.get(UsageReadService).imports(world.operator, { first: 100 })).nodes.filter(({ source }) => source.endsWith(cluster));
    const told = (await deliveries()).length;
    expect(await pull()).toMatchObject({ added: 0, updated: 0 });
    expect((await deliveries()).length).toBe(told);
    await third.close();
    expect(await placements()).toEqual(placed);
    const [used] = await world.asOwner<{ mh: bigint }>(`select used_mh as mh from compute_grant where id = $1`, [request.id]);
    expect(used?.mh).toBe(2000n);
    expect((await service.get(world.operator, cluster)).connection).toMatchObject({ failures: 0, pullError: null, apiVersion: 'v0.0.42' });
  });

  test('accounts of others on a shared cluster are not taken, unless all are asked for', async () => {
    const { cluster, gpuClass } = await world.pool(8);
    const start = new Date(world.clock.now().getTime() - 3_600_000);
    const foreign = jobsOf(cluster, 'physics', gpuClass);
    const parked = async () => (await world.get(ParkedUsageService).list(world.operator)).filter((row) => row.cluster === cluster).length;
    for (const [version, takesAll, expected] of [[null, false, 0], [1, true, 1]] as const) {
      const from = version === null ? start : hours(-6);
      const api = await recordedApi([offer, jobs(cluster, from, hours(0), foreign), held()]);
      await service.save(world.reopen(world.operator), rest(cluster, { version, url: api.url, takesAll, pullFrom: start }));
      await world.get(UsagePullService).pull(world.reopen(world.operator), cluster);
      await api.close();
      expect(await parked()).toBe(expected);
    }
  });

  test('the clock pulls who is due; operators are told once when it goes on failing', async () => {
    const { cluster } = await world.pool(8);
    await service.save(world.reopen(world.operator), rest(cluster, { pullFrom: hours(-1) }));
    for (let round = 0; round < 4; round += 1) {
      await world.get(UsagePullService).pullDue(world.system());
      await world.drain();
      const { connection } = await service.get(world.operator, cluster);
      expect(connection).toMatchObject({ failures: round + 1, pullError: { code: 'CLUSTER_UNREACHABLE' } });
      world.clock.advance({ hours: 1 });
    }
    expect((await service.get(world.operator, cluster)).connection).toMatchObject({ failures: 4, pullError: { code: 'CLUSTER_UNREACHABLE' } });
    const told = await world.asOwner(
      `select 1 from notification where topic = 'cluster.pull-failing' and params->>'cluster' = $1 and user_id = $2`, [cluster, world.operator.actor.userId],
    );
    expect(told).toHaveLength(1);
  });

  test('two pulls of a cluster do not run at once', async () => {
    const { cluster } = await world.pool(8);
    await service.save(world.reopen(world.operator), rest(cluster));
    await world.asOwner(`update cluster_connection set pulling_until = $2 where cluster = $1`, [cluster, hours(1)]);
    await expect(world.get(UsagePullService).pull(world.reopen(world.operator), cluster)).rejects.toMatchObject({ code: 'CLUSTER_BUSY' });
  });
});

describe('what people are called on a cluster', () => {
  test('the operator says; one name belongs to one company there', async () => {
    const { gpuClass } = await world.pool(16);
    const names = world.get(ClusterUserService);
    const [one, other] = [await world.founder(gpuClass), await world.founder(gpuClass)];
    const [first, second] = [await world.active(world.reopen(one), gpuClass, { gpus: 2 }), await world.active(world.reopen(other), gpuClass, { gpus: 2 })];
    const named = (request: { id: string }, user: Ctx, clusterUserName: string | null) => ({ requestId: request.id, userId: user.actor.userId ?? '', clusterUserName });
    expect(await names.setName(world.operator, named(first, one, 'lin'))).toMatchObject({ clusterUserName: 'lin' });
    await expect(names.setName(world.operator, named(second, other, 'lin'))).rejects.toMatchObject({ code: 'CLUSTER_USER_TAKEN' });
    for (const bad of ['root', 'Lin', '-rf', 'a b', '9lives', 'x'.repeat(32)]) {
      await expect(names.setName(world.operator, named(first, one, bad))).rejects.toMatchObject({ field: 'clusterUserName' });
    }
    await expect(names.setName(world.operator, named(first, other, 'chen'))).rejects.toMatchObject({ code: 'NOT_A_USER' });
    const inOther: Ctx = { ...world.operator, actor: { ...world.operator.actor, conflicts: [first.organisationId] } };
    await expect(names.setName(inOther, named(first, one, 'chen'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await names.setName(world.operator, named(first, one, null))).toMatchObject({ clusterUserName: null });
  });
});
