import type { KubeObject } from '../cluster/kube-api';
import { PREFIX } from './account-record';
import { isOpen, type EnforcedGrant } from './desired-state';

const KUEUE = 'kueue.x-k8s.io/v1beta2';
const GPU = 'nvidia.com/gpu';
const LABELS = { 'app.kubernetes.io/managed-by': 'wutong' };

/**
 * The objects of one grant on a cluster with Kueue: its namespace, its queue there, the cluster's queue with its quota, and
 * the flavour of its GPU class (whose node labels are the cluster's affair). Kueue has no hours: what is left is spread
 * evenly over the time that is left, within the GPUs granted; in a cohort, unused GPUs of others may be borrowed up to
 * those, and what it has on loan is only ever borrowed (`lenderManifest`). Spent or suspended, nothing new is admitted (Hold); ended, what runs is stopped too (HoldAndDrain).
 */
export function kueueManifests(grant: EnforcedGrant, cohort: string | null, now: Date): KubeObject[] {
  const { account, gpuClass, gpus, onLoan } = grant;
  const stopPolicy = stopPolicyOf(grant);
  const paced = stopPolicy === 'None' ? pacedGpus(grant, now) : 0;
  const nominalQuota = cohort ? Math.min(paced, gpus - onLoan) : paced;
  const quota = {
    name: GPU, nominalQuota: String(nominalQuota),
    ...(cohort ? { borrowingLimit: String(stopPolicy === 'None' ? gpus - nominalQuota : 0) } : {}),
  };
  return [
    { apiVersion: KUEUE, kind: 'ResourceFlavor', metadata: { name: gpuClass, labels: LABELS } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: account, labels: LABELS } },
    {
      apiVersion: KUEUE, kind: 'ClusterQueue', metadata: { name: account, labels: LABELS },
      spec: {
        ...(cohort ? { cohortName: cohort } : {}),
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': account } },
        resourceGroups: [{ coveredResources: [GPU], flavors: [{ name: gpuClass, resources: [quota] }] }],
        preemption: { reclaimWithinCohort: 'Any', withinClusterQueue: 'LowerPriority' },
        stopPolicy,
      },
    },
    {
      apiVersion: KUEUE, kind: 'LocalQueue', metadata: { name: account, namespace: account, labels: LABELS },
      spec: { clusterQueue: account },
    },
  ];
}

/**
 * The queue from which a class's GPUs that are on loan are borrowed: its quota is what running grants have on loan, and all of
 * it may be lent. No LocalQueue leads to it and it selects no namespace, so nothing is admitted there itself. When a loan is over,
 * its quota and the borrower's limit fall together.
 */
export function lenderManifest(gpuClass: string, grants: readonly EnforcedGrant[], cohort: string): KubeObject {
  const borrowers = grants.filter((grant) => grant.gpuClass === gpuClass && stopPolicyOf(grant) === 'None');
  const lent = String(borrowers.reduce((sum, { onLoan }) => sum + onLoan, 0));
  return {
    apiVersion: KUEUE, kind: 'ClusterQueue', metadata: { name: `${PREFIX}lent-${gpuClass}`, labels: LABELS },
    spec: {
      cohortName: cohort,
      resourceGroups: [{ coveredResources: [GPU], flavors: [{ name: gpuClass, resources: [{ name: GPU, nominalQuota: lent, lendingLimit: lent, borrowingLimit: '0' }] }] }],
      stopPolicy: 'None',
    },
  };
}

/** GPUs that use up what is left of a grant by its end: hours left ÷ time left, rounded up, at most those granted. */
export function pacedGpus({ grantedMh, usedMh, gpus, endsAt }: Pick<EnforcedGrant, 'grantedMh' | 'usedMh' | 'gpus' | 'endsAt'>, now: Date): number {
  const left = grantedMh - usedMh;
  const ms = BigInt(Math.max(0, endsAt.getTime() - now.getTime()));
  if (left <= 0n || ms === 0n) return 0;
  const paced = (left * 3600n + ms - 1n) / ms;
  return paced < BigInt(gpus) ? Number(paced) : gpus;
}

function stopPolicyOf(grant: EnforcedGrant): 'None' | 'Hold' | 'HoldAndDrain' {
  if (grant.closedAt) return 'HoldAndDrain';
  return isOpen(grant) && grant.usedMh < grant.grantedMh ? 'None' : 'Hold';
}

/** Where the API server has an object. */
export function pathOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): string {
  const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return `${base}${namespace ? `/namespaces/${namespace}` : ''}/${kind.toLowerCase()}s/${name}`;
}

/** Whether an object as the server has it says everything that ours says; what it says beyond is others’. */
export function says(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(actual) && actual.length === wanted.length && wanted.every((item, i) => says(actual[i], item));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const has = actual as Record<string, unknown> | null | undefined;
    return typeof has === 'object' && has !== null && Object.entries(wanted).every(([name, value]) => says(has[name], value));
  }
  return String(actual) === String(wanted);
}
