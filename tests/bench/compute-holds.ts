/* eslint-disable @nx/enforce-module-boundaries -- the bench stands where the specs of the platform stand */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { asSystem } from '@wutong/core-server';
import { GrantFunds } from '../../libs/compute/server/src/grant/grant-funds';
import type { ComputeRequest } from '../../libs/compute/server/src/request/compute-request.entity';
import { computeWorld, HOUR_MH } from '../../libs/compute/server/src/testing/compute-world';
import type { Figure } from './figure';

const RATE = 500;
const SECONDS = 10;
const TENANTS = 50;
const CONNECTIONS = 32;

/**
 * What approving a request does to the quota: the transaction that opens the tenant's accounts where they are not there and
 * holds the hours in the ledger, on a PostgreSQL that syncs every commit. 500 of them begin each second whether or not the
 * ones before have ended, over 50 tenants; the time of each runs from the moment at which it was due. Afterwards 200 at once
 * on a quota for 100.
 */
export async function benches(): Promise<Figure[]> {
  const world = await computeWorld({ poolSize: CONNECTIONS });
  try {
    const { gpuClass } = await world.pool(8);
    const tenants: string[] = [];
    for (let i = 0; i < TENANTS; i++) tenants.push((await world.founder(gpuClass)).actor.organisationId ?? '');
    const ctx = asSystem(world.lead);
    const hold = async (organisationId: string, mh: bigint): Promise<boolean> => {
      const request = { id: randomUUID(), organisationId, number: 'C2026-0001' } as ComputeRequest;
      const sizing = { gpuClass, gpus: 1, startsAt: ctx.now, endsAt: world.at(1), amountMh: mh };
      return (await world.db.write(ctx, (tx) => world.get(GrantFunds).place(ctx, tx, request, sizing))) !== null;
    };
    // Every connection is opened and has its statements prepared before the clock starts, as in a portal that runs.
    for (let round = 0; round < 6; round++) await Promise.all(tenants.map((tenant) => hold(tenant, 1n)));
    const times: number[] = [];
    const pending: Promise<void>[] = [];
    const began = performance.now();
    for (let n = 0; n < RATE * SECONDS; n++) {
      const due = began + (n * 1000) / RATE;
      while (performance.now() < due) await wait(due - performance.now() > 2 ? 1 : 0);
      pending.push(hold(tenants[n % TENANTS] ?? '', 1n).then(() => void times.push(performance.now() - due)));
    }
    await Promise.all(pending);
    const rate = times.length / ((performance.now() - began) / 1000);
    const sorted = times.sort((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
    const scarce = (await world.founder(gpuClass, 100n)).actor.organisationId ?? '';
    const passed = (await Promise.all(Array.from({ length: 200 }, () => hold(scarce, HOUR_MH)))).filter(Boolean).length;
    return [
      { figure: 'holds.p95-at-500-a-second', value: p95, unit: 'ms', goal: { atMost: 20 } },
      { figure: 'holds.median-at-500-a-second', value: sorted[sorted.length >> 1] ?? NaN, unit: 'ms', goal: null },
      { figure: 'holds.rate', value: Math.round(rate), unit: 'ops/s', goal: { atLeast: RATE * 0.99 } },
      { figure: 'holds.of-200-at-once-beyond-100', value: passed - 100, unit: 'holds', goal: { atMost: 0 } },
    ];
  } finally {
    await world.close();
  }
}
