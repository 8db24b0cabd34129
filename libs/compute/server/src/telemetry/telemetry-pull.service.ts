import { Injectable } from '@nestjs/common';
import { Database, Job, Jobs, type Ctx } from '@wutong/core-server';
import { placementsBetween } from '../cluster/placement.queries';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { WastePolicyService } from '../waste/waste-policy.service';
import { MEASURES, promql, type Measure } from './dcgm';
import { gpuHours, type PrometheusSeries } from './gpu-hours';
import { STEP_SECONDS } from './holding';
import { podRecords, type PodUse } from './pod-usage';
import { Prometheus, PrometheusFailure } from './prometheus';
import { dayOf, startOfDay, TelemetryIngestService } from './telemetry-ingest.service';
import { POD_USE } from './telemetry.queries';
import { TelemetrySource } from './telemetry-source.entity';

declare module '@wutong/core-server' {
  interface JobMap {
    'telemetry.pull': Record<string, never>;
    'telemetry.pullOne': { cluster: string };
    'telemetry.forget': Record<string, never>;
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** What was scraped so lately may not be all there is. */
const SETTLE_MS = 120_000;
/** Hours read again each time, for exporters that were late. */
const OVERLAP_HOURS = 2;
const FIRST_DAYS = 1;
/** No more hours at once: a source that was away for long catches up in several goes. */
const MOST_HOURS = 48;
/** How far back a source that was away is read: Prometheus keeps 15 days unless told otherwise. */
const MOST_DAYS = 14;
/** Hours of single GPUs are kept for so long; sums by day for good. */
const KEEP_DAYS = 90;

/** Reads each cluster's Prometheus every quarter of an hour, hour by hour. */
@Injectable()
export class TelemetryPullService {
  constructor(
    private readonly database: Database,
    private readonly telemetry: TelemetryIngestService,
    private readonly usage: UsageIngestService,
    private readonly policies: WastePolicyService,
    private readonly jobs: Jobs,
  ) {}

  @Job('telemetry.pull', { cron: '*/15 * * * *', retries: 0, leaseSeconds: 3600 })
  async pullAll(ctx: Ctx): Promise<void> {
    const sources = await this.database.read(ctx, (tx) => tx.of(TelemetrySource).find({ where: { isEnabled: true }, order: { cluster: 'ASC' } }));
    for (const { cluster } of sources) await this.pull(ctx, cluster);
  }

  @Job('telemetry.pullOne', { retries: 0, leaseSeconds: 3600 })
  async pullOne(ctx: Ctx, { cluster }: { cluster: string }): Promise<void> {
    await this.pull(ctx, cluster);
    // Whoever asks for a reading wants to see what it shows.
    await this.database.write(ctx, (tx) => this.jobs.send(ctx, tx, 'waste.detect', {}));
  }

  @Job('telemetry.forget', { cron: '10 4 * * *' })
  async forget(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, (tx) => tx.query(`delete from gpu_hour where at < $1`, [new Date(ctx.now.getTime() - KEEP_DAYS * DAY_MS)]));
  }

  /**
   * Reads a cluster's GPUs from where the last reading ended, with an overlap, up to `ctx.now`; ties, sums, and meters
   * pods. What goes wrong with Prometheus is kept with the source for people to see; what was read before it stays.
   */
  async pull(ctx: Ctx, cluster: string): Promise<void> {
    const source = await this.database.read(ctx, (tx) => tx.of(TelemetrySource).findOneBy({ cluster }));
    if (!source) return;
    const hours = hoursToRead(source.highWaterAt, ctx.now);
    const first = hours[0];
    if (!first) return;
    try {
      const prometheus = prometheusOf(source);
      const { rules } = await this.policies.current(ctx);
      for (const { from, to } of hours) {
        const answers: Partial<Record<Measure, readonly PrometheusSeries[]>> = {};
        for (const measure of Object.keys(MEASURES) as Measure[]) {
          answers[measure] = await prometheus.range({
            query: promql(measure, source.matchers), start: from.getTime() / 1000 + STEP_SECONDS, end: to.getTime() / 1000,
            step: STEP_SECONDS,
          });
        }
        const placements = await this.database.read(ctx, (tx) => placementsBetween(tx, cluster, from, to));
        const rows = gpuHours(answers, { idlePercent: rules.idlePercent, placements });
        await this.telemetry.take(ctx, cluster, rows, (tx) =>
          tx.of(TelemetrySource).update({ cluster }, { highWaterAt: to }),
        );
      }
      await this.telemetry.settle(ctx, cluster, first.from);
      if (source.metersPods) await this.meterPods(ctx, cluster, first.from, hours.at(-1)?.to ?? first.to);
      await this.tell(ctx, cluster, { succeededAt: ctx.now, failures: 0, lastError: null });
    } catch (error) {
      if (!(error instanceof PrometheusFailure)) throw error;
      await this.tell(ctx, cluster, { failures: source.failures + 1, lastError: error.say });
    }
  }

  private async tell(ctx: Ctx, cluster: string, about: Partial<TelemetrySource>): Promise<void> {
    await this.database.write(ctx, (tx) => tx.of(TelemetrySource).update({ cluster }, { triedAt: ctx.now, ...about }));
  }

  private async meterPods(ctx: Ctx, cluster: string, from: Date, to: Date): Promise<void> {
    for (let day = dayOf(from); startOfDay(day) < to; day = dayOf(new Date(startOfDay(day).getTime() + DAY_MS))) {
      const start = startOfDay(day);
      const end = new Date(start.getTime() + DAY_MS);
      const until = end < to ? end : to;
      const uses = await this.database.read(ctx, (tx) => tx.query<PodUse>(POD_USE, [cluster, start, until]));
      const records = podRecords(cluster, day, uses, end <= to);
      if (records.length > 0) await this.usage.ingest(ctx, { records, problems: [], steps: 0 }, { source: `Prometheus ${cluster} ${day}` });
    }
  }
}

/**
 * The hours to read, each with its end: whole ones, and of the present one what is settled. From two hours before the
 * end of the last reading; the first time, from a day ago; never from further back than Prometheus remembers.
 */
export function hoursToRead(highWaterAt: Date | null, now: Date): { from: Date; to: Date }[] {
  const step = STEP_SECONDS * 1000;
  const end = Math.floor((now.getTime() - SETTLE_MS) / step) * step;
  const wanted = highWaterAt ? highWaterAt.getTime() - OVERLAP_HOURS * HOUR_MS : now.getTime() - FIRST_DAYS * DAY_MS;
  const start = Math.floor(Math.max(wanted, now.getTime() - MOST_DAYS * DAY_MS) / HOUR_MS) * HOUR_MS;
  const hours: { from: Date; to: Date }[] = [];
  for (let at = start; at < end && hours.length < MOST_HOURS; at += HOUR_MS) {
    hours.push({ from: new Date(at), to: new Date(Math.min(at + HOUR_MS, end)) });
  }
  return hours;
}

function prometheusOf({ url, tokenEnv }: TelemetrySource): Prometheus {
  if (tokenEnv === null) return new Prometheus(url, null);
  const token = process.env[tokenEnv];
  if (token) return new Prometheus(url, token);
  throw new PrometheusFailure({
    en: `The variable ${tokenEnv} is not set where the worker runs`, 'zh-CN': `后台进程的环境中没有变量 ${tokenEnv}`,
  });
}
