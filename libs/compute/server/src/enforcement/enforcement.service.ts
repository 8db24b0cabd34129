import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asSystem, Database, type Ctx } from '@wutong/core-server';
import { ClusterConnection } from '../cluster/cluster-connection.entity';
import { connectionOf } from '../cluster/cluster-connection.service';
import { ClusterDrivers } from '../cluster/cluster-drivers';
import { ClusterError, toldOf } from '../cluster/cluster-error';
import { rowsOf } from '../usage/usage-store';
import type { Operation } from './account-record';
import { EnforcementOperation } from './enforcement.entity';
import { enforcedGrants, STORE_STANDING } from './enforcement.queries';
import type { Enforcer, Plan } from './enforcer';

export interface EnforcementReport {
  readonly done: number;
  readonly failed: number;
  /** What still has to be done. */
  readonly plan: Plan;
}

/** Longer than any run takes: whoever died in one keeps nobody else from it for ever. */
const LEASE_MS = 10 * 60_000;

/**
 * Makes clusters hold to what was granted. A run compares what the grants say with what the cluster says, does what
 * differs, reads each change back, and keeps who did what and when. It talks to the cluster outside of any transaction;
 * grants that move meanwhile cause a run of their own. One run of a cluster at a time, so that an older picture of the
 * grants never overwrites a newer one.
 */
@Injectable()
export class EnforcementService {
  constructor(
    private readonly database: Database,
    private readonly drivers: ClusterDrivers,
  ) {}

  /** What would be done; keeps how many accounts differ. Throws a ClusterError when the cluster does not answer. */
  async compare(ctx: Ctx, cluster: string): Promise<Plan> {
    const system = systemOf(ctx);
    const connection = await this.database.read(ctx, (tx) => connectionOf(tx, cluster));
    try {
      const plan = await this.plan(system, connection, await this.drivers.enforcer(connection));
      await this.keep(system, cluster, plan, { enforceError: null });
      return plan;
    } catch (error) {
      await this.database.write(system, (tx) => tx.of(ClusterConnection).update({ cluster }, { enforceError: toldOf(error) }));
      throw error;
    }
  }

  /**
   * Does what differs. An account on which something fails is left at that, and the others go on; then the first failure
   * is thrown, so that a job tries again. Throws CLUSTER_BUSY while another run of the cluster is under way.
   */
  async enforce(ctx: Ctx, cluster: string): Promise<EnforcementReport> {
    const system = systemOf(ctx);
    const connection = await this.claim(ctx, cluster);
    try {
      const enforcer = await this.drivers.enforcer(connection);
      const before = await this.plan(system, connection, enforcer);
      const failed = new Map<string, unknown>();
      let done = 0;
      for (const operation of before.operations) {
        if (failed.has(operation.account)) continue;
        const error = await enforcer.make(operation).then(() => null, (cause: unknown) => cause);
        if (error) failed.set(operation.account, error);
        else done += 1;
        await this.record(ctx, connection, operation, error, before);
      }
      const after = before.operations.length > 0 ? await this.plan(system, connection, enforcer) : before;
      const [first] = failed.values();
      await this.keep(system, cluster, after, { enforcedAt: ctx.now, enforceError: first ? toldOf(first) : null });
      if (first) throw first;
      return { done, failed: failed.size, plan: after };
    } catch (error) {
      await this.database.write(system, (tx) => tx.of(ClusterConnection).update({ cluster }, { enforceError: toldOf(error) }));
      throw error;
    } finally {
      await this.database.write(system, (tx) => tx.query(`update cluster_connection set enforcing_until = null where cluster = $1`, [cluster]));
    }
  }

  /** The plan with each operation as commands or manifests; nothing is done and nothing kept. */
  async dryRun(ctx: Ctx, cluster: string): Promise<{ plan: Plan; texts: string[] }> {
    const connection = await this.database.read(ctx, (tx) => connectionOf(tx, cluster));
    const enforcer = await this.drivers.enforcer(connection);
    const plan = await this.plan(systemOf(ctx), connection, enforcer);
    return { plan, texts: plan.operations.map((operation) => enforcer.describe(operation)) };
  }

  private async plan(system: Ctx, { cluster }: ClusterConnection, enforcer: Enforcer): Promise<Plan> {
    return enforcer.plan(await this.database.read(system, (tx) => enforcedGrants(tx, cluster, system.now)), system.now);
  }

  private claim(ctx: Ctx, cluster: string): Promise<ClusterConnection> {
    return this.database.write(ctx, async (tx) => {
      const connection = await connectionOf(tx, cluster);
      if (!connection.enforces) throw watched();
      const claimed = await tx.query(
        `update cluster_connection set enforcing_until = $2
          where cluster = $1 and (enforcing_until is null or enforcing_until < $3) returning cluster`,
        [cluster, new Date(ctx.now.getTime() + LEASE_MS), ctx.now],
      );
      if (claimed.length === 0) throw busy();
      return connection;
    });
  }

  private async record(ctx: Ctx, connection: ClusterConnection, operation: Operation, error: unknown, { grants }: Plan): Promise<void> {
    const grant = grants.find(({ account }) => account === operation.account);
    await this.database.write(systemOf(ctx), (tx) =>
      tx.insert(EnforcementOperation, {
        id: randomUUID(), organisationId: grant?.organisationId ?? connection.organisationId, cluster: connection.cluster,
        grantId: grant?.grantId ?? null, ...operation, isDone: !error, error: error ? toldOf(error) : null,
        madeByName: ctx.actor.name, madeAt: ctx.now,
      }),
    );
  }

  private async keep(system: Ctx, cluster: string, plan: Plan, about: Partial<ClusterConnection>): Promise<void> {
    const differing = new Set(plan.operations.map(({ account }) => account));
    const rows = plan.standing.filter(({ grant }) => !differing.has(grant.account)).map(({ grant, ...standing }) => ({
      ...standing, grantId: grant.grantId, organisationId: grant.organisationId, account: grant.account, gpus: grant.gpus,
    }));
    await this.database.write(system, async (tx) => {
      await tx.query(STORE_STANDING, [rowsOf(rows), cluster, system.now]);
      await tx.of(ClusterConnection).update(
        { cluster }, { ...about, comparedAt: system.now, differences: differing.size, strangers: [...plan.strangers] },
      );
    });
  }
}

/** The same moment for what the machine reads and keeps; each of its writes is one of several, so no key binds them. */
function systemOf(ctx: Ctx): Ctx {
  return { ...asSystem(ctx), idempotencyKey: null };
}

function busy(): ClusterError {
  return new ClusterError(
    'CLUSTER_BUSY', 'Limits are being written on this cluster just now. Try again in a minute.', '正在向该集群写入上限，请稍后再试。',
  );
}

function watched(): ClusterError {
  return new ClusterError(
    'CLUSTER_CANNOT', 'This cluster is connected for reading only. Change the connection if limits are to be written there.',
    '该集群仅用于读取。如需写入上限，请修改连接设置。',
  );
}
