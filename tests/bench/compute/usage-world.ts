/* eslint-disable @nx/enforce-module-boundaries -- the bench stands where the specs of the platform stand */
import { computeWorld, HOUR_MH } from '../../../libs/compute/server/src/testing/compute-world';
import { SupplierService } from '../../../libs/compute/server/src/supplier/supplier.service';
import { EntitlementService } from '../../../libs/compute/server/src/entitlement/entitlement.service';
import { RequestReadService } from '../../../libs/compute/server/src/request/request-read.service';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Numbers between 0 and 1, the same from the same seed. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A centre with pools of several suppliers' prices and tenants that each have a running grant of all GPU classes: accounts to
 * which a month of jobs can be charged.
 */
export async function usageWorld(shape: { pools: number; tenants: number; poolSize?: number }) {
  const world = await computeWorld({ poolSize: shape.poolSize ?? 8 });
  const { operator, lead } = world;
  const pools = [];
  for (let i = 0; i < shape.pools; i++) {
    const pool = await world.pool(100_000);
    for (const [fen, days] of [[1000n, -300], [900n, 10.5]] as const) {
      await world.get(SupplierService).setPrice(operator, {
        contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: fen + BigInt(i), validFrom: world.at(days),
      });
    }
    pools.push(pool);
  }
  const accounts: { cluster: string; gpuClass: string; account: string }[] = [];
  for (let i = 0; i < shape.tenants; i++) {
    const founder = await world.founder();
    const organisationId = founder.actor.organisationId ?? '';
    // Each tenant works in two pools.
    for (const pool of [pools[i % pools.length], pools[(i + 1) % pools.length]]) {
      if (!pool) continue;
      const { gpuClass, cluster } = pool;
      await world.get(EntitlementService).give(lead, { organisationId, gpuClass, amountMh: 10_000_000n * HOUR_MH, reason: 'bench' });
      const request = await world.active(founder, gpuClass, { gpus: 1000, endsAt: world.at(40) });
      const grant = await world.get(RequestReadService).grant(founder, request);
      accounts.push({ cluster, gpuClass, account: grant?.account ?? '' });
    }
  }
  return { ...world, pools, accounts };
}

export const HEADER =
  'JobIDRaw|JobID|DBIndex|Cluster|Partition|QOS|Account|User|State|AllocTRES|NNodes|ElapsedRaw|Submit|Start|End|ExitCode|JobName';

/**
 * A day of Slurm accounting, shaped as Helios' published month is: arrivals that follow the working day, run times spread
 * over five orders of magnitude (median some minutes, a few days at most), most jobs on one GPU, most hours on many.
 */
export function dayOfJobs(
  day: Date, count: number, firstId: number, accounts: readonly { cluster: string; gpuClass: string; account: string }[],
): string {
  const next = numbers(firstId + 1);
  const lines: string[] = [];
  const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19);
  for (let i = 0; i < count; i++) {
    const id = firstId + i;
    const { cluster, gpuClass, account } = accounts[Math.floor(next() ** 2 * accounts.length)] as (typeof accounts)[number];
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const seconds = Math.max(1, Math.min(7 * 86_400, Math.round(300 * Math.exp(2.2 * normal))));
    const gpus = 2 ** Math.min(8, Math.floor(-Math.log2(1 - next() * 0.998)));
    const hour = (9 + 10 * (next() + next() - 1) + 24) % 24;
    const start = Math.floor((day.getTime() + hour * HOUR) / 1000) * 1000;
    const state = next() < 0.7 ? 'COMPLETED' : next() < 0.5 ? 'CANCELLED by 1000' : 'FAILED';
    lines.push([
      id, id, id, cluster, 'gpu', 'normal', account, `u${id % 37}`, state,
      `billing=${gpus * 16},cpu=${gpus * 16},gres/gpu:${gpuClass}=${gpus},gres/gpu=${gpus},mem=${gpus * 128}G,node=${Math.ceil(gpus / 8)}`,
      Math.ceil(gpus / 8), seconds, stamp(start - Math.floor(next() * 3600) * 1000), stamp(start), stamp(start + seconds * 1000),
      '0:0', 'train',
    ].join('|'));
  }
  return `${lines.join('\n')}\n`;
}
