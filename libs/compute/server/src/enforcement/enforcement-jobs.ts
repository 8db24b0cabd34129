import { Injectable, Logger } from '@nestjs/common';
import { Database, Job, Jobs, OnEvent, type Ctx, type EventMap, type Tx } from '@wutong/core-server';
import { ClusterError } from '../cluster/cluster-error';
import { CLUSTER_OF_GRANT, CLUSTERS_OF } from './enforcement.queries';
import { EnforcementService } from './enforcement.service';

declare module '@wutong/core-server' {
  interface JobMap {
    'cluster.enforce': { cluster: string };
    'cluster.compareAll': Record<string, never>;
  }
}

/** What happened to a request, after which its cluster has something else to hold to. */
const MATTERS = new Set(['start', 'decideChange', 'decideRenewal', 'expire', 'release', 'revoke', 'noShow', 'reclaim', 'setUsers', 'acceptTerms']);

/**
 * When clusters are made to hold to the grants: at once after a grant starts, changes or ends and after a tenant is
 * suspended or comes back. A cluster that does not answer is tried again for some hours; then the job is dead and staff
 * see it. Every quarter of an hour what clusters have is compared with what is granted: a difference that somebody made by
 * hand is shown and waits for a person; Kueue's quotas, which follow the time that is left, are written anew.
 */
@Injectable()
export class EnforcementJobs {
  private readonly logger = new Logger('Enforcement');

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly enforcement: EnforcementService,
  ) {}

  @OnEvent('computeRequest.moved', ({ event }) => MATTERS.has(event))
  async requestMoved(ctx: Ctx, tx: Tx, { requestId, event }: EventMap['computeRequest.moved']): Promise<void> {
    if (event === 'start' || event === 'setUsers') await takeKnownNames(tx, requestId);
    await this.later(ctx, tx, CLUSTER_OF_GRANT, requestId);
  }

  @OnEvent('tenancy.moved')
  async tenancyMoved(ctx: Ctx, tx: Tx, { organisationId }: EventMap['tenancy.moved']): Promise<void> {
    await this.later(ctx, tx, CLUSTERS_OF, [organisationId]);
  }

  /** Has the cluster of a grant made to hold to it once this transaction is committed; whoever asks, which cluster it is the system knows. */
  async afterChange(ctx: Ctx, tx: Tx, grantId: string): Promise<void> {
    await tx.bySystem(ctx, () => this.later(ctx, tx, CLUSTER_OF_GRANT, grantId));
  }

  @Job('cluster.enforce', { retries: 10, backoffSeconds: 30, backoffMaxSeconds: 1800, leaseSeconds: 900 })
  async enforce(ctx: Ctx, { cluster }: { cluster: string }): Promise<void> {
    const [connected] = await this.database.read(ctx, (tx) =>
      tx.query(`select 1 from cluster_connection where cluster = $1 and enforces`, [cluster]),
    );
    if (connected) await this.enforcement.enforce(ctx, cluster);
  }

  @Job('cluster.compareAll', { cron: '*/15 * * * *', retries: 0, leaseSeconds: 900 })
  async compareAll(ctx: Ctx): Promise<void> {
    const connections = await this.database.read(ctx, (tx) =>
      tx.query<{ cluster: string; kind: string }>(`select cluster, kind from cluster_connection where enforces order by cluster`),
    );
    for (const { cluster, kind } of connections) {
      const work = kind === 'kueue' ? this.enforcement.enforce(ctx, cluster) : this.enforcement.compare(ctx, cluster);
      // Kept with the connection; one cluster that does not answer is no reason to leave the others.
      await work.catch((error: unknown) => {
        if (!(error instanceof ClusterError)) throw error;
        this.logger.warn(`${cluster}: ${error.message}`);
      });
    }
  }

  private async later(ctx: Ctx, tx: Tx, clustersOf: string, subject: unknown): Promise<void> {
    const clusters = await tx.query<{ cluster: string }>(clustersOf, [subject]);
    for (const { cluster } of clusters) await this.jobs.send(ctx, tx, 'cluster.enforce', { cluster });
  }
}

/** Whoever was named on a cluster once is called the same there on the next grant. */
async function takeKnownNames(tx: Tx, requestId: string): Promise<void> {
  await tx.query(
    `update compute_grant_user u set cluster_user_name = known.name
       from (select distinct on (k.user_id) k.user_id, k.cluster_user_name as name
               from compute_grant_user k join compute_grant kg on kg.id = k.request_id join compute_pool kp on kp.id = kg.pool_id
              where k.cluster_user_name is not null
                and kp.cluster = (select p.cluster from compute_grant g join compute_pool p on p.id = g.pool_id where g.id = $1)
                and k.organisation_id = (select organisation_id from compute_grant where id = $1)
              order by k.user_id, kg.starts_at desc) known
      where u.request_id = $1 and u.user_id = known.user_id and u.cluster_user_name is null`,
    [requestId],
  );
}
