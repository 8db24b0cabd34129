import { z } from 'zod';
import type { Change } from '../planning/what-if';
import type { World, WorldRequest } from '../planning/world';

/** A change of the world as people say it. */
export const scenarioChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('losePool'), pool: z.string() }),
  z.object({ kind: z.literal('price'), pool: z.string(), percent: z.int().min(-100).max(900) }),
  z.object({ kind: z.literal('scale'), percent: z.int().min(0).max(1000) }),
  z.object({ kind: z.literal('addPool'), gpuClass: z.string(), gpus: z.int().min(8).max(100_000), fenPerGpuHour: z.int().min(0).max(1_000_000) }),
  z.object({ kind: z.literal('addTenant'), gpuClass: z.string(), gpus: z.int().min(1).max(100_000) }),
]);
export type ScenarioChange = z.output<typeof scenarioChange>;

/** The tenant of `addTenant`, who is no organisation yet. */
export const NEW_TENANT = 'new-tenant';

/**
 * What people say, in the planner's changes. A pool is all its slices; a new pool has its GPUs in every slice of the days of
 * its class, open to every request of the class there; a new tenant asks for its GPUs all the time.
 */
export function plannerChanges(world: World, changes: readonly ScenarioChange[]): Change[] {
  const requests = new Map(world.requests.map((request) => [request.id, request]));
  const made: Change[] = [];
  const added: World['pools'] = [];
  // New pools come first, so that a new tenant may use them whatever the order in which both were said.
  const ordered = [...changes].sort((a, b) => Number(b.kind === 'addPool') - Number(a.kind === 'addPool'));
  ordered.forEach((change, at) => {
    switch (change.kind) {
      case 'losePool':
        made.push(...slicesOf(world, change.pool).map(({ id }): Change => ({ change: 'remove-pool', pool: id })));
        break;
      case 'price':
        made.push(...slicesOf(world, change.pool).flatMap(({ id, prices }) => prices.map(({ from, fenPerGpuHour }): Change => ({
          change: 'set-price', pool: id, from, fenPerGpuHour: Math.round((fenPerGpuHour * (100 + change.percent)) / 100),
        }))));
        break;
      case 'scale':
        made.push({ change: 'scale-capacity', percent: change.percent });
        break;
      case 'addPool': {
        const supplier = `new-supplier-${at}`;
        made.push({ change: 'add-supplier', supplier: { id: supplier } });
        for (const [day, slice] of spansOf(world, change.gpuClass)) {
          // All slices of a span have as many hours a GPU as it is long.
          const pool = {
            ...slice.pool, id: `new-pool-${at}:${day}`, supplier, prices: [{ from: slice.month, fenPerGpuHour: change.fenPerGpuHour }],
            extra: [{ month: slice.month, hours: change.gpus * slice.hours }],
          };
          added.push(pool);
          made.push({ change: 'add-pool', pool });
          for (const request of [...requests.values()].filter(({ id, gpuClasses }) => dayOf(id) === day && gpuClasses.includes(change.gpuClass))) {
            const open: WorldRequest = { ...request, pools: [...(request.pools ?? []), pool.id] };
            requests.set(open.id, open);
            made.push({ change: 'remove-request', request: open.id }, { change: 'add-request', request: open });
          }
        }
        break;
      }
      case 'addTenant': {
        const tenant = `${NEW_TENANT}-${at}`;
        made.push({ change: 'add-tenant', tenant: { id: tenant, scorePercent: 100, pastUse: [] } });
        for (const [day, slice] of spansOf(world, change.gpuClass)) {
          const usable = [...world.pools, ...added].filter(({ id, gpuClass }) => dayOf(id) === day && gpuClass === change.gpuClass);
          made.push({
            change: 'add-request',
            request: {
              id: `${tenant}:${day}`, tenant, gpuClasses: [change.gpuClass], hoursOf: change.gpuClass, from: slice.month, to: slice.month,
              pools: usable.map(({ id }) => id), hours: change.gpus * slice.hours, dataRules: [], priority: 5, rank: 1, guaranteedHours: 0,
              atLeastHours: 0, onePool: false,
            },
          });
        }
      }
    }
  });
  return made;
}

function slicesOf(world: World, pool: string): World['pools'] {
  return world.pools.filter(({ id }) => id.split(':')[0] === pool);
}

/** The days at which the slices of a class begin, each with one of its slices, its month, and its length in hours. */
function spansOf(world: World, gpuClass: string): Map<string, { pool: World['pools'][number]; month: string; hours: number }> {
  const own = world.pools.filter((pool) => pool.gpuClass === gpuClass);
  const days = [...new Set(own.map(({ id }) => dayOf(id)))].sort();
  return new Map(days.map((day, at) => {
    const pool = own.find(({ id }) => dayOf(id) === day)!;
    const month = day.slice(0, 7);
    const next = days[at + 1];
    // A span ends where the next begins, or with its month.
    const end = next !== undefined && next.slice(0, 7) === month
      ? Date.parse(next) : Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1);
    return [day, { pool, month, hours: (end - Date.parse(day)) / 3_600_000 }];
  }));
}

function dayOf(id: string): string {
  return id.split(':')[1] ?? '';
}
