import { Injectable } from '@nestjs/common';
import { asSystem, Audit, CanOpen, conflict, Database, invalid, notFound, parse, staleVersion, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { checkKueue, checkSlurm } from './cluster-check';
import { ClusterConnection, ClusterKind, type Finding } from './cluster-connection.entity';
import { clusterRows, type ComputeCluster } from './cluster-connection.queries';
import { ClusterDrivers } from './cluster-drivers';
import { toldOf } from './cluster-error';
import { SECRET_NAME } from './cluster-secrets';

const DAY = 86_400_000;
const MOST_PAST_DAYS = 400;

const secretName = z.string().trim().regex(SECRET_NAME).nullish().transform((name) => name ?? null);
const schema = z.object({
  cluster: z.string().trim().min(1).max(60), version: z.int().nullish(), kind: z.enum(ClusterKind),
  url: z.url({ protocol: /^https?$/ }).max(400).nullish().transform((url) => url ?? null),
  userName: z.string().trim().regex(/^[a-z_][a-z0-9_-]{0,30}$/).nullish().transform((name) => name ?? null),
  secret: secretName, signsTokens: z.boolean(), slurmConf: secretName, ca: secretName,
  cohort: z.string().trim().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/).nullish().transform((name) => name ?? null),
  enforces: z.boolean(), takesAll: z.boolean(), pullFrom: z.date().nullish(),
});

export type ClusterConnectionInput = z.input<typeof schema>;

/** The clusters that pools name, and how each is reached. What is secret stays on the host: see ClusterSecrets. */
@Injectable()
export class ClusterConnectionService {
  constructor(
    private readonly database: Database,
    private readonly drivers: ClusterDrivers,
    private readonly audit: Audit,
  ) {}

  /** Who may see a pool may hear of its cluster. */
  @CanOpen('compute_pool')
  async canOpen(ctx: Ctx, poolIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) => tx.query<{ id: string }>(`select id from compute_pool where id = any($1)`, [poolIds]));
    return rows.map(({ id }) => id);
  }

  list(ctx: Ctx): Promise<ComputeCluster[]> {
    return this.database.read(ctx, (tx) => clusterRows(tx, null));
  }

  async get(ctx: Ctx, cluster: string): Promise<ComputeCluster> {
    const [row] = await this.database.read(ctx, (tx) => clusterRows(tx, cluster));
    if (!row) throw notFound();
    return row;
  }

  /** Connects a cluster, or changes how it is connected; `version` is that of the connection that was seen. */
  async save(ctx: Ctx, input: ClusterConnectionInput): Promise<ComputeCluster> {
    const { version, pullFrom, ...given } = parse(ctx, schema, input);
    const facts = onlyOf(given);
    await this.database.command(ctx, 'saveClusterConnection', input, async (tx) => {
      const [row] = await clusterRows(tx, facts.cluster);
      if (!row) throw notFound();
      const before = row.connection;
      if ((before?.version ?? null) !== (version ?? null)) throw staleVersion();
      const pulledUntil = facts.kind === 'kueue' ? null : (before?.pulledUntil ?? startOf(ctx, pullFrom ?? null));
      const settings = {
        ...facts, organisationId: row.organisationId, apiVersion: null, pulledUntil, nextPullAt: pulledUntil && ctx.now, failures: 0,
        pullError: null, findings: [], checkedAt: null, version: (before?.version ?? 0) + 1,
      };
      if (before) await tx.of(ClusterConnection).update({ cluster: before.cluster }, settings);
      else {
        await tx.insert(ClusterConnection, { ...settings, strangers: [], connectedByName: ctx.actor.name, connectedAt: ctx.now });
      }
      await this.record(ctx, tx, 'cluster.connect', row.organisationId, facts.cluster, facts);
      return true;
    });
    return this.get(ctx, facts.cluster);
  }

  /** Forgets how a cluster is reached. What is set there stays as it is. */
  async remove(ctx: Ctx, input: { cluster: string; version: number }): Promise<ComputeCluster> {
    await this.database.command(ctx, 'removeClusterConnection', input, async (tx) => {
      const connection = await connectionOf(tx, input.cluster);
      if (connection.version !== input.version) throw staleVersion();
      await tx.of(ClusterConnection).delete({ cluster: input.cluster });
      await this.record(ctx, tx, 'cluster.disconnect', connection.organisationId, input.cluster, {});
      return true;
    });
    return this.get(ctx, input.cluster);
  }

  /** Tries the connection and keeps what was found. Asks the cluster outside of any transaction. */
  async check(ctx: Ctx, cluster: string): Promise<ComputeCluster> {
    const row = await this.get(ctx, cluster);
    if (!row.connection) throw notConnected();
    const findings = await this.found(row.connection, row.gpuClasses);
    await this.database.write(asSystem(ctx), (tx) => tx.of(ClusterConnection).update({ cluster }, { findings, checkedAt: ctx.now }));
    return this.get(ctx, cluster);
  }

  private async found(connection: ClusterConnection, gpuClasses: readonly string[]): Promise<Finding[]> {
    try {
      if (connection.kind === 'kueue') return await checkKueue(await this.drivers.kube(connection));
      return await checkSlurm(await this.drivers.slurm(connection), gpuClasses, isPlainHttp(connection.url));
    } catch (error) {
      return [{ level: 'bad', ...toldOf(error) }];
    }
  }

  private record(ctx: Ctx, tx: Tx, action: string, organisationId: string, cluster: string, after: object): Promise<void> {
    return this.audit.record(ctx, tx, { action, subjectType: 'cluster', subjectId: cluster, organisationId, after: { ...after } });
  }
}

/** The connection of a cluster. Throws CLUSTER_NOT_CONNECTED. */
export async function connectionOf(tx: Tx, cluster: string): Promise<ClusterConnection> {
  const connection = await tx.of(ClusterConnection).findOneBy({ cluster });
  if (!connection) throw notConnected();
  return connection;
}

type Facts = Omit<z.output<typeof schema>, 'version' | 'pullFrom'>;

/** What a connection of its kind needs, and nothing else. Throws INVALID_INPUT for what is missing. */
function onlyOf(given: Facts): Facts {
  const { kind } = given;
  const need = (name: 'url' | 'userName' | 'secret'): void => {
    if (given[name] === null) throw invalid(name, 'This is needed for a connection of this kind.', '该连接方式需要填写此项。');
  };
  switch (kind) {
    case 'slurm_cli':
      return { ...given, url: null, userName: null, secret: null, signsTokens: false, ca: null, cohort: null };
    case 'slurm_rest':
      need('url'), need('userName'), need('secret');
      return { ...given, cohort: null };
    case 'kueue':
      need('url'), need('secret');
      return { ...given, userName: null, signsTokens: false, slurmConf: null, takesAll: false };
  }
}

function startOf(ctx: Ctx, pullFrom: Date | null): Date {
  if (pullFrom === null) return ctx.now;
  if (pullFrom > ctx.now || ctx.now.getTime() - pullFrom.getTime() > MOST_PAST_DAYS * DAY) {
    throw invalid('pullFrom', 'Choose a day from 400 days ago up to today.', '请选择 400 天前至今天之间的日期。');
  }
  return pullFrom;
}

function isPlainHttp(url: string | null): boolean {
  if (!url?.startsWith('http:')) return false;
  return !['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function notConnected(): Error {
  return conflict(
    'CLUSTER_NOT_CONNECTED', 'This cluster is not connected. An operator can connect it on its page.', '该集群尚未连接，运营人员可在其页面中连接。',
  );
}
