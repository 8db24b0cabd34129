import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KubeApi, type KubeObject } from '../cluster/kube-api';
import { recordedApi, type Exchange } from '../testing/recorded-api';
import type { EnforcedGrant } from './desired-state';
import { KueueEnforcer } from './kueue-enforcer';
import { kueueManifests, lenderManifest, pacedGpus, says } from './kueue-manifests';

const NOW = new Date('2026-11-23T00:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);
const grant = (change: Partial<EnforcedGrant> = {}): EnforcedGrant => ({
  grantId: '3b7c0c0e-1111-4000-8000-000000000001', organisationId: '3b7c0c0e-1111-4000-8000-000000000002', account: 'wt-acme', gpuClass: 'h800',
  gpus: 32, onLoan: 0, grantedMh: 1_600_000n, usedMh: 0n, endsAt: hours(100), state: 'active', closedAt: null, isInGoodStanding: true, users: [],
  offsetMinutes: null, ...change,
});
const queueOf = (one: EnforcedGrant, cohort: string | null = 'incubator') => kueueManifests(one, cohort, NOW)[2];

describe('hours as a quota of Kueue', () => {
  test.each<[string, Partial<EnforcedGrant>, number]>([
    ['1,600 hours over 100 hours are 16 GPUs', {}, 16],
    ['half of them used: 8', { usedMh: 800_000n }, 8],
    ['a little too many for whole GPUs is rounded up', { usedMh: 1n }, 16],
    ['never more than were granted', { endsAt: hours(10) }, 32],
    ['none when nothing is left', { usedMh: 1_600_000n }, 0],
    ['none after the end', { endsAt: hours(-1) }, 0],
  ])('%s', (_, change, expected) => {
    expect(pacedGpus(grant(change), NOW)).toBe(expected);
  });

  test('kept to hour by hour, the quota spends everything that the GPUs can spend, and no more than an hour of rounding beyond', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 7n), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 64 }), (grantedMh, window, gpus) => {
        let used = 0n;
        for (let hour = 0; hour < window; hour += 1) {
          used += BigInt(pacedGpus({ grantedMh, usedMh: used, gpus, endsAt: hours(window) }, hours(hour))) * 1000n;
        }
        const possible = BigInt(window) * BigInt(gpus) * 1000n;
        const wanted = grantedMh < possible ? grantedMh : possible;
        expect(used).toBeGreaterThanOrEqual(wanted);
        expect(used).toBeLessThan(wanted + BigInt(gpus) * 1000n);
      }),
    );
  });
});

