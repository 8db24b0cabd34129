import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ctx } from '@wutong/core-server';
import { machineTests } from '@wutong/core-testing';
import fc from 'fast-check';
import { PoolService } from '../pool/pool.service';
import { RequestReadService } from '../request/request-read.service';
import { RequestReviewService } from '../request/request-review.service';
import { SupplierService } from '../supplier/supplier.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { ApplyPlanService } from './apply-plan.service';
import { dayOf, firstDayOf, monthOf, startOf } from './day-grid';
import type { PlanningCycle } from './planning-cycle.entity';
import { PlanningCycleService } from './planning-cycle.service';
import { planningCycleWorkflow } from './planning-cycle.workflow';
import { PlanningReadService } from './planning-read.service';
import { PlanningReportService } from './planning-report.service';
import { ProposalService } from './proposal.service';

const machine = machineTests(planningCycleWorkflow, new URL('fixtures/planning-cycle.machine.json', import.meta.url));

describe('whatever people try, in whatever order', () => {
  let world: ComputeWorld;
  let runs = 0;
  beforeAll(async () => {
    world = await computeWorld();
  });
  afterAll(() => world.close());

  test('a cycle only makes the table’s moves, and hours are held exactly when its plan is in force', async () => {
    const step = fc.record({ who: fc.nat(5), what: fc.nat(7) });
    const states = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const { cycle, requests, pool, founder } = await opened();
        const both = await world.staff('platform_operator', 'programme_lead');
        const people = [world.operator, world.lead, world.approver, both, founder, await world.staff('platform_operator')];
        const read = (): Promise<PlanningCycle> => world.get(PlanningReadService).get(world.operator, cycle.id);
        for (const { who, what } of steps) {
          await attempts(people[who]!, await read(), requests[0], pool.id)[what]!().catch((error: { code?: string }) => {
            if (!error.code) throw error;
          });
          await world.drain();
        }
        const end = await read();
        states.add(end.state);
        const names = new Map([...people, world.system()].map(({ actor }) => [actor.name, actor]));
        const timeline = await world.get(PlanningReadService).timeline(world.operator, end);
        for (const { event, fromState, toState, actorName } of timeline.slice(1)) {
          const allowed = machine.transitions.filter((t) => t.event === event && t.from === fromState && t.to === toState).flatMap(({ by }) => by);
          const roles = actorName === 'system' ? ['system'] : (names.get(actorName)?.roles ?? []);
          expect({ event, fromState, toState, roles, isAllowed: roles.some((role) => allowed.includes(role)) }).toMatchObject({ isAllowed: true });
        }
        const isInForce = end.state === 'applied' || end.state === 'published';
        const planned = isInForce ? await world.get(PlanningReadService).outcomes(world.operator, end) : [];
        const [held] = await world.asOwner<{ mh: bigint }>(
          'select coalesce(sum(granted_mh), 0)::bigint as mh from compute_grant where id = any($1)', [requests],
        );
        expect(held?.mh).toBe(planned.reduce((sum, { grantedMh }) => sum + grantedMh, 0n));
        if (isInForce) expect([end.openedBy, end.proposedBy]).not.toContain(names.get(end.appliedByName ?? '')?.userId);
        await settle(requests);
      }),
      { numRuns: 10, examples: WALKS.map((walk) => [walk]) },
    );
    for (const state of ['collecting', 'proposed', 'applied', 'published', 'cancelled']) expect(states).toContain(state);
  }, 120_000);

  /** A cycle of two companies that ask for all of one pool for five days each. */
  async function opened() {
    runs += 1;
    const month = monthOf(firstDayOf(monthOf(dayOf(world.clock.now())), true));
    const day = (index: number): Date => startOf(firstDayOf(month) + index);
    const pool = await world.pool(16);
    await world.get(SupplierService).setPrice(world.operator, {
      contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: 1000n, validFrom: world.clock.now(),
    });
    const founders = [await world.founder(pool.gpuClass), await world.founder(pool.gpuClass)] as const;
    const window = { gpus: 16, startsAt: day(5), endsAt: day(10) };
    const sized = [await world.sized(founders[0], pool.gpuClass, window), await world.sized(founders[1], pool.gpuClass, window)] as const;
    const cycle = await world.get(PlanningCycleService).open(world.operator, {
      code: `W-${runs}`, firstMonth: month, lastMonth: month, quantumMh: 1000n, stages: [], halfLifeMonths: 3, leastPercent: 50,
      mostPercent: 200, note: '',
    });
    return { cycle, pool, founder: founders[0], requests: [sized[0].id, sized[1].id] as const };
  }

  function attempts(ctx: Ctx, cycle: PlanningCycle, requestId: string, poolId: string): (() => Promise<unknown>)[] {
    const cycles = world.get(PlanningCycleService);
    const reason = { ...seen(cycle), reason: 'Because.' };
    const propose = (): Promise<unknown> => world.get(ProposalService).propose(ctx, { id: cycle.id });
    return [
      propose,
      () => world.get(ApplyPlanService).apply(ctx, seen(cycle)),
      () => world.get(PlanningReportService).publish(ctx, seen(cycle)),
      () => cycles.sendBack(ctx, reason),
      () => cycles.cancel(ctx, reason),
      () => cycles.leaveOut(ctx, { id: cycle.id, requestId, reason: 'Another time.' }),
      () => cycles.takeIn(ctx, { id: cycle.id, requestId }),
      () => world.get(PoolService).announceMaintenance(ctx, {
        poolId, gpus: 8, startsAt: startOf(firstDayOf(cycle.firstMonth) + 5), endsAt: startOf(firstDayOf(cycle.firstMonth) + 6), reason: 'Cooling',
      }),
    ];
  }

  /** What still waits is no part of the next walk. */
  async function settle(requests: readonly string[]): Promise<void> {
    for (const id of requests) {
      const request = await world.get(RequestReadService).get(world.operator, id);
      if (request.state === 'approval') {
        await world.get(RequestReviewService).deny(world.lead, { ...seen(request), reason: 'Not now.' });
      }
    }
  }
});

/** Walks that surely come to their end: operator 0, lead 1, approver 2. */
const WALKS = [
  [{ who: 0, what: 0 }, { who: 1, what: 1 }, { who: 0, what: 2 }],
  [{ who: 0, what: 0 }, { who: 0, what: 1 }, { who: 1, what: 1 }],
  [{ who: 0, what: 0 }, { who: 0, what: 7 }, { who: 1, what: 1 }],
  [{ who: 0, what: 0 }, { who: 1, what: 3 }, { who: 1, what: 1 }],
  [{ who: 0, what: 0 }, { who: 0, what: 4 }, { who: 1, what: 1 }],
];
