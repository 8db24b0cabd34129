import type { JobRecord } from './job-record';

/**
 * How GPU time is counted. What is metered is GPU-seconds, a whole number: GPUs × run time. The ledger's unit is the
 * GPU-milli-hour (3.6 GPU-seconds), so each boundary of a slice is rounded, not each slice: the milli-hours of a slice
 * are those used from the job's start to the slice's end, rounded, less those to the slice's start, rounded. Adjacent
 * slices therefore add up exactly to the whole run, however it is cut, and a slice is never negative.
 */
export interface UsageSlice {
  readonly start: Date;
  readonly end: Date;
  readonly gpuSeconds: bigint;
  readonly gpuMilliHours: bigint;
}

/** GPU-milli-hours of GPU-seconds (× 1000 / 3600 = 5 / 18), to the nearest, a half up. From 0 upwards. */
export function gpuMilliHours(gpuSeconds: bigint): bigint {
  return (gpuSeconds * 5n + 9n) / 18n;
}

/**
 * What a run used within a window: the part of [start, end) in [from, to), where a running job ends `now`. Time
 * suspended is spread evenly over the run. `null` when nothing falls within, or nothing was used. Reading the same
 * window again gives the same slice, which replaces the one before.
 */
export function sliceUsage(
  record: Pick<JobRecord, 'start' | 'end' | 'gpus' | 'elapsedSeconds'>,
  window: { readonly from: Date; readonly to: Date; readonly now: Date },
): UsageSlice | null {
  if (record.start === null || record.gpus === 0) return null;
  const first = seconds(record.start);
  const last = record.end === null ? seconds(window.now) : seconds(record.end);
  const start = Math.max(first, seconds(window.from));
  const end = Math.min(last, seconds(window.to));
  if (end <= start) return null;
  const wall = BigInt(last - first);
  const run = BigInt(Math.min(record.elapsedSeconds, last - first));
  const usedUntil = (at: number): bigint => (BigInt(record.gpus) * run * BigInt(at - first)) / wall;
  const [before, after] = [usedUntil(start), usedUntil(end)];
  if (after === before) return null;
  return {
    start: new Date(start * 1000),
    end: new Date(end * 1000),
    gpuSeconds: after - before,
    gpuMilliHours: gpuMilliHours(after) - gpuMilliHours(before),
  };
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
