import { Database, Jobs, type Ctx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { ApplyPlanService } from '../planning-cycle/apply-plan.service';
import { dayOf, firstDayOf, monthOf, startOf } from '../planning-cycle/day-grid';
import type { PlanningCycle } from '../planning-cycle/planning-cycle.entity';
import { PlanningCycleService } from '../planning-cycle/planning-cycle.service';
import { PlanningReadService } from '../planning-cycle/planning-read.service';
import { ProposalService } from '../planning-cycle/proposal.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { SupplierService } from '../supplier/supplier.service';
import { HOUR_MH, seen, type ComputeWorld } from './compute-world';

/** What specs of planning cycles do over and over, in a world that is there by the time they do it. */
export function planningSteps(world: () => ComputeWorld) {
  let first: string | undefined;
  let codes = 0;
  /** The first month after the present one, as it was when first asked for. */
  const month = (): string => (first ??= monthOf(firstDayOf(monthOf(dayOf(world().clock.now())), true)));
  /** The days of that month, from 0. */
  const day = (index: number): Date => startOf(firstDayOf(month()) + index);

  async function pricedPool(gpus: number) {
    const pool = await world().pool(gpus);
    await world().get(SupplierService).setPrice(world().operator, {
      contractId: world().contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 1000n, validFrom: world().clock.now(),
    });
    return pool;
  }

  async function cycle(by: Ctx = world().operator): Promise<PlanningCycle> {
    codes += 1;
    return world().get(PlanningCycleService).open(by, {
      code: `T-${codes}`, firstMonth: month(), lastMonth: month(), quantumMh: 1000n, stages: [], halfLifeMonths: 3, leastPercent: 50,
      mostPercent: 200, note: '',
    });
  }

  /** The cycle with a plan of these requests alone: whatever else waits is left out. */
  async function planned(only: readonly ComputeRequest[]): Promise<PlanningCycle> {
    const opened = await cycle();
    const reading = world().get(PlanningReadService);
    for (const { requestId } of await reading.candidates(world().operator, opened)) {
      if (only.some(({ id }) => id === requestId)) continue;
      await world().get(PlanningCycleService).leaveOut(world().operator, { id: opened.id, requestId, reason: 'Another test.' });
    }
    return propose(opened);
  }

  async function propose({ id }: PlanningCycle): Promise<PlanningCycle> {
    await world().get(ProposalService).propose(world().operator, { id });
    await world().get(Jobs).drain();
    return world().get(PlanningReadService).get(world().operator, id);
  }

  const outcomes = (of: PlanningCycle, by: Ctx = world().operator) => world().get(PlanningReadService).outcomes(by, of);
  const apply = (of: PlanningCycle, by: Ctx = world().lead) => world().get(ApplyPlanService).apply(by, seen(of));
  const grantOf = (request: { id: string }): Promise<ComputeGrant | null> =>
    world().get(Database).read(world().operator, (tx) => tx.of(ComputeGrant).findOneBy({ id: request.id }));
  const available = async (founder: Ctx, gpuClass: string): Promise<bigint> => {
    const [row] = await world().asOwner<{ left: bigint }>(
      `select (credits_posted - debits_posted - debits_pending)::bigint as left from ledger_account
        where organisation_id = $1 and unit = $2 and code = 'available'`, [founder.actor.organisationId, `gpu-mh:${gpuClass}`]);
    return BigInt(row?.left ?? 0);
  };

  /** Two companies that ask for all of one pool for ten days each. */
  async function rivals(gpus = 16) {
    const pool = await pricedPool(gpus);
    const founders = [await world().founder(pool.gpuClass), await world().founder(pool.gpuClass)] as const;
    const window = { gpus, startsAt: day(5), endsAt: day(15) };
    const requests = [await world().sized(founders[0], pool.gpuClass, window), await world().sized(founders[1], pool.gpuClass, window)] as const;
    return { pool, founders, requests, full: BigInt(gpus) * 240n * HOUR_MH };
  }

  return { month, day, pricedPool, cycle, planned, propose, outcomes, apply, grantOf, available, rivals };
}
