import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { ShownProfile } from '../profile/tenant-profile.entity';
import { TenantProfileService, type TenantProfileInput } from '../profile/tenant-profile.service';
import { newTenancy, tenancyWorld, type TenancyWorld } from '../testing/tenancy-world';
import { TenancyReadService } from './tenancy-read.service';
import type { Tenancy } from './tenancy.entity';
import { TenancyService } from './tenancy.service';

let world: TenancyWorld;
let tenancies: TenancyService;
let reading: TenancyReadService;
let lead: Ctx;
let approver: Ctx;

beforeAll(async () => {
  world = await tenancyWorld();
  [tenancies, reading] = [world.get(TenancyService), world.get(TenancyReadService)];
  [lead, approver] = [await world.staff('programme_lead'), await world.staff('approver')];
});
afterAll(() => world.close());

async function tenant(): Promise<{ founder: Ctx; tenancy: Tenancy }> {
  const founder = await world.founder();
  await newTenancy(world, founder);
  return { founder, tenancy: (await reading.own(founder))! };
}
const trail = (subjectId: string) =>
  world.asOwner(`select action, after from audit_entry where subject_id = $1 order by id`, [subjectId]);
const seen = ({ id, version }: Tenancy) => ({ id, version });
const events = (ctx: Ctx, tenancy: Tenancy): string[] => reading.actions(ctx, tenancy).map(({ event }) => event);

test('every task that is done is on the audit trail', async () => {
  const { tenancy } = await tenant();
  const [task] = await reading.tasks(lead, tenancy);
  expect(await trail(task!.id)).toEqual([{ action: 'tenancyTask.settle', after: { key: 'desks', done: true, note: null } }]);
});

test('a tenancy is suspended with a reason, and resumed', async () => {
  const { founder, tenancy } = await tenant();
  await expect(tenancies.suspend(lead, { ...seen(tenancy), reason: '' })).rejects.toMatchObject({ field: 'reason' });
  const suspended = await tenancies.suspend(lead, { ...seen(tenancy), reason: 'Rent is overdue.' });
  const [, last] = (await reading.timeline(founder, suspended)).slice(-2);
  expect(last).toMatchObject({ event: 'suspend', reason: 'Rent is overdue.' });
  expect((await tenancies.resume(lead, seen(suspended))).state).toBe('active');
});

describe('ending a tenancy against its will', () => {
  test('takes a programme lead who proposes and an approver who is somebody else', async () => {
    const both = await world.staff('programme_lead', 'approver');
    const { tenancy } = await tenant();
    const review = await tenancies.openReview(both, seen(tenancy));
    expect(events(approver, review)).toEqual([]);
    await expect(tenancies.terminate(approver, { ...seen(review), reason: 'Subletting.' })).rejects.toMatchObject({ code: 'DENIED' });
    const proposed = await tenancies.proposeTermination(both, { ...seen(review), reason: 'Subletting.' });
    await expect(tenancies.terminate(both, { ...seen(proposed), reason: 'Subletting.' })).rejects.toMatchObject({ code: 'DENIED' });
    expect((await tenancies.terminate(approver, { ...seen(proposed), reason: 'Agreed.' })).state).toBe('terminating');
  });

  test('is proposed on the version that the lead saw, and on the audit trail', async () => {
    const { tenancy } = await tenant();
    const review = await tenancies.openReview(lead, seen(tenancy));
    const stale = tenancies.proposeTermination(lead, { ...seen(tenancy), reason: 'Subletting.' });
    await expect(stale).rejects.toMatchObject({ code: 'STALE_VERSION' });
    await tenancies.proposeTermination(lead, { ...seen(review), reason: 'Subletting.' });
    expect(await trail(review.id)).toContainEqual({ action: 'tenancy.proposeTermination', after: { reason: 'Subletting.' } });
  });

  test('falls away when the review is cleared', async () => {
    const { tenancy } = await tenant();
    const review = await tenancies.openReview(lead, seen(tenancy));
    const proposed = await tenancies.proposeTermination(lead, { ...seen(review), reason: 'Subletting.' });
    const cleared = await tenancies.clear(lead, seen(proposed));
    expect(events(approver, await tenancies.openReview(lead, seen(cleared)))).toEqual([]);
  });
});

test('a graduate becomes an alumnus when the last offboarding task is done, whoever does it', async () => {
  const { founder, tenancy } = await tenant();
  await expect(tenancies.graduate(lead, { ...seen(tenancy), record: ' ' })).rejects.toMatchObject({ field: 'record' });
  const graduating = await tenancies.graduate(lead, { ...seen(tenancy), record: 'Series A, model filed.' });
  const tasks = (await reading.tasks(founder, graduating)).filter(({ stage }) => stage === 'offboarding');
  // All at once: the last two to be ticked must see each other.
  await Promise.all(tasks.map(({ id, owner }) => tenancies.settleTask(owner === 'founder' ? founder : lead, { taskId: id, done: true })));
  expect((await reading.own(founder))?.state).toBe('alumni');
});

test('each side ticks its own tasks', async () => {
  const { founder, tenancy } = await tenant();
  const graduating = await tenancies.graduate(lead, { ...seen(tenancy), record: 'Series A.' });
  const theirs = (await reading.tasks(founder, graduating)).find(({ owner, stage }) => owner === 'centre' && stage === 'offboarding');
  await expect(tenancies.settleTask(founder, { taskId: theirs!.id, done: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('another company’s tenancy does not exist', async () => {
  const { tenancy } = await tenant();
  const stranger = await world.founder();
  await expect(reading.get(stranger, tenancy.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await reading.tasks(stranger, tenancy)).toEqual([]);
  await expect(tenancies.suspend(stranger, { ...seen(tenancy), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('what investors see', () => {
  const profile: TenantProfileInput = {
    taglineZh: '工业大模型', modelName: 'Test-7B', revenueFen: 123_456_700n, shownFields: ['taglineZh', 'modelName'], listed: true,
  };
  const shown = (organisationId: string | null): Promise<ShownProfile | null> => {
    const investor = world.ctx({ organisationKind: 'investor', roles: ['investor'] });
    return world.db.read(investor, (tx) => tx.of(ShownProfile).findOneBy({ organisationId: organisationId! }));
  };

  test('is what the company shows, at once, and nothing of what it hides', async () => {
    const { founder } = await tenant();
    const profiles = world.get(TenantProfileService);
    await profiles.save(founder, profile);
    expect(await shown(founder.actor.organisationId)).toMatchObject({ taglineZh: '工业大模型', modelName: 'Test-7B', revenueFen: null });
    await profiles.save(founder, { ...profile, shownFields: ['taglineZh'] });
    expect(await shown(founder.actor.organisationId)).toMatchObject({ modelName: null });
    await profiles.save(founder, { ...profile, listed: false });
    expect(await shown(founder.actor.organisationId)).toBeNull();
  });

  test('ends while the company is suspended', async () => {
    const { founder, tenancy } = await tenant();
    await world.get(TenantProfileService).save(founder, profile);
    await tenancies.suspend(lead, { ...seen(tenancy), reason: 'Rent.' });
    expect(await shown(founder.actor.organisationId)).toBeNull();
  });
});