describe('manifests', () => {
  test('of a running grant, as Kueue v1beta2 takes them', () => {
    expect(queueOf(grant())).toEqual({
      apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue',
      metadata: { name: 'wt-acme', labels: { 'app.kubernetes.io/managed-by': 'wutong' } },
      spec: {
        cohortName: 'incubator', namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'wt-acme' } },
        resourceGroups: [
          {
            coveredResources: ['nvidia.com/gpu'],
            flavors: [{ name: 'h800', resources: [{ name: 'nvidia.com/gpu', nominalQuota: '16', borrowingLimit: '16' }] }],
          },
        ],
        preemption: { reclaimWithinCohort: 'Any', withinClusterQueue: 'LowerPriority' }, stopPolicy: 'None',
      },
    });
  });

  test.each<[string, Partial<EnforcedGrant>, string]>([
    ['running', {}, 'None'], ['spent', { usedMh: 1_600_000n }, 'Hold'], ['suspended', { isInGoodStanding: false }, 'Hold'],
    ['revoked', { state: 'revoked', closedAt: NOW }, 'HoldAndDrain'], ['expired', { state: 'expired', closedAt: NOW }, 'HoldAndDrain'],
  ])('%s', (_, change, stopPolicy) => {
    expect(queueOf(grant(change))).toMatchObject({ spec: { stopPolicy } });
  });

  test('without a cohort nothing is borrowed', () => {
    expect(JSON.stringify(queueOf(grant(), null))).not.toMatch(/cohortName|borrowingLimit/);
  });

  const quotaOf = (object: KubeObject | undefined) =>
    (object?.spec as { resourceGroups: [{ flavors: [{ resources: [object] }] }] }).resourceGroups[0].flavors[0].resources[0];

  test.each<[string, Partial<EnforcedGrant>, string | null, object]>([
    ['are borrowed, never guaranteed', { grantedMh: 3_200_000n, onLoan: 12 }, 'incubator', { nominalQuota: '20', borrowingLimit: '12' }],
    ['are borrowed beside what its pace leaves', { onLoan: 12 }, 'incubator', { nominalQuota: '16', borrowingLimit: '16' }],
    ['are its own where nothing can be borrowed', { grantedMh: 3_200_000n, onLoan: 12 }, null, { nominalQuota: '32' }],
    ['are gone when its hours are spent', { usedMh: 1_600_000n, onLoan: 12 }, 'incubator', { nominalQuota: '0', borrowingLimit: '0' }],
  ])('GPUs on loan to a grant %s', (_, change, cohort, quota) => {
    expect(quotaOf(queueOf(grant(change), cohort))).toEqual({ name: 'nvidia.com/gpu', ...quota });
  });

  test('all loans of a class to running grants are lent by one queue, where nothing itself is admitted', () => {
    const grants = [
      grant({ onLoan: 4 }), grant({ account: 'wt-b', onLoan: 8 }), grant({ account: 'wt-c', gpuClass: 'l40s', onLoan: 2 }),
      grant({ account: 'wt-d', onLoan: 16, usedMh: 1_600_000n }), grant({ account: 'wt-e', onLoan: 16, isInGoodStanding: false }),
    ];
    const lender = lenderManifest('h800', grants, 'incubator');
    expect(lender).toMatchObject({ apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue', metadata: { name: 'wt-lent-h800' }, spec: { cohortName: 'incubator', stopPolicy: 'None' } });
    expect(quotaOf(lender)).toEqual({ name: 'nvidia.com/gpu', nominalQuota: '12', lendingLimit: '12', borrowingLimit: '0' });
    expect(lender.spec).not.toHaveProperty('namespaceSelector');
  });

  test('no grant is promised more than it has, and a loan to each can be had when the others use their own', () => {
    const one = fc.record({ own: fc.integer({ min: 1, max: 64 }), onLoan: fc.nat(64), hours: fc.integer({ min: 1, max: 10_000 }) });
    fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), (all) => {
      const grants = all.map(({ own, onLoan, hours: left }) => grant({ gpus: own + onLoan, onLoan, grantedMh: BigInt(left) * 1000n }));
      const quotas = grants.map((each) => quotaOf(queueOf(each)) as Record<'nominalQuota' | 'borrowingLimit', string>);
      const { nominalQuota: lent } = quotaOf(lenderManifest('h800', grants, 'incubator')) as { nominalQuota: string };
      quotas.forEach(({ nominalQuota, borrowingLimit }, n) => {
        expect(Number(nominalQuota)).toBeLessThanOrEqual(all[n]!.own);
        expect(Number(nominalQuota) + Number(borrowingLimit)).toBe(grants[n]!.gpus);
      });
      const promised = quotas.reduce((sum, { nominalQuota }) => sum + Number(nominalQuota), Number(lent));
      expect(promised).toBeLessThanOrEqual(grants.reduce((sum, { gpus }) => sum + gpus, 0));
      expect(Number(lent)).toBe(all.reduce((sum, { onLoan }) => sum + onLoan, 0));
    }));
  });

  test('what the server adds is no difference, a changed number is', () => {
    const [queue] = [queueOf(grant())];
    expect(says({ ...queue, status: {}, spec: { ...queue?.spec, queueingStrategy: 'BestEffortFIFO' } }, queue)).toBe(true);
    expect(says(queueOf(grant({ usedMh: 800_000n })), queue)).toBe(false);
  });
});

