import { Injectable } from '@nestjs/common';
import { Database, type Ctx, type Tx } from '@wutong/core-server';
import { inChunks, rowsOf } from '../usage/usage-store';
import type { GpuHour } from './gpu-hours';
import { FORGET_NOBODY, LOCK_SOURCE, SUM_DAYS, TIE_JOBS, TIE_PODS, UPSERT_GPU_HOURS } from './telemetry.queries';

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;
/** How long hours wait for the accounting record of their job. */
const TIE_DAYS = 14;

/** Keeps hours of GPUs, ties them to tenants, and sums them by day. Taking in the same hours again changes nothing. */
@Injectable()
export class TelemetryIngestService {
  constructor(private readonly database: Database) {}

  /** As the system, in one transaction; `after` is what else belongs into it. */
  async take(ctx: Ctx, cluster: string, hours: readonly GpuHour[], after?: (tx: Tx) => Promise<unknown>): Promise<void> {
    await this.database.write(ctx, (tx) =>
      tx.bySystem(ctx, async () => {
        await tx.query(LOCK_SOURCE, [cluster]);
        const placed = hours.filter(({ toldBy }) => toldBy !== 'label');
        if (placed.length > 0) await inChunks(placed, (chunk) => tx.query(FORGET_NOBODY, [cluster, rowsOf(chunk)]));
        await inChunks(hours, (chunk) => tx.query(UPSERT_GPU_HOURS, [cluster, rowsOf(chunk)]));
        await after?.(tx);
      }),
    );
  }

  /**
   * Ties what is not tied yet to runs and accounts that are known by now, and sums the days of what came since `from`
   * or was tied. Gives how many rows were tied.
   */
  async settle(ctx: Ctx, cluster: string, from: Date): Promise<number> {
    return this.database.write(ctx, (tx) =>
      tx.bySystem(ctx, async () => {
        await tx.query(LOCK_SOURCE, [cluster]);
        const since = new Date(Math.min(from.getTime(), ctx.now.getTime() - TIE_DAYS * DAY_MS));
        const jobs = await tx.query<{ at: Date }>(TIE_JOBS, [cluster, since]);
        const pods = await tx.query<{ at: Date }>(TIE_PODS, [cluster, since]);
        const days = new Set([...jobs, ...pods].map(({ at }) => dayOf(at)));
        for (let at = from.getTime(); at <= ctx.now.getTime(); at += DAY_MS) days.add(dayOf(new Date(at)));
        days.add(dayOf(ctx.now));
        await tx.query(SUM_DAYS, [cluster, [...days].sort()]);
        return jobs.length + pods.length;
      }),
    );
  }
}

/** The day in Shanghai of a moment: `2026-11-28`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 10);
}

/** The first moment of a day in Shanghai. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - SHANGHAI_MS);
}
