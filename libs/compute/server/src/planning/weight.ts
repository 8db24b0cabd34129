import type { World, WorldTenant } from './world';
import { monthIndex } from './world-checks';

/**
 * The weight of a tenant in thousandths: stage × programme × review score × correction by past use, at least 1.
 * Whole numbers, because shares are computed exactly.
 */
export function tenantWeight(world: World, tenant: WorldTenant): number {
  const { stages, programmes } = world.policy;
  const stage = tenant.stage === undefined ? 100 : stages[tenant.stage]!;
  const programme = tenant.programme === undefined ? 100 : programmes[tenant.programme]!;
  const correction = pastUseCorrection(world, tenant);
  return Math.max(1, Math.round((stage * programme * tenant.scorePercent * correction) / 1_000_000));
}

/**
 * Correction by past use in thousandths: 2^(1 − used/share), both summed with a weight that halves every half-life
 * (the decay of Slurm's and Kueue's fair share), held within the policy's bounds; 1000 for a tenant without a past.
 *
 * It looks at the tenant's own use against the tenant's own past share and at nobody else, so that a tenant who
 * leaves cannot change the weights of the others.
 */
export function pastUseCorrection(world: World, tenant: WorldTenant): number {
  const { halfLifeMonths, leastPercent, mostPercent } = world.policy.pastUse;
  const start = monthIndex(world.cycle.from);
  let used = 0;
  let share = 0;
  for (const entry of [...tenant.pastUse].sort((a, b) => monthIndex(a.month) - monthIndex(b.month))) {
    const age = start - monthIndex(entry.month);
    if (age < 0) continue;
    const decay = powerOfTwo(-age / halfLifeMonths);
    used += entry.usedHours * decay;
    share += entry.shareHours * decay;
  }
  if (used === 0 && share === 0) return 1000;
  const excess = share === 0 ? Infinity : used / share - 1;
  const correction = Math.round(1000 * powerOfTwo(Math.max(-10, Math.min(10, -excess))));
  return Math.max(leastPercent * 10, Math.min(mostPercent * 10, correction));
}

/** 2^x from square roots alone, which IEEE 754 rounds exactly: the same bits on every machine, unlike Math.pow. */
function powerOfTwo(x: number): number {
  const whole = Math.floor(x);
  let rest = x - whole;
  let result = 1;
  let root = 2;
  for (let bit = 0; bit < 40 && rest > 0; bit += 1) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest >= 1) {
      rest -= 1;
      result *= root;
    }
  }
  for (let step = 0; step < Math.abs(whole); step += 1) result = whole < 0 ? result / 2 : result * 2;
  return result;
}
