import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { machineTests } from '@wutong/core-testing';
import fc from 'fast-check';
import { GrantChangeService } from '../grant/grant-change.service';
import { GrantService } from '../grant/grant.service';
import { TERMS_VERSION } from '../grant/terms';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import type { ComputeRequest } from './compute-request.entity';
import { computeRequestWorkflow } from './compute-request.workflow';
import { RequestAppealService } from './request-appeal.service';
import { RequestDraftService } from './request-draft.service';
import { RequestReadService } from './request-read.service';
import { RequestReviewService } from './request-review.service';

const machine = machineTests(
  computeRequestWorkflow, new URL('fixtures/compute-request.machine.json', import.meta.url),
);

describe('whatever people try, in whatever order', () => {
  let world: ComputeWorld;
  beforeAll(async () => {
    world = await computeWorld();
  });
  afterAll(() => world.close());

  test('a request only ever makes the table’s moves, each by somebody who may', async () => {
    const pool = await world.pool(8);
    const people = [
      await world.founder(pool.gpuClass), world.operator, world.lead, world.approver, await world.staff('approver'), await world.founder(),
    ];
    const member = await world.colleague(people[0]!, 'member');
    const reading = world.get(RequestReadService);
    /** A move that is open to somebody, so that walks come far. */
    const fitting = (request: ComputeRequest, what: number, actors: readonly Ctx[], user: Ctx) => {
      const open = [...actors, user].flatMap((ctx) =>
        reading.actions(world.reopen(ctx), request)
          .filter(({ event }) => !LEAVING.has(event))
          .map(({ event }) => ({ ctx: world.reopen(ctx), event })),
      );
      return open[what % Math.max(1, open.length)] ?? { ctx: world.reopen(actors[0]!), event: 'acceptTerms' };
    };
    const step = fc.record({ who: fc.nat(people.length), what: fc.nat(99), yes: fc.boolean(), isFitting: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), async (steps) => {
        const founder = world.reopen(people[0]!);
        const { id } = await world.draft(founder, pool.gpuClass, { gpus: 4, startsAt: world.at(0), endsAt: world.at(20) });
        for (const { who, what, yes, isFitting } of steps) {
          const request = await reading.get(founder, id);
          const actor = world.reopen(people[who] ?? member);
          const wanted = isFitting ? fitting(request, what, people, member) : null;
          const attempts = operations(world, wanted?.ctx ?? actor, { id, version: request.version }, yes);
          const names = Object.keys(attempts);
          await attempts[wanted?.event ?? names[what % names.length]!]!().catch((error: { code?: string }) => {
            if (!error.code) throw error;
          });
        }
        await settleAll(world, founder, id);
        const request = await reading.get(founder, id);
        const timeline = await reading.timeline(founder, request);
        let state: string | null = null;
        for (const { event, fromState, toState, actorName } of timeline.slice(1)) {
          const allowed = machine.transitions.filter((t) => t.event === event && t.from === fromState && t.to === toState);
          expect({ event, fromState, toState, known: allowed.length }).toEqual({ event, fromState, toState, known: 1 });
          expect(allowed[0]!.by).toContain(actorName.split(' ')[0]);
          if (state !== null) expect(fromState).toBe(state);
          state = toState;
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

/** What ends a request early; tried too, but not when a walk is to come far. */
const LEAVING = new Set(['withdraw', 'discard', 'release', 'revoke', 'dismissAppeal']);

/** Everything that anybody can ask of a request. */
function operations(world: ComputeWorld, ctx: Ctx, seen: { id: string; version: number }, yes: boolean): Record<string, () => Promise<unknown>> {
  const drafts = world.get(RequestDraftService);
  const review = world.get(RequestReviewService);
  const appeals = world.get(RequestAppealService);
  const grants = world.get(GrantService);
  const changes = world.get(GrantChangeService);
  const reason = { ...seen, reason: 'Because.' };
  const days = (n: number): Date => world.at(n);
  return {
    submit: () => drafts.submit(ctx, seen, 'submit'),
    resubmit: () => drafts.submit(ctx, seen, 'resubmit'),
    discard: () => (yes ? Promise.resolve() : drafts.leave(ctx, seen, 'discard')),
    withdraw: () => (yes ? Promise.resolve() : drafts.leave(ctx, seen, 'withdraw')),
    claim: () => review.claim(ctx, seen),
    requestInfo: () => review.requestInfo(ctx, { ...seen, question: 'Why?', dueAt: days(3) }),
    size: () => review.size(ctx, { ...seen, gpus: 4, startsAt: days(0), endsAt: days(20) }),
    approve: () => review.approve(ctx, seen),
    deny: () => review.deny(ctx, reason),
    appeal: () => appeals.appeal(ctx, reason),
    upholdAppeal: () => appeals.uphold(ctx, reason),
    dismissAppeal: () => appeals.dismiss(ctx, reason),
    acceptTerms: () => grants.acceptTerms(ctx, { requestId: seen.id, terms: TERMS_VERSION }),
    release: () => (yes ? Promise.resolve() : grants.release(ctx, seen)),
    revoke: () => grants.revoke(ctx, reason),
    requestChange: () => changes.requestChange(ctx, { ...seen, gpus: 2, endsAt: days(18), justification: 'Less' }),
    decideChange: () => changes.decideChange(ctx, { ...seen, accept: yes, note: 'Decided' }),
    requestRenewal: () => changes.requestRenewal(ctx, { ...seen, endsAt: days(25), justification: 'More' }),
    decideRenewal: () => changes.decideRenewal(ctx, { ...seen, accept: yes, note: 'Decided' }),
    timers: () => (yes ? Promise.resolve(0) : world.get(Timers).runDue(days(1))),
  };
}

/** Lets time pass until nothing is held for the request any more, so that the next one finds the pool as it was. */
async function settleAll(world: ComputeWorld, founder: Ctx, id: string): Promise<void> {
  for (const days of [40, 60, 200]) await world.get(Timers).runDue(world.at(days));
  const grant = await world.get(RequestReadService).grant(founder, await world.get(RequestReadService).get(founder, id));
  if (grant) expect(grant).toMatchObject({ heldMh: 0n, holdId: null, settledAt: expect.any(Date) });
}
