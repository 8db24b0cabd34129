import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterConnectionService } from '../cluster/cluster-connection.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { GrantService } from '../grant/grant.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { recordedApi, type Exchange } from '../testing/recorded-api';
import type { EnforcedGrant } from './desired-state';
import { EnforcementReadService } from './enforcement-read.service';
import { EnforcementService } from './enforcement.service';
import { enforcedGrants } from './enforcement.queries';
import { kueueManifests, pathOf } from './kueue-manifests';

/** What needs no real cluster: when it happens, what is kept of it, who may see it. On Slurm: real-slurm.spec.ts. */
let world: ComputeWorld;
beforeAll(async () => {
  world = await computeWorld();
  process.env['WUTONG_SECRET_KUBE_TOKEN'] = 't';
});
afterAll(() => world.close());

const get = (path: string, answer: unknown, status = 200): Exchange => ({ method: 'GET', path, answer, status });
const NONE = { message: 'not found' };

async function grantOf(cluster: string): Promise<EnforcedGrant> {
  const [grant] = await world.db.read(world.system(), (tx) => enforcedGrants(tx, cluster, world.clock.now()));
  if (!grant) throw new Error(`${cluster} has no grant`);
  return grant;
}

/** A look at a grant's four objects that finds them as they are to be, or none. */
const looks = (grant: EnforcedGrant, isThere: boolean): Exchange[] =>
  kueueManifests(grant, null, world.clock.now()).map((object) => get(pathOf(object), isThere ? object : NONE, isThere ? 200 : 404));
const writes = (grant: EnforcedGrant): Exchange[] =>
  kueueManifests(grant, null, world.clock.now()).flatMap((object) => [
    { method: 'PATCH', path: `${pathOf(object)}?fieldManager=wutong`, body: object, answer: object }, get(pathOf(object), object),
  ]);

async function connected(request: () => Promise<ComputeRequest>, cluster: string) {
  await world.get(ClusterConnectionService).save(world.operator, {
    cluster, kind: 'kueue', url: 'http://127.0.0.1:9', secret: 'kube-token', signsTokens: false, enforces: true, takesAll: false,
  });
  const made = await request();
  const use = (url: string) => world.asOwner(`update cluster_connection set url = $2 where cluster = $1`, [cluster, url]);
  return { made, use };
}

test('a grant that starts is written to its cluster and read back; what was done is kept, for its tenant and nobody else’s', async () => {
  const { cluster, gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  const { made, use } = await connected(() => world.active(founder, gpuClass, { gpus: 4 }), cluster);
  const grant = await grantOf(cluster);
  const api = await recordedApi([...looks(grant, false), ...writes(grant), ...looks(grant, true)]);
  await use(api.url);
  await world.drain();
  await api.close();
  const reading = world.get(EnforcementReadService);
  expect(await reading.ofGrant(founder, made.id)).toMatchObject({ cluster, isOpen: true, gpus: 4, limitMinutes: null });
  const done = await reading.operationsOfGrant(founder, made.id);
  expect(done.map(({ subject, isDone, madeByName }) => [subject?.split('/')[0], isDone, madeByName])).toEqual(
    expect.arrayContaining([['ResourceFlavor', true, 'system'], ['Namespace', true, 'system'], ['ClusterQueue', true, 'system'], ['LocalQueue', true, 'system']]) as unknown,
  );
  for (const other of [await world.founder(), world.supplier, { ...world.lead, actor: { ...world.lead.actor, conflicts: [made.organisationId] } }]) {
    expect(await reading.ofGrant(other, made.id)).toBeNull();
    expect(await reading.operationsOfGrant(other, made.id)).toEqual([]);
    expect(await reading.standing(other, cluster)).toEqual([]);
    expect(await reading.operationsOfCluster(other, cluster)).toEqual([]);
  }
});

test('a cluster that does not answer is tried again, and the failure is told; a revoked grant is drained when it is back', async () => {
  const { cluster, gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass);
  const { made, use } = await connected(() => world.active(founder, gpuClass, { gpus: 4 }), cluster);
  await world.drain({ keepFailures: true });
  const { connection } = await world.get(ClusterConnectionService).get(world.operator, cluster);
  expect(connection).toMatchObject({ enforceError: { code: 'CLUSTER_UNREACHABLE' }, enforcedAt: null });
  const before = await grantOf(cluster);
  const first = await recordedApi([...looks(before, false), ...writes(before), ...looks(before, true)]);
  await use(first.url);
  await world.drain({ delayed: true });
  await first.close();
  expect((await world.get(ClusterConnectionService).get(world.operator, cluster)).connection).toMatchObject({ enforceError: null, differences: 0 });

  await world.get(GrantService).revoke(world.operator, { ...seen(made), reason: 'The terms were broken' });
  const after = await grantOf(cluster);
  const [, , was] = kueueManifests(before, null, world.clock.now());
  const objects = kueueManifests(after, null, world.clock.now());
  const queue = objects[2];
  if (!queue || !was) throw new Error('no queue');
  expect(queue).toMatchObject({ spec: { stopPolicy: 'HoldAndDrain' } });
  const look = objects.map((object) => get(pathOf(object), object.kind === 'ClusterQueue' ? was : object));
  const write: Exchange[] = [{ method: 'PATCH', path: `${pathOf(queue)}?fieldManager=wutong`, body: queue, answer: queue }, get(pathOf(queue), queue)];
  const second = await recordedApi([...look, ...write, ...objects.map((object) => get(pathOf(object), object))]);
  await use(second.url);
  await world.drain();
  await second.close();
  expect(await world.get(EnforcementReadService).ofGrant(founder, made.id)).toMatchObject({ isOpen: false });
});

test('what is connected for reading only is never written, and two runs do not meet', async () => {
  const { cluster } = await world.pool(8);
  await world.get(ClusterConnectionService).save(world.operator, {
    cluster, kind: 'slurm_cli', signsTokens: false, enforces: false, takesAll: false,
  });
  await expect(world.get(EnforcementService).enforce(world.operator, cluster)).rejects.toMatchObject({ code: 'CLUSTER_CANNOT' });
  await world.asOwner(`update cluster_connection set enforces = true, enforcing_until = $2 where cluster = $1`, [cluster, world.at(1)]);
  await expect(world.get(EnforcementService).enforce(world.operator, cluster)).rejects.toMatchObject({ code: 'CLUSTER_BUSY' });
});
