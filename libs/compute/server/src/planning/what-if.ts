import { z } from 'zod';
import { parseWorld } from './parse-world';
import { planWorld, type Plan } from './plan';
import { worldParts, type World } from './world';
import { WorldError, worldMessages } from './world-checks';

/** A change of the world to try out; a what-if is a list of them, applied in order. */
const { pool, tenant, request, month, identifier, hours } = worldParts;
const change = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('add-supplier'), supplier: z.strictObject({ id: identifier }) }),
  z.strictObject({ change: z.literal('add-pool'), pool }),
  z.strictObject({ change: z.literal('remove-pool'), pool: identifier }),
  z.strictObject({ change: z.literal('add-hours'), pool: identifier, month, hours }),
  z.strictObject({
    change: z.literal('set-price'),
    pool: identifier,
    from: month,
    fenPerGpuHour: z.int().min(0).max(1e7),
  }),
  z.strictObject({
    change: z.literal('scale-capacity'),
    pool: identifier.optional(),
    percent: z.int().min(0).max(1000),
  }),
  z.strictObject({ change: z.literal('add-tenant'), tenant }),
  z.strictObject({ change: z.literal('remove-tenant'), tenant: identifier }),
  z.strictObject({
    change: z.literal('set-score'),
    tenant: identifier,
    scorePercent: z.int().min(1).max(1000),
  }),
  z.strictObject({ change: z.literal('add-request'), request }),
  z.strictObject({ change: z.literal('remove-request'), request: identifier }),
  z.strictObject({ change: z.literal('set-demand'), request: identifier, hours }),
]);

export const changesSchema = z.array(change);
export type Change = z.output<typeof change>;

export interface WhatIf {
  readonly before: Plan;
  readonly after: Plan;
  readonly tenants: readonly Difference[];
  readonly pools: readonly Difference[];
}

/** Hours and cost before and after, of a tenant or of a pool; absent ones count as nothing. */
export interface Difference {
  readonly id: string;
  readonly beforeHours: number;
  readonly afterHours: number;
  readonly beforeFen: number;
  readonly afterFen: number;
}

/** The plan of the changed world, as near as may be to the plan of the world as it is, and who gains or loses what. */
export function whatIf(world: World, changes: readonly Change[]): WhatIf {
  const before = planWorld(world);
  const previous = before.lines.map(({ request: id, pool: where, month: when, hours: amount }) => ({
    request: id,
    pool: where,
    month: when,
    hours: amount,
  }));
  const after = planWorld({ ...applyChanges(world, changes), previous });
  const tenantsOf = (plan: Plan): Amounts =>
    new Map(plan.tenants.map(({ id, grantedHours, costFen }) => [id, { hours: grantedHours, fen: costFen }]));
  return {
    before,
    after,
    tenants: differences(tenantsOf(before), tenantsOf(after)),
    pools: differences(poolsOf(before), poolsOf(after)),
  };
}

type Amounts = Map<string, { hours: number; fen: number }>;

function poolsOf(plan: Plan): Amounts {
  const amounts: Amounts = new Map();
  for (const line of plan.lines) {
    const entry = amounts.get(line.pool) ?? { hours: 0, fen: 0 };
    const milli = Math.round((entry.hours + line.hours) * 1000);
    amounts.set(line.pool, { hours: milli / 1000, fen: entry.fen + line.costFen });
  }
  return amounts;
}

function differences(before: Amounts, after: Amounts): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((id) => ({
    id,
    beforeHours: before.get(id)?.hours ?? 0,
    afterHours: after.get(id)?.hours ?? 0,
    beforeFen: before.get(id)?.fen ?? 0,
    afterFen: after.get(id)?.fen ?? 0,
  }));
}

/** The changed world, validated as a whole; throws WorldError naming the change or the place that is wrong. */
export function applyChanges(world: World, changes: readonly Change[]): World {
  return parseWorld(changes.reduce(applyChange, world));
}

function applyChange(world: World, one: Change, at: number): World {
  switch (one.change) {
    case 'add-supplier':
      return { ...world, suppliers: [...world.suppliers, one.supplier] };
    case 'add-pool':
      return { ...world, pools: [...world.pools, one.pool] };
    case 'remove-pool':
      // Its hours go, its name stays: requests and the previous plan may still speak of it.
      return {
        ...world,
        pools: edit(world.pools, one.pool, at, 'pool', (found) => ({ ...found, capacity: [], extra: [] })),
      };
    case 'add-hours':
      return {
        ...world,
        pools: edit(world.pools, one.pool, at, 'pool', (found) => ({
          ...found,
          extra: [...found.extra, { month: one.month, hours: one.hours }],
        })),
      };
    case 'set-price':
      return {
        ...world,
        pools: edit(world.pools, one.pool, at, 'pool', (found) => ({
          ...found,
          prices: [
            ...found.prices.filter(({ from }) => from !== one.from),
            { from: one.from, fenPerGpuHour: one.fenPerGpuHour },
          ],
        })),
      };
    case 'scale-capacity': {
      const scale = (found: World['pools'][number]): World['pools'][number] => ({
        ...found,
        capacity: found.capacity.map(({ from, gpus }) => ({ from, gpus: Math.floor((gpus * one.percent) / 100) })),
        extra: found.extra.map((entry) => ({
          ...entry,
          hours: Math.floor((Math.round(entry.hours * 1000) * one.percent) / 100) / 1000,
        })),
      });
      const pools = one.pool === undefined ? world.pools.map(scale) : edit(world.pools, one.pool, at, 'pool', scale);
      return { ...world, pools };
    }
    case 'add-tenant':
      return { ...world, tenants: [...world.tenants, one.tenant] };
    case 'remove-tenant':
      return {
        ...world,
        tenants: without(world.tenants, one.tenant, at, 'tenant'),
        requests: world.requests.filter(({ tenant: owner }) => owner !== one.tenant),
      };
    case 'set-score':
      return {
        ...world,
        tenants: edit(world.tenants, one.tenant, at, 'tenant', (found) => ({
          ...found,
          scorePercent: one.scorePercent,
        })),
      };
    case 'add-request':
      return { ...world, requests: [...world.requests, one.request] };
    case 'remove-request':
      return { ...world, requests: without(world.requests, one.request, at, 'request') };
    case 'set-demand':
      return {
        ...world,
        requests: edit(world.requests, one.request, at, 'request', (found) => ({ ...found, hours: one.hours })),
      };
  }
}

type Noun = 'pool' | 'tenant' | 'request';

function edit<T extends { id: string }>(
  list: readonly T[],
  id: string,
  at: number,
  noun: Noun,
  by: (found: T) => T,
): T[] {
  if (!list.some((one) => one.id === id)) {
    const [en, zh] = worldMessages[`unknown-${noun}`];
    throw new WorldError([{ path: `[${at}].${noun}`, en, 'zh-CN': zh }]);
  }
  return list.map((one) => (one.id === id ? by(one) : one));
}

function without<T extends { id: string }>(list: readonly T[], id: string, at: number, noun: Noun): T[] {
  return edit(list, id, at, noun, (found) => found).filter((one) => one.id !== id);
}
