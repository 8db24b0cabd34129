/**
 * How GPU time is counted. What is metered is GPU-seconds, a whole number: GPUs × run time. The ledger's unit is the
 * GPU-milli-hour (3.6 GPU-seconds), so what was used up to a moment is rounded, and what was used between two is the difference.
 * So the parts of a run add up exactly to the whole, however it is cut, and no part is negative.
 */

/** What was used of GPUs: how many, how long they worked, and how long that took with suspensions, in whole seconds. */
export interface GpuTime {
  readonly gpus: number;
  /** At most `wallSeconds`. */
  readonly busySeconds: number;
  /** At least 1. */
  readonly wallSeconds: number;
}

/** Up to here products are exact as numbers, with room for the factor 5 of milli-hours; beyond, they are reckoned as bigints. */
const EXACT = 2 ** 50;

/**
 * GPU-milli-hours used in the first `seconds` of the wall time, from 0 to all of it: GPU-seconds × 5 / 18, to the nearest, a half
 * up. Time suspended is spread evenly.
 */
export function milliHoursUsed({ gpus, busySeconds, wallSeconds }: GpuTime, seconds: number): bigint {
  const product = gpus * busySeconds * seconds;
  if (product < EXACT) return BigInt(Math.floor((Math.floor(product / wallSeconds) * 5 + 9) / 18));
  return gpuMilliHours((BigInt(gpus) * BigInt(busySeconds) * BigInt(seconds)) / BigInt(wallSeconds));
}

/** GPU-milli-hours of GPU-seconds (× 1000 / 3600 = 5 / 18), to the nearest, a half up. From 0 upwards. */
export function gpuMilliHours(gpuSeconds: bigint): bigint {
  return (gpuSeconds * 5n + 9n) / 18n;
}
