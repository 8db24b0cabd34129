import { Injectable, Logger } from '@nestjs/common';
import {
  asSystem, Database, defineTopic, Job, Jobs, Notifications, type Ctx, type Tx,
} from '@wutong/core-server';
import { PREFIX } from '../enforcement/account-record';
import type { ParsedUsage } from '../usage/job-record';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { ClusterConnection } from './cluster-connection.entity';
import { connectionOf } from './cluster-connection.service';
import { ClusterDrivers } from './cluster-drivers';
import { ClusterError, toldOf } from './cluster-error';
import { notePlacements } from './placement.queries';
import { nextPull, pullWindows } from './pull-windows';
import type { SlurmCluster } from './slurm-cluster';

declare module '@wutong/core-server' {
  interface JobMap {
    'cluster.pullDue': Record<string, never>;
    'cluster.pull': { cluster: string };
  }
}

export interface PullReport {
  readonly records: number;
  readonly added: number;
  readonly updated: number;
  readonly parked: number;
  readonly problems: number;
  readonly pulledUntil: Date;
}

/** Longer than a pull takes: whoever died in one keeps nobody else from it for ever. */
const LEASE_MS = 30 * 60_000;
/** From so many failures in a row on, the operators are told, once. */
const TELL_AFTER = 3;

const FAILING = defineTopic<{ cluster: string; en: string; zh: string }>('cluster.pull-failing', {
  label: { en: 'A cluster’s accounting cannot be pulled', 'zh-CN': '集群用量拉取失败' },
  title: {
    en: ({ cluster }) => `Accounting of ${cluster} cannot be pulled`, 'zh-CN': ({ cluster }) => `集群 ${cluster} 的用量拉取连续失败`,
  },
  body: {
    en: ({ en }) => `${en} It is tried again by itself; what was used meanwhile is read then.`,
    'zh-CN': ({ zh }) => `${zh} 系统会自动重试，期间的用量届时补读。`,
  },
  link: ({ cluster }) => `/compute/clusters/${encodeURIComponent(cluster)}`,
});

/**
 * Pulls accounting records from clusters every few minutes. A pull goes on from where the last one ended, some hours back,
 * and what it reads twice counts once. When one fails, the mark stays: nothing is lost, and it is tried again later.
 */
@Injectable()
export class UsagePullService {
  private readonly logger = new Logger('UsagePull');

  constructor(
    private readonly database: Database,
    private readonly drivers: ClusterDrivers,
    private readonly usage: UsageIngestService,
    private readonly jobs: Jobs,
    private readonly notifications: Notifications,
  ) {}

