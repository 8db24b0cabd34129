import type { PriceList } from '../tariff/price-list';
import type { Attributed, Attribution, Parked } from './attribution';
import { getOrInsert } from './get-or-insert';
import { PAUSE_AFTER, type WithPauses } from './pauses';
import { runOf, tellsMore, type Run, type RunRecord } from './run';
import { UsageSums, type Priced } from './usage-sums';

/** A run as it was known before. */
export type KnownRun = Attributed & Pick<Run, 'key' | 'gpus' | 'elapsedSeconds' | 'startAt' | 'endAt' | 'untilAt' | 'gpuMh'>;

/** A run, whose it is and what it comes to. */
export interface Counted extends Priced {
  readonly run: Run;
  readonly whose: Attributed;
}

export interface ParkedRun extends Run {
  readonly because: Parked;
}

/** What becomes of some runs; those that tell nothing new are in none of the lists. */
export interface Verdict {
  readonly added: readonly Counted[];
  readonly updated: readonly Counted[];
  readonly parked: readonly ParkedRun[];
}

/** How much more (or less) was used on something than was known. */
export interface Change {
  readonly organisationId: string;
  readonly gpuClass: string;
  readonly grantId: string | null;
  readonly gpuMh: bigint;
  readonly runs: number;
}

/** Counts the runs of a delivery, heard of at a moment, part by part in the order in which they began: whose each is, its price, the sums. */
export class Counting {
  readonly sums = new UsageSums();
  private readonly found = new Map<string, { -readonly [K in keyof Change]: Change[K] }>();

  constructor(
    private readonly attribution: Attribution,
    private readonly prices: PriceList,
    private readonly known: ReadonlyMap<string, KnownRun>,
    private readonly now: Date,
  ) {}

  *count(records: readonly RunRecord[]): WithPauses<Verdict> {
    const [added, updated, parked]: [Counted[], Counted[], ParkedRun[]] = [[], [], []];
    for (const [i, record] of records.entries()) {
      if (i % PAUSE_AFTER === 0) yield;
      // Made here, not for all of them before: what lives as long as a delivery is costly to have.
      const run = runOf(record, this.now);
      const before = this.known.get(run.key);
      if (before) {
        if (!tellsMore(run, before)) continue;
        this.attribution.count(before.grantId, run.gpuMh - before.gpuMh);
        this.sums.add(before, before, this.prices, -1n);
        updated.push(this.counted(run, before, run.gpuMh - before.gpuMh));
        continue;
      }
      const whose = this.attribution.of(run);
      if (typeof whose === 'string') parked.push({ ...run, because: whose });
      else added.push(this.counted(run, whose, run.gpuMh));
    }
    return { added, updated, parked };
  }

  /** The differences that the runs make, by grant, and by tenant and GPU class where there is none. */
  changes(): Change[] {
    return [...this.found.values()].filter(({ gpuMh }) => gpuMh !== 0n).sort((a, b) => ((a.grantId ?? '') < (b.grantId ?? '') ? -1 : 1));
  }

  private counted(run: Run, whose: Attributed, moreMh: bigint): Counted {
    const { organisationId, gpuClass, grantId } = whose;
    const place = grantId ?? `${organisationId}/${gpuClass}`;
    const change = getOrInsert(this.found, place, () => ({ organisationId, gpuClass, grantId, gpuMh: 0n, runs: 0 }));
    change.gpuMh += moreMh;
    change.runs += 1;
    const { costMfen, chargeMfen } = this.sums.add(whose, run, this.prices, 1n);
    return { run, whose, costMfen, chargeMfen };
  }
}
