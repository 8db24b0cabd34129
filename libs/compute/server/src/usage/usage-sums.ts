import { gpuMilliHours } from './metering';
import type { Attributed } from './attribution';
import type { Run } from './run';

export type SummedRun = Pick<Attributed, 'organisationId' | 'poolId' | 'gpuClass'> &
  Pick<Run, 'startAt' | 'untilAt' | 'gpus' | 'elapsedSeconds'>;

/** GPU-milli-hours of a tenant in a pool, in the hour, day or month that begins at `at`, in seconds since 1970. */
export interface SumRow {
  readonly organisation: string;
  readonly pool: string;
  readonly class: string;
  readonly at: number;
  readonly mh: bigint;
}

const HOUR = 3600;
const DAY = 86_400;
/** Days and months are those of Shanghai, which has had no summer time since 1991. */
const SHANGHAI = 8 * HOUR;

/** What runs add to the sums of usage, and take away again where an earlier reading of them was counted. */
export class UsageSums {
  private readonly places = new Map<string, { place: Omit<SumRow, 'at' | 'mh'>; hours: Map<number, bigint> }>();

  /**
   * Adds a run, or with sign −1 takes it away. The milli-hours of an hour are those used from the run's start to the
   * hour's end, rounded, less those to its start, rounded: as `sliceUsage` counts, so that the sums are the runs' exactly.
   */
  add({ organisationId, poolId, gpuClass, startAt, untilAt, gpus, elapsedSeconds }: SummedRun, sign: 1n | -1n): void {
    const first = startAt.getTime() / 1000;
    const last = untilAt.getTime() / 1000;
    if (last <= first) return;
    const hours = this.hoursOf(organisationId, poolId, gpuClass);
    const wall = BigInt(last - first);
    const busy = BigInt(gpus) * BigInt(Math.min(elapsedSeconds, last - first));
    let before = 0n;
    for (let at = first - (first % HOUR); at < last; at += HOUR) {
      const until = BigInt(Math.min(at + HOUR, last) - first);
      const after = gpuMilliHours((busy * until) / wall);
      hours.set(at, (hours.get(at) ?? 0n) + sign * (after - before));
      before = after;
    }
  }

  /** The rows of each grain; those that come to nothing are left out. */
  rows(): Record<'hour' | 'day' | 'month', SumRow[]> {
    const rows: Record<'hour' | 'day' | 'month', SumRow[]> = { hour: [], day: [], month: [] };
    for (const { place, hours } of this.places.values()) {
      const [days, months] = [new Map<number, bigint>(), new Map<number, bigint>()];
      for (const [at, mh] of hours) {
        const day = at + SHANGHAI - ((at + SHANGHAI) % DAY) - SHANGHAI;
        days.set(day, (days.get(day) ?? 0n) + mh);
      }
      for (const [at, mh] of days) {
        const month = monthOf(at);
        months.set(month, (months.get(month) ?? 0n) + mh);
      }
      for (const [grain, sums] of [['hour', hours], ['day', days], ['month', months]] as const) {
        for (const [at, mh] of sums) if (mh !== 0n) rows[grain].push({ ...place, at, mh });
      }
    }
    return rows;
  }

  private hoursOf(organisation: string, pool: string, gpuClass: string): Map<number, bigint> {
    const key = `${organisation} ${pool} ${gpuClass}`;
    let found = this.places.get(key);
    if (!found) this.places.set(key, (found = { place: { organisation, pool, class: gpuClass }, hours: new Map() }));
    return found.hours;
  }
}

function monthOf(at: number): number {
  const day = new Date((at + SHANGHAI) * 1000);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) / 1000 - SHANGHAI;
}
