import type { PoolOffer } from './job-use';
import type { WasteRules } from './waste-policy.entity';

export interface CheaperPool {
  readonly offer: PoolOffer;
  /** How much longer the job takes there: 1 for as long, 1.2 for a fifth longer. */
  readonly slowdown: number;
  /** What it saves of the price, in percent, the longer time counted. */
  readonly savingPercent: number;
}

export interface MeasuredNeed {
  readonly gpus: number;
  readonly memoryUsedMib: number;
  /** Mean utilisation while it worked. */
  readonly workingPercent: number;
}

/**
 * The pool where the same work costs least, or null when none saves enough. The assumption, told with the advice: a job
 * that keeps a GPU of factor f busy for u percent of the time needs u × f of compute an hour, so on a class of factor g
 * it takes u × f ÷ g times as long, and never less long than now, as what else it waits for stays. It fits when its
 * memory, the most of any one GPU, is at most the policy's `memoryFullPercent` of the other's.
 */
export function cheaperPool(
  need: MeasuredNeed, here: Pick<PoolOffer, 'poolId' | 'factorMilli' | 'fenPerGpuHour'>, offers: readonly PoolOffer[],
  rules: Pick<WasteRules, 'memoryFullPercent' | 'savingPercent' | 'slowdownPercent'>,
): CheaperPool | null {
  const found = offers.flatMap((offer) => {
    if (offer.poolId === here.poolId || offer.freeGpus < need.gpus || here.fenPerGpuHour === 0n) return [];
    if (need.memoryUsedMib * 100 > offer.memoryGib * 1024 * rules.memoryFullPercent) return [];
    const slowdown = Math.max(1, (need.workingPercent / 100) * (here.factorMilli / offer.factorMilli));
    const price = (Number(offer.fenPerGpuHour) * slowdown) / Number(here.fenPerGpuHour);
    const savingPercent = Math.floor((1 - price) * 100);
    return slowdown * 100 <= 100 + rules.slowdownPercent && savingPercent >= rules.savingPercent ? [{ offer, slowdown, savingPercent }] : [];
  });
  found.sort((a, b) => b.savingPercent - a.savingPercent || a.slowdown - b.slowdown || (a.offer.poolId < b.offer.poolId ? -1 : 1));
  return found[0] ?? null;
}
