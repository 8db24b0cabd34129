import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Audit, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputeGrant } from '../grant/compute-grant.entity';
import type { Run, RunRecord } from './run';
import { UsageIngestService } from './usage-ingest.service';
import { UsageImport } from './usage-record.entity';

/** Runs of one account of a cluster that wait until somebody says whose they are. */
@ObjectType()
export class ParkedUsage {
  @Field(() => String)
  cluster: string;

  @Field(() => String)
  account: string;

  /** `unknown_account`: nobody knows whose it is. `unknown_pool`: no pool of this cluster and GPU class. */
  @Field(() => String)
  because: string;

  @Field(() => [String])
  gpuClasses: string[];

  @Field(() => Int)
  runs: number;

  @Field(() => BigInt)
  gpuMh: bigint;

  @Field(() => Date)
  firstAt: Date;

  @Field(() => Date)
  lastAt: Date;

  /** Whose the account is, where that is known. */
  @Field(() => ID, { nullable: true })
  organisationId: string | null;
}

const PARKED = `
  select p.cluster, p.account, p.because, array_agg(distinct coalesce(p.gpu_class, '?')) as "gpuClasses",
         count(*)::int as runs, sum(p.gpu_mh)::bigint as "gpuMh", min(p.start_at) as "firstAt", max(p.start_at) as "lastAt",
         a.organisation_id as "organisationId"
    from parked_usage p left join usage_account a on a.cluster = p.cluster and a.account = p.account
   where p.dismissed_at is null
   group by p.cluster, p.account, p.because, a.organisation_id order by sum(p.gpu_mh) desc, p.cluster, p.account limit 500`;

const resolveSchema = z.object({
  cluster: z.string().min(1), account: z.string().min(1), organisationId: z.uuid(), grantId: z.uuid().nullish(),
});
const dismissSchema = z.object({ cluster: z.string().min(1), account: z.string().min(1), reason: z.string().trim().min(1).max(400) });

type StoredRun = Omit<Run, 'startAt' | 'endAt' | 'untilAt' | 'gpuMh'> & { startAt: string; endAt: string | null };

/**
 * The queue of usage that nobody knows. Saying whose an account is counts all that waits, and all that comes later. What
 * is nobody's (a supplier's own test) is dismissed with a reason and stays there to be looked up.
 */
@Injectable()
export class ParkedUsageService {
  constructor(
    private readonly database: Database,
    private readonly ingest: UsageIngestService,
    private readonly audit: Audit,
  ) {}

  list(ctx: Ctx): Promise<ParkedUsage[]> {
    return this.database.read(ctx, (tx) => tx.query<ParkedUsage>(PARKED));
  }

  /** Says whose an account is; gives how many runs count now. Runs whose pool is unknown wait on. */
  async resolve(
    ctx: Ctx, input: { cluster: string; account: string; organisationId: string; grantId?: string | null },
  ): Promise<number> {
    const { cluster, account, organisationId, grantId } = parse(ctx, resolveSchema, input);
    return this.database.command(ctx, 'resolveParkedUsage', input, async (tx) => {
      await this.assertTenant(ctx, tx, organisationId, grantId ?? null);
      await tx.query(
        `insert into usage_account (cluster, account, organisation_id, grant_id, set_by_name, set_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (cluster, account) do update set organisation_id = excluded.organisation_id,
           grant_id = excluded.grant_id, set_by_name = excluded.set_by_name, set_at = excluded.set_at`,
        [cluster, account, organisationId, grantId ?? null, ctx.actor.name, ctx.now],
      );
      await this.audit.record(ctx, tx, {
        action: 'usageAccount.set', subjectType: 'usageAccount', subjectId: `${cluster}/${account}`, organisationId,
        after: { grantId: grantId ?? null },
      });
      return this.count(ctx, tx, cluster, account);
    });
  }

  /** Puts aside what is nobody's; gives how many runs. */
  async dismiss(ctx: Ctx, input: { cluster: string; account: string; reason: string }): Promise<number> {
    const { cluster, account, reason } = parse(ctx, dismissSchema, input);
    return this.database.command(ctx, 'dismissParkedUsage', input, async (tx) => {
      const rows = await tx.query(
        `update parked_usage set dismissed_at = $3, dismissed_by_name = $4, dismissed_because = $5
          where cluster = $1 and account = $2 and dismissed_at is null returning job_key`,
        [cluster, account, ctx.now, ctx.actor.name, reason],
      );
      if (rows.length === 0) throw notFound();
      await this.audit.record(ctx, tx, {
        action: 'parkedUsage.dismiss', subjectType: 'usageAccount', subjectId: `${cluster}/${account}`, organisationId: null,
        after: { runs: rows.length, reason },
      });
      return rows.length;
    });
  }

  private async count(ctx: Ctx, tx: Tx, cluster: string, account: string): Promise<number> {
    const rows = await tx.query<{ record: StoredRun }>(
      `select record from parked_usage where cluster = $1 and account = $2 and dismissed_at is null order by job_key`,
      [cluster, account],
    );
    const importId = randomUUID();
    const source = `${cluster}/${account}`;
    const runs = rows.map(({ record }) => restored(record));
    const counts = await tx.bySystem(ctx, (system) => this.ingest.write(system, tx, importId, source, runs));
    await tx.insert(UsageImport, {
      id: importId, organisationId: ctx.actor.organisationId, source, sentByName: ctx.actor.name, receivedAt: ctx.now,
      records: runs.length, ...counts, problems: 0,
    });
    return counts.added + counts.updated;
  }

  private async assertTenant(ctx: Ctx, tx: Tx, organisationId: string, grantId: string | null): Promise<void> {
    const [organisation] = await tx.query<{ kind: string }>(`select kind from organisation where id = $1`, [organisationId]);
    if (!organisation || ctx.actor.conflicts.includes(organisationId)) throw notFound();
    if (organisation.kind !== 'tenant') throw invalid('organisationId', 'Choose a tenant.', '请选择入驻企业。');
    if (grantId && !(await tx.of(ComputeGrant).existsBy({ id: grantId, organisationId }))) {
      throw invalid('grantId', 'This is no grant of that tenant.', '该企业没有此项批准。');
    }
  }
}

function restored({ startAt, endAt, ...run }: StoredRun): RunRecord {
  return { ...run, start: new Date(startAt), end: endAt === null ? null : new Date(endAt) };
}
