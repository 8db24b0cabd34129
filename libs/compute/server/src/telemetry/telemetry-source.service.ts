import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, Jobs, notFound, parse, staleVersion, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { TelemetrySource } from './telemetry-source.entity';

const MATCHER = String.raw`[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=|!=|=~|!~)\s*"[^"\\\n{}]*"`;
const MATCHERS = new RegExp(`^(?:${MATCHER}(?:\\s*,\\s*${MATCHER})*)?$`);

const schema = z.object({
  cluster: z.string().trim().min(1).max(80),
  url: z.string().trim().max(400),
  tokenEnv: z.string().trim().nullish().transform((value) => value || null),
  matchers: z.string().trim().max(400),
  metersPods: z.boolean(),
  isEnabled: z.boolean(),
  version: z.int().nullish(),
});

export type SaveTelemetrySource = z.input<typeof schema>;

/** Where each cluster's GPUs are read. A token never comes in here: only the name of the variable that holds it. */
@Injectable()
export class TelemetrySourceService {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
  ) {}

  list(ctx: Ctx): Promise<TelemetrySource[]> {
    return this.database.read(ctx, (tx) => tx.of(TelemetrySource).find({ order: { cluster: 'ASC' }, take: 500 }));
  }

  /** Adds the source of a cluster, or changes it; `version` is that of the one that was seen, null for a new one. */
  async save(ctx: Ctx, input: SaveTelemetrySource): Promise<TelemetrySource> {
    const { version, ...wanted } = parse(ctx, schema, input);
    assertUrl(wanted.url);
    if (!MATCHERS.test(wanted.matchers)) {
      throw invalid('matchers', 'Write label matchers as cluster="hw1", separated by commas.', '请按 cluster="hw1" 的形式填写标签条件，以逗号分隔。');
    }
    if (wanted.tokenEnv !== null && !/^WUTONG_[A-Z0-9_]{1,80}$/.test(wanted.tokenEnv)) {
      throw invalid(
        'tokenEnv', 'Name the variable that holds the token, as WUTONG_PROMETHEUS_HW1; never the token itself.',
        '请填写保存令牌的环境变量名，如 WUTONG_PROMETHEUS_HW1，不要填写令牌本身。',
      );
    }
    return this.database.command(ctx, 'saveTelemetrySource', input, async (tx) => {
      const known = await tx.query(`select 1 from compute_pool where cluster = $1`, [wanted.cluster]);
      if (known.length === 0) throw invalid('cluster', 'No pool has this cluster.', '没有资源池使用该集群名。');
      const source = await tx.of(TelemetrySource).findOneBy({ cluster: wanted.cluster });
      if ((source?.version ?? null) !== (version ?? null)) throw staleVersion();
      const set = { ...wanted, version: (version ?? 0) + 1, setByName: ctx.actor.name, setAt: ctx.now };
      if (source) await tx.of(TelemetrySource).update({ cluster: wanted.cluster }, set);
      else await tx.insert(TelemetrySource, { ...set, failures: 0 });
      await this.audit.record(ctx, tx, {
        action: 'telemetrySource.save', subjectType: 'telemetrySource', subjectId: wanted.cluster, organisationId: null, after: wanted,
      });
      return tx.of(TelemetrySource).findOneByOrFail({ cluster: wanted.cluster });
    });
  }

  /** Has a worker read the source now instead of at the next quarter of an hour. */
  pullSoon(ctx: Ctx, cluster: string): Promise<TelemetrySource> {
    return this.database.command(ctx, 'pullTelemetry', { cluster }, async (tx) => {
      const source = await tx.of(TelemetrySource).findOneBy({ cluster });
      if (!source) throw notFound();
      await this.jobs.send(ctx, tx, 'telemetry.pullOne', { cluster });
      return source;
    });
  }
}

function assertUrl(url: string): void {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search || parsed.hash) {
    throw invalid('url', 'Write the address of Prometheus as http://host:9090.', '请填写 Prometheus 地址，如 http://host:9090。');
  }
  if (parsed.username || parsed.password) {
    throw invalid(
      'url', 'A password does not belong into the address. Name the variable that holds a token.',
      '地址中不能包含密码，请填写保存令牌的环境变量名。',
    );
  }
}