  @Job('cluster.pullDue', { cron: '*/5 * * * *', retries: 0 })
  async pullDue(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      // Half a minute of grace: the clock is never exact, and who is due now should not wait for the next round.
      const due = await tx.query<{ cluster: string }>(
        `select cluster from cluster_connection where next_pull_at <= $1::timestamptz + interval '30 seconds' order by cluster`, [ctx.now],
      );
      for (const { cluster } of due) await this.jobs.send(ctx, tx, 'cluster.pull', { cluster });
    });
  }

  /** A failure is kept with the connection and tried again at the time that is kept there: the job itself has done its work. */
  @Job('cluster.pull', { retries: 0, leaseSeconds: LEASE_MS / 1000 })
  async run(ctx: Ctx, { cluster }: { cluster: string }): Promise<void> {
    await this.pull(ctx, cluster).catch((error: unknown) => {
      if (!(error instanceof ClusterError)) throw error;
      this.logger.warn(`${cluster}: ${error.message}`);
    });
  }

  /** Pulls what is new. Throws what went wrong after keeping it; CLUSTER_BUSY while another pull of this cluster runs. */
  async pull(ctx: Ctx, cluster: string): Promise<PullReport> {
    const system = { ...asSystem(ctx), idempotencyKey: null };
    const connection = await this.claim(ctx, cluster);
    try {
      const report = await this.read(system, connection);
      await this.finish(system, cluster, {
        lastPullAt: ctx.now, failures: 0, pullError: null, nextPullAt: report.pulledUntil < ctx.now ? ctx.now : nextPull(ctx.now, 0),
      });
      return report;
    } catch (error) {
      const failures = connection.failures + 1;
      const told = toldOf(error);
      await this.finish(system, cluster, { failures, pullError: told, nextPullAt: nextPull(ctx.now, failures) });
      if (failures === TELL_AFTER) await this.tell(system, connection, told);
      throw error;
    }
  }

  private async read(system: Ctx, connection: ClusterConnection): Promise<PullReport> {
    const { cluster, kind, pulledUntil, lastPullAt, takesAll } = connection;
    const slurm = await this.drivers.slurm(connection);
    const source = `${kind === 'slurm_rest' ? 'slurmrestd' : 'sacct'} ${cluster}`;
    const windows = pullWindows(pulledUntil ?? system.now, lastPullAt === null, system.now);
    const sum = { records: 0, added: 0, updated: 0, parked: 0, problems: 0, pulledUntil: pulledUntil ?? system.now };
    for (const window of windows) {
      const read = await slurm.jobs(window, system.now);
      const parsed = takesAll ? read : await this.ours(system, cluster, read);
      const report = await this.usage.ingest(system, parsed, { source, isRoutine: true });
      sum.records += report.records;
      sum.added += report.added;
      sum.updated += report.updated;
      sum.parked += report.parked;
      sum.problems += report.problemCount;
      sum.pulledUntil = window.to;
      const apiVersion = slurm.rest ? await slurm.rest.version() : null;
      await this.database.write(system, (tx) => tx.of(ClusterConnection).update({ cluster }, { pulledUntil: window.to, apiVersion }));
    }
    await this.notePlacements(system, cluster, slurm);
    return sum;
  }

  /** For telemetry, which knows of jobs without a process by them alone. Accounting does not wait for a controller that is away. */
  private async notePlacements(system: Ctx, cluster: string, slurm: SlurmCluster): Promise<void> {
    try {
      const placements = await slurm.placements();
      await this.database.write(system, (tx) => notePlacements(system, tx, cluster, placements));
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      this.logger.warn(`${cluster}: where its jobs hold GPUs is not known now: ${error.message}`);
    }
  }

  /** A shared cluster has accounts of others, which are none of the centre's business. */
  private async ours(system: Ctx, cluster: string, parsed: ParsedUsage): Promise<ParsedUsage> {
    const accounts = await this.database.read(system, (tx) =>
      tx.query<{ account: string }>(`select account from usage_account where cluster = $1`, [cluster]),
    );
    const known = new Set(accounts.map(({ account }) => account));
    return { ...parsed, records: parsed.records.filter(({ account }) => account.startsWith(PREFIX) || known.has(account)) };
  }

  /** Takes the cluster for this pull alone. The viewer must be able to see it. */
  private claim(ctx: Ctx, cluster: string): Promise<ClusterConnection> {
    return this.database.write(ctx, async (tx) => {
      const connection = await connectionOf(tx, cluster);
      if (connection.pulledUntil === null) throw noUsage();
      const claimed = await tx.query(
        `update cluster_connection set pulling_until = $2
          where cluster = $1 and (pulling_until is null or pulling_until < $3) returning cluster`,
        [cluster, new Date(ctx.now.getTime() + LEASE_MS), ctx.now],
      );
      if (claimed.length === 0) throw busy();
      return connection;
    });
  }

  private finish(system: Ctx, cluster: string, change: Partial<ClusterConnection>): Promise<void> {
    return this.database.write(system, async (tx: Tx) => {
      await tx.query(`update cluster_connection set pulling_until = null where cluster = $1`, [cluster]);
      await tx.of(ClusterConnection).update({ cluster }, change);
    });
  }

  private tell(system: Ctx, { cluster, organisationId }: ClusterConnection, told: { en: string; 'zh-CN': string }): Promise<unknown> {
    return this.database.write(system, async (tx) => {
      const [pool] = await tx.query<{ id: string }>(`select id from compute_pool where cluster = $1 order by created_at, id limit 1`, [cluster]);
      await this.notifications.notify(system, tx, FAILING, { cluster, en: told.en, zh: told['zh-CN'] }, {
        ...(pool ? { subject: { type: 'compute_pool', id: pool.id, organisationId } } : {}), key: `${cluster}:${system.now.toISOString()}`,
        to: [{ roles: ['platform_operator'], organisationKind: 'centre' }],
      });
    });
  }
}

function busy(): ClusterError {
  return new ClusterError(
    'CLUSTER_BUSY', 'Another pull of this cluster is under way. Look again in a minute.', '该集群正在拉取用量，请稍后查看。',
  );
}

function noUsage(): ClusterError {
  return new ClusterError(
    'CLUSTER_CANNOT', 'Kueue keeps no accounting records. Send the usage of this cluster to POST /v1/usage, or import files.',
    'Kueue 不保存记账数据。请通过 POST /v1/usage 上报该集群用量，或导入文件。',
  );
}
