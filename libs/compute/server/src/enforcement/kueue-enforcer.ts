import { ClusterError } from '../cluster/cluster-error';
import type { KubeApi, KubeObject } from '../cluster/kube-api';
import { isOpen, type EnforcedGrant } from './desired-state';
import type { Operation } from './account-record';
import type { Enforcer, Plan, Standing } from './enforcer';
import { kueueManifests, lenderManifest, pathOf, says } from './kueue-manifests';

/** Grants on a Kubernetes cluster: each is a namespace with a queue of Kueue, written by server-side apply. */
export class KueueEnforcer implements Enforcer {
  constructor(
    private readonly api: KubeApi,
    private readonly cohort: string | null,
  ) {}

  async plan(grants: readonly EnforcedGrant[], now: Date): Promise<Plan> {
    const operations: Operation[] = [];
    const standing: Standing[] = [];
    const planned = new Set<string>();
    for (const grant of grants) {
      const objects = kueueManifests(grant, this.cohort, now);
      const actual: (Record<string, unknown> | null)[] = [];
      for (const object of objects) actual.push(await this.api.get(pathOf(object)));
      const queue = actual[objects.findIndex(({ kind }) => kind === 'ClusterQueue')];
      if (queue) standing.push({ grant, isOpen: isOpen(grant), limitMinutes: null, countedMinutes: null, offsetMinutes: 0n, users: [] });
      // What has ended before it ever was there stays away.
      if (!queue && !isOpen(grant)) continue;
      for (const [i, object] of objects.entries()) {
        const path = pathOf(object);
        const before = actual[i] ?? null;
        if ((before && says(before, object)) || planned.has(path)) continue;
        planned.add(path);
        operations.push({
          kind: 'applyObject', account: grant.account, subject: `${object.kind}/${object.metadata.name}`,
          before: before && { spec: before['spec'] ?? {} }, after: object,
        });
      }
    }
    if (this.cohort) {
      for (const gpuClass of new Set(grants.map((grant) => grant.gpuClass))) {
        const lender = await this.lender(gpuClass, grants, this.cohort);
        if (lender) operations.push(lender);
      }
    }
    return { grants, operations, strangers: [], standing };
  }

  /** What has to be done about the queue of a class's loans; it comes into being with the first of them. */
  private async lender(gpuClass: string, grants: readonly EnforcedGrant[], cohort: string): Promise<Operation | null> {
    const object = lenderManifest(gpuClass, grants, cohort);
    const before = await this.api.get(pathOf(object));
    const lendsNow = grants.some((grant) => grant.gpuClass === gpuClass && grant.onLoan > 0);
    if (before ? says(before, object) : !lendsNow) return null;
    const { name } = object.metadata;
    return { kind: 'applyObject', account: name, subject: `${object.kind}/${name}`, before: before && { spec: before['spec'] ?? {} }, after: object };
  }

  async make({ after, subject }: Operation): Promise<void> {
    const object = after as KubeObject;
    await this.api.apply(pathOf(object), object);
    if (says(await this.api.get(pathOf(object)), object)) return;
    throw new ClusterError(
      'CLUSTER_NOT_TAKEN', `Kubernetes accepted ${subject ?? ''}, but reading it back shows something else. A webhook may have changed it.`,
      `Kubernetes 接受了 ${subject ?? ''}，但回读内容不一致，可能被 webhook 修改。`,
    );
  }

  describe({ after }: Operation): string {
    return JSON.stringify(after);
  }
}
