import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { machineTests } from '@wutong/core-testing';
import fc from 'fast-check';
import { DueDiligenceStatus } from '../due-diligence/due-diligence-item.entity';
import { DueDiligenceService } from '../due-diligence/due-diligence.service';
import { GOOD_ANSWERS, sentDocument, tenancyWorld, type TenancyWorld } from '../testing/tenancy-world';
import { tenancyWorkflow } from '../tenancy/tenancy.workflow';
import { ApplicationDraftService } from './application-draft.service';
import { ApplicationReadService } from './application-read.service';
import { ApplicationReviewService } from './application-review.service';
import { OfferService } from './offer.service';
import type { TenancyApplication } from './tenancy-application.entity';
import { tenancyApplicationWorkflow } from './tenancy-application.workflow';

const machine = machineTests(
  tenancyApplicationWorkflow, new URL('../testing/fixtures/tenancy-application.machine.json', import.meta.url),
);
machineTests(tenancyWorkflow, new URL('../testing/fixtures/tenancy.machine.json', import.meta.url));

describe('whatever people try, in whatever order', () => {
  let world: TenancyWorld;
  beforeAll(async () => {
    world = await tenancyWorld();
  });
  afterAll(() => world.close());

  test('an application only ever makes the table’s moves, each by somebody who may', async () => {
    const staff = [await world.staff('screener'), await world.staff('programme_lead'), await world.staff('approver'), await world.staff('approver')];
    const reading = world.get(ApplicationReadService);
    const step = fc.record({ who: fc.nat(5), what: fc.nat(99), isFitting: fc.boolean() });
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        const founder = await world.founder();
        const { id } = await drafted(world, founder);
        const people = [founder, ...staff, await world.founder()];
        for (const { who, what, isFitting } of steps) {
          const application = await reading.get(founder, id);
          const open = people.flatMap((ctx) =>
            reading.actions(ctx, application).filter(({ event }) => !LEAVING.has(event)).map(({ event }) => ({ ctx, event })),
          );
          const events = Object.keys(attempts(world, founder, application, staff));
          const chosen = isFitting && open.length > 0
            ? open[what % open.length]!
            : { ctx: people[who]!, event: events[what % events.length]! };
          await settleChecks(world, staff[0]!, application);
          await attempts(world, chosen.ctx, application, staff)[chosen.event]!().catch((error: { code?: string }) => {
            if (!error.code) throw error;
          });
        }
        const timeline = await reading.timeline(founder, await reading.get(founder, id));
        let state: string | null = 'draft';
        for (const { event, fromState, toState, actorName } of timeline.slice(1)) {
          const known = machine.transitions.filter((t) => t.event === event && t.from === fromState && t.to === toState);
          expect({ event, fromState, toState, known: known.length }).toEqual({ event, fromState, toState, known: 1 });
          expect(known[0]!.by).toContain(actorName.split(' ')[0]);
          expect(fromState).toBe(state);
          state = toState;
          reached.add(toState);
        }
      }),
      // The walks must come far to prove anything: these four do, whatever the dice say of the others.
      { numRuns: 16, examples: [[walk(1)], [walk(2)], [walk(3)], [walk(5)]] },
    );
    expect([...reached]).toEqual(expect.arrayContaining(['accepted', 'offered', 'info_requested', 'declined', 'dismissed']));
  }, 120_000);
});

/** What ends an application early; tried too, but not when a walk is to come far. */
const LEAVING = new Set(['discard', 'withdraw', 'declineOffer', 'markIneligible']);

/** A walk of fitting moves only, always the same for the same stride. */
function walk(stride: number): { who: number; what: number; isFitting: boolean }[] {
  return Array.from({ length: 30 }, (_, at) => ({ who: 0, what: at * stride, isFitting: true }));
}

async function drafted(world: TenancyWorld, founder: Ctx): Promise<TenancyApplication> {
  const drafts = world.get(ApplicationDraftService);
  const { id } = await drafts.start(founder, { roundId: await world.round(500) });
  return drafts.save(founder, { id, changes: { ...GOOD_ANSWERS, pitchDeck: [await sentDocument(world, founder)] } });
}

async function settleChecks(world: TenancyWorld, screener: Ctx, application: TenancyApplication): Promise<void> {
  if (application.state !== 'due_diligence') return;
  for (const { id: itemId } of await world.get(ApplicationReadService).dueDiligence(screener, application)) {
    await world.get(DueDiligenceService).settle(screener, { itemId, status: DueDiligenceStatus.DONE });
  }
}

/** Everything that anybody can ask of an application, by the event that it would be. */
function attempts(
  world: TenancyWorld, ctx: Ctx, { id, version, agreementHash }: TenancyApplication, staff: readonly Ctx[],
): Record<string, () => Promise<unknown>> {
  const [drafts, review, offers] = [world.get(ApplicationDraftService), world.get(ApplicationReviewService), world.get(OfferService)];
  const seen = { id, version };
  const reason = { ...seen, reason: 'Because.' };
  const panel = { present: staff.slice(0, 3).map(({ actor }) => actor.userId!), minutes: 'Discussed.' };
  const inDays = (days: number): Date => new Date(world.clock.now().getTime() + days * 86_400_000);
  const pass = (days: number) => (): Promise<unknown> => world.get(Timers).runDue(inDays(days));
  return {
    submit: () => drafts.submit(ctx, seen, 'submit'),
    resubmit: () => drafts.submit(ctx, seen, 'resubmit'),
    discard: () => drafts.leave(ctx, seen, 'discard'),
    withdraw: () => drafts.leave(ctx, seen, 'withdraw'),
    claim: () => review.claim(ctx, seen),
    passScreening: () => review.passScreening(ctx, seen),
    requestInfo: () => review.requestInfo(ctx, { ...reason, sections: ['team'], dueAt: inDays(5) }),
    markIneligible: () => review.markIneligible(ctx, { ...reason, rules: ['E4'] }),
    sendToPanel: () => review.sendToPanel(ctx, seen),
    offer: () => review.offer(ctx, { ...seen, panel, desks: 2, agreementText: 'Agreed.', expiresAt: inDays(9) }),
    waitlist: () => review.waitlist(ctx, { ...seen, panel, rank: 1 }),
    decline: () => review.decline(ctx, { ...reason, panel }),
    signOffer: () => offers.sign(ctx, { ...seen, agreementHash: agreementHash ?? '', signedName: '林知远' }),
    declineOffer: () => offers.decline(ctx, seen),
    appeal: () => offers.appeal(ctx, reason),
    upholdAppeal: () => review.upholdAppeal(ctx, reason),
    dismissAppeal: () => review.dismissAppeal(ctx, reason),
    lapse: pass(6),
    expireOffer: pass(10),
    closeWindow: pass(20),
  };
}