/** No Kubernetes was at hand: the API’s answers are written after its documentation, and the requests are held to them. */
describe('against a recorded API server', () => {
  const base = '/apis/kueue.x-k8s.io/v1beta2';
  const paths = [`${base}/resourceflavors/h800`, '/api/v1/namespaces/wt-acme', `${base}/clusterqueues/wt-acme`, `${base}/namespaces/wt-acme/localqueues/wt-acme`];
  const lenderPath = `${base}/clusterqueues/wt-lent-h800`;
  const none = { kind: 'Status', status: 'Failure', message: 'not found', code: 404 };
  const get = (path: string, answer: unknown, status = 200): Exchange => ({ method: 'GET', path, headers: { authorization: 'Bearer t' }, answer, status });
  const put = (path: string, body: unknown, status = 200, query = ''): Exchange => ({
    method: 'PATCH', path: `${path}?fieldManager=wutong${query}`, headers: { 'content-type': 'application/apply-patch+yaml' }, body, status,
    answer: status === 409 ? { message: 'Apply failed with 1 conflict: conflict with "kubectl-edit": .spec.stopPolicy' } : body,
  });
  const against = async <T>(exchanges: Exchange[], work: (enforcer: KueueEnforcer) => Promise<T>): Promise<T> => {
    const api = await recordedApi(exchanges);
    try {
      return await work(new KueueEnforcer(new KubeApi({ url: api.url, token: () => Promise.resolve('t') }), 'incubator'));
    } finally {
      await api.close();
    }
  };

  test('a new grant gets its four objects, each read back', async () => {
    const objects = kueueManifests(grant(), 'incubator', NOW);
    const looked = paths.map((path) => get(path, none, 404));
    const written = objects.flatMap((object, i) => [put(paths[i] ?? '', object, 201), get(paths[i] ?? '', { ...object, status: {} })]);
    await against([...looked, get(lenderPath, none, 404), ...written], async (enforcer) => {
      const { operations } = await enforcer.plan([grant()], NOW);
      expect(operations.map(({ subject }) => subject)).toEqual(['ResourceFlavor/h800', 'Namespace/wt-acme', 'ClusterQueue/wt-acme', 'LocalQueue/wt-acme']);
      for (const operation of operations) await enforcer.make(operation);
    });
  });

  test('what stands is left alone, and a grant that ended before it ever was there stays away', async () => {
    const objects = kueueManifests(grant(), 'incubator', NOW);
    await against([...objects.map((object, i) => get(paths[i] ?? '', { ...object, status: {} })), get(lenderPath, none, 404)], async (enforcer) => {
      expect(await enforcer.plan([grant()], NOW)).toMatchObject({ operations: [], standing: [{ isOpen: true }] });
    });
    await against([...paths.map((path) => get(path, none, 404)), get(lenderPath, none, 404)], async (enforcer) => {
      expect(await enforcer.plan([grant({ state: 'revoked', closedAt: NOW })], NOW)).toMatchObject({ operations: [], standing: [] });
    });
  });

  test('the queue of loans comes with the first of them, and lends nothing when they are over', async () => {
    const lending = grant({ onLoan: 8 });
    const objects = kueueManifests(lending, 'incubator', NOW);
    const lender = lenderManifest('h800', [lending], 'incubator');
    await against([...objects.map((object, i) => get(paths[i] ?? '', object)), get(lenderPath, none, 404), put(lenderPath, lender, 201), get(lenderPath, lender)], async (enforcer) => {
      const { operations } = await enforcer.plan([lending], NOW);
      expect(operations).toMatchObject([{ account: 'wt-lent-h800', subject: 'ClusterQueue/wt-lent-h800', before: null }]);
      for (const operation of operations) await enforcer.make(operation);
    });
    const over = kueueManifests(grant(), 'incubator', NOW);
    await against([...over.map((object, i) => get(paths[i] ?? '', object)), get(lenderPath, lender)], async (enforcer) => {
      const { operations } = await enforcer.plan([grant()], NOW);
      expect(operations).toMatchObject([{ subject: 'ClusterQueue/wt-lent-h800', after: lenderManifest('h800', [grant()], 'incubator') }]);
    });
  });

  test('a field that somebody else took becomes ours again', async () => {
    const [, , queue] = kueueManifests(grant(), 'incubator', NOW);
    const path = paths[2] ?? '';
    await against([put(path, queue, 409), put(path, queue, 200, '&force=true'), get(path, queue)], (enforcer) =>
      enforcer.make({ kind: 'applyObject', account: 'wt-acme', subject: 'ClusterQueue/wt-acme', before: null, after: queue ?? null }));
  });

  test('a webhook that changes what was written is found', async () => {
    const [, , queue] = kueueManifests(grant(), 'incubator', NOW);
    const changed = { ...queue, spec: { ...queue?.spec, stopPolicy: 'Hold' } };
    await expect(
      against([put(paths[2] ?? '', queue), get(paths[2] ?? '', changed)], (enforcer) =>
        enforcer.make({ kind: 'applyObject', account: 'wt-acme', subject: 'ClusterQueue/wt-acme', before: null, after: queue ?? null })),
    ).rejects.toMatchObject({ code: 'CLUSTER_NOT_TAKEN' });
  });

  test('a service account without the right says which it needs', async () => {
    const forbidden = { message: 'clusterqueues.kueue.x-k8s.io is forbidden' };
    const api = await recordedApi([get('/version', forbidden, 403)]);
    await expect(new KubeApi({ url: api.url, token: () => Promise.resolve('t') }).get('/version')).rejects.toMatchObject({
      code: 'CLUSTER_UNAUTHORISED', message: expect.stringContaining('clusterqueues') as unknown,
    });
    await api.close();
  });
});
