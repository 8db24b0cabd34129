import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { ApplicationDraftService } from './application-draft.service';
import { ApplicationReviewService } from './application-review.service';
import { OfferService } from './offer.service';
import type { TenancyApplication } from './tenancy-application.entity';
import { DueDiligenceService } from '../due-diligence/due-diligence.service';
import { ApplicationReadService } from './application-read.service';
import { DueDiligenceStatus } from '../due-diligence/due-diligence-item.entity';
import { GOOD_ANSWERS, tenancyWorld, type TenancyWorld } from '../testing/tenancy-world';

let world: TenancyWorld;
let draft: ApplicationDraftService;
let review: ApplicationReviewService;
let offers: OfferService;
let checks: DueDiligenceService;
let reading: ApplicationReadService;

beforeAll(async () => {
  world = await tenancyWorld();
  draft = world.get(ApplicationDraftService);
  review = world.get(ApplicationReviewService);
  offers = world.get(OfferService);
  checks = world.get(DueDiligenceService);
  reading = world.get(ApplicationReadService);
});
afterAll(() => world.close());

async function pitchDeck(ctx: Ctx): Promise<string> {
  const id = crypto.randomUUID();
  await world.asOwner(
    `insert into file (id, organisation_id, sha256, name, size, media_type, uploaded_by, purpose, state, created_at)
     values ($1, $2, $3, 'plan.pdf', 1000, 'application/pdf', $4, 'tenancy-application', 'stored', $5)`,
    [id, ctx.actor.organisationId, 'a'.repeat(64), ctx.actor.userId, world.clock.now()],
  );
  return id;
}

async function submitted(founder: Ctx, roundId?: string): Promise<TenancyApplication> {
  const application = await draft.start(founder, { roundId: roundId ?? (await world.round()) });
  await draft.save(founder, { id: application.id, changes: { ...GOOD_ANSWERS, pitchDeck: [await pitchDeck(founder)] } });
  const result = await draft.submit(founder, { id: application.id, version: 1 }, 'submit');
  if ('problems' in result) throw new Error(JSON.stringify(result));
  return result;
}

test('a founder drafts, submits and is told everything that is missing at once', async () => {
  const founder = await world.founder();
  const application = await draft.start(founder, { roundId: await world.round() });
  expect(application.number).toMatch(/^2026-\d{4}$/);
  const problems = await draft.submit(founder, { id: application.id, version: 1 }, 'submit');
  expect(problems).toMatchObject({ problems: expect.arrayContaining([expect.objectContaining({ path: 'legalName' })]) });
});
