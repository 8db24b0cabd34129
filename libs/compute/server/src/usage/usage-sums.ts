import type { PriceList } from '../tariff/price-list';
import { milliHoursUsed } from './metering';
import type { Attributed } from './attribution';
import { getOrInsert } from './get-or-insert';
import { gpuTimeOf, type Run } from './run';

export type SummedRun = Pick<Run, 'startAt' | 'untilAt' | 'gpus' | 'elapsedSeconds'>;

/** What use costs the centre, and what the tenant is charged for it, in thousandths of a fen. */
export interface Priced {
  readonly costMfen: bigint;
  readonly chargeMfen: bigint;
}

/** The tables of sums: by hour, by day and month of Shanghai, and by day with the grant. */
export type SumTable = 'usage_hour' | 'usage_day' | 'usage_month' | 'usage_grant_day';

/** A row of a table of sums: what was used from `at` on, in seconds since 1970. */
export interface SumRow {
  readonly organisation: string;
  readonly pool: string;
  readonly class: string;
  /** In sums by grant alone; zeros where there is none. */
  readonly grant?: string;
  readonly at: number;
  mh: bigint;
  cost: bigint;
  charge: bigint;
}

export const NO_GRANT = '00000000-0000-0000-0000-000000000000';
const HOUR = 3600;
const DAY = 86_400;
/** Days and months are those of Shanghai, which has had no summer time since 1991. */
const SHANGHAI = 8 * HOUR;

type Place = Pick<SumRow, 'organisation' | 'pool' | 'class'> & { readonly grant: string };
type Amounts = Pick<SumRow, 'mh' | 'cost' | 'charge'>;

/** What runs add to the sums of usage, and take away again where an earlier reading of them was counted. */
export class UsageSums {
  /** By pool, organisation and grant. */
  private readonly places = new Map<string, Map<string, Map<string | null, { place: Place; hours: Map<number, Amounts> }>>>();

  /**
   * Adds a run that is somebody's, or with sign −1 takes it away; gives its price. The milli-hours of an hour are those used
   * from the run's start to the hour's end, rounded, less those to its start, rounded: so the sums are the runs'
   * exactly (`milliHoursUsed`). Each hour has its own price.
   */
  add(whose: Attributed, run: SummedRun, prices: PriceList, sign: 1n | -1n): Priced {
    let [costMfen, chargeMfen] = [0n, 0n];
    const time = gpuTimeOf(run);
    if (time === null) return { costMfen, chargeMfen };
    const hours = this.hoursOf(whose);
    const first = run.startAt.getTime() / 1000;
    const last = first + time.wallSeconds;
    let before = 0n;
    for (let at = first - (first % HOUR); at < last; at += HOUR) {
      const after = milliHoursUsed(time, Math.min(at + HOUR, last) - first);
      const mh = after - before;
      const price = prices.at(whose.poolId, at);
      const [cost, charge] = [mh * (price.cost ?? 0n), mh * (price.charge ?? 0n)];
      addTo(hours, at, sign * mh, sign * cost, sign * charge);
      costMfen += cost;
      chargeMfen += charge;
      before = after;
    }
    return { costMfen, chargeMfen };
  }

  /** The rows of each table; those that come to nothing are left out. */
  rows(): Record<SumTable, SumRow[]> {
    const [hour, day, month, grantDay] = [new Tally(), new Tally(), new Tally(), new Tally()];
    for (const { place, hours } of this.found()) {
      const { grant, ...whole } = place;
      const [days, months] = [new Map<number, Amounts>(), new Map<number, Amounts>()];
      for (const [at, amounts] of hours) {
        hour.add(whole, at, amounts);
        addTo(days, at + SHANGHAI - ((at + SHANGHAI) % DAY) - SHANGHAI, amounts.mh, amounts.cost, amounts.charge);
      }
      for (const [at, amounts] of days) {
        grantDay.add({ ...whole, grant }, at, amounts);
        day.add(whole, at, amounts);
        addTo(months, monthOf(at), amounts.mh, amounts.cost, amounts.charge);
      }
      for (const [at, amounts] of months) month.add(whole, at, amounts);
    }
    return { usage_hour: hour.rows(), usage_day: day.rows(), usage_month: month.rows(), usage_grant_day: grantDay.rows() };
  }

  private *found() {
    for (const ofPool of this.places.values()) for (const ofTenant of ofPool.values()) yield* ofTenant.values();
  }

  private hoursOf({ organisationId, poolId, gpuClass, grantId }: Attributed): Map<number, Amounts> {
    const ofPool = getOrInsert(this.places, poolId, () => new Map());
    return getOrInsert(getOrInsert(ofPool, organisationId, () => new Map()), grantId, () => ({
      place: { organisation: organisationId, pool: poolId, class: gpuClass, grant: grantId ?? NO_GRANT }, hours: new Map(),
    })).hours;
  }
}

/** Sums of one table: grants of one tenant in one pool fall together where the table does not tell them apart. */
class Tally {
  private readonly sums = new Map<string, { place: Omit<SumRow, 'at' | keyof Amounts>; times: Map<number, Amounts> }>();

  add(place: Omit<SumRow, 'at' | keyof Amounts>, at: number, amounts: Amounts): void {
    const key = `${place.organisation} ${place.pool} ${place.class} ${place.grant ?? ''}`;
    addTo(getOrInsert(this.sums, key, () => ({ place, times: new Map() })).times, at, amounts.mh, amounts.cost, amounts.charge);
  }

  rows(): SumRow[] {
    return [...this.sums.values()].flatMap(({ place, times }) =>
      [...times].flatMap(([at, { mh, cost, charge }]) =>
        mh === 0n && cost === 0n && charge === 0n ? [] : [{ ...place, at, mh, cost, charge }],
      ),
    );
  }
}

function addTo(sums: Map<number, Amounts>, at: number, mh: bigint, cost: bigint, charge: bigint): void {
  const sum = sums.get(at);
  if (!sum) {
    sums.set(at, { mh, cost, charge });
    return;
  }
  sum.mh += mh;
  sum.cost += cost;
  sum.charge += charge;
}

function monthOf(at: number): number {
  const day = new Date((at + SHANGHAI) * 1000);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) / 1000 - SHANGHAI;
}
