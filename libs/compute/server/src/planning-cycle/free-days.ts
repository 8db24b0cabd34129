import { conflict } from '@wutong/core-server';
import { DAY_MS, dayOf, monthOf, nameOfDay, startOf, type DaySpan } from './day-grid';
import type { GpuInterval, LiveFacts, PoolFact } from './live-facts';
import { NODE_GPUS } from './strip';

/** A pool between two cuts: always as many GPUs free, at one price. */
export interface PricedSlice extends DaySpan {
  readonly worldId: string;
  readonly poolId: string;
  readonly gpus: number;
  readonly fen: number;
}

/** GPUs of each pool that stay free throughout each day of the horizon, in whole nodes. */
export function freeByDay(facts: Pick<LiveFacts, 'pools' | 'intervals'>, horizon: DaySpan): Map<string, number[]> {
  const byPool = new Map<string, GpuInterval[]>();
  for (const interval of facts.intervals) byPool.set(interval.poolId, [...(byPool.get(interval.poolId) ?? []), interval]);
  return new Map(facts.pools.map((pool) => [pool.id, freeOf(pool, byPool.get(pool.id) ?? [], horizon)]));
}

function freeOf(pool: PoolFact, intervals: readonly GpuInterval[], { from, to }: DaySpan): number[] {
  const changes = intervals
    .flatMap(({ gpus, startsAt, endsAt }) => [{ at: startsAt.getTime(), gpus }, { at: endsAt.getTime(), gpus: -gpus }])
    .sort((a, b) => a.at - b.at);
  let next = 0;
  let gpus = 0;
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => {
    const start = startOf(from + index).getTime();
    const end = start + DAY_MS;
    for (; next < changes.length && changes[next]!.at <= start; next += 1) gpus += changes[next]!.gpus;
    let least = gpus;
    while (next < changes.length && changes[next]!.at < end) {
      const { at } = changes[next]!;
      for (; next < changes.length && changes[next]!.at === at; next += 1) gpus += changes[next]!.gpus;
      least = Math.min(least, gpus);
    }
    const isInContract = pool.from.getTime() <= start && end <= pool.to.getTime();
    return isInContract ? Math.max(0, Math.floor((least - pool.headroom) / NODE_GPUS) * NODE_GPUS) : 0;
  });
}

/** The slices of a class's pools that have GPUs free. Throws NO_PRICE for one whose contract has no price by then. */
export function slicesOf(
  facts: LiveFacts, free: ReadonlyMap<string, readonly number[]>, horizon: DaySpan, gpuClass: string, windows: readonly DaySpan[],
): PricedSlice[] {
  const pools = facts.pools.filter((pool) => pool.gpuClass === gpuClass);
  const cuts = new Set([horizon.from, horizon.to, ...windows.flatMap(({ from, to }) => [from, to])]);
  for (let day = horizon.from + 1; day < horizon.to; day += 1) {
    const isMonth = monthOf(day) !== monthOf(day - 1);
    const at = day - horizon.from;
    if (isMonth || pools.some(({ id }) => free.get(id)![at] !== free.get(id)![at - 1])) cuts.add(day);
  }
  const prices = new Map(pools.map((pool) => [
    pool.id, facts.prices.filter((price) => price.contractId === pool.contractId && price.gpuClass === gpuClass),
  ]));
  for (const list of prices.values()) for (const { validFrom } of list) cuts.add(dayOf(new Date(validFrom.getTime() + DAY_MS - 1)));
  const days = [...cuts].filter((day) => day >= horizon.from && day <= horizon.to).sort((a, b) => a - b);
  return days.slice(0, -1).flatMap((from, at) =>
    pools.flatMap((pool): PricedSlice[] => {
      const gpus = free.get(pool.id)![from - horizon.from]!;
      if (gpus === 0) return [];
      const price = prices.get(pool.id)!.filter(({ validFrom }) => validFrom <= startOf(from)).at(-1);
      if (!price) {
        throw conflict(
          'NO_PRICE', `The pool ${pool.code} has no price on ${nameOfDay(from)}. Enter it under its contract, then plan.`,
          `资源池 ${pool.code} 在 ${nameOfDay(from)} 没有价格，请先在合同中录入价格。`, { pool: pool.code },
        );
      }
      return [{ worldId: worldIdOf(pool, from), poolId: pool.id, from, to: days[at + 1]!, gpus, fen: Number(price.fen) }];
    }),
  );
}

/** A pool's code where the planner takes it as a name, with the day on which the slice begins. */
function worldIdOf({ id, code }: PoolFact, from: number): string {
  const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(code) ? code : id;
  return `${name}:${nameOfDay(from)}`;
}
