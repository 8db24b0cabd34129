import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { dueReminder, nextStepOf } from './end-reminder-rule';
import { EndReminders } from './end-reminders';
import { GrantChangeService } from './grant-change.service';
import { GrantService } from './grant.service';

const DAY = 86_400_000;
const on = (day: number): Date => new Date(Date.UTC(2026, 10, 1) + day * DAY);

describe('a reminder is due', () => {
  const grant = { startsAt: on(0), endsAt: on(60) };
  test.each([
    [29.9, [], null], [30, [], 30], [31, [30], null], [46, [30], 14], [46, [], 14], [53, [14, 30], 7], [59, [7], 1], [59.9, [1], null],
    [60, [], null], [50, [7], null],
  ])('on day %d of 60, after those of %j days: %j', (day, told, days) => {
    expect(dueReminder(grant, told, on(day))).toBe(days);
  });
  test('never for longer than the grant is', () => {
    expect(dueReminder({ startsAt: on(0), endsAt: on(5) }, [], on(0.1))).toBeNull();
    expect(dueReminder({ startsAt: on(0), endsAt: on(5) }, [], on(4.1))).toBe(1);
  });
  test.each([['active', 7, 'renew'], ['active', 6.9, 'ends'], ['renewal_pending', 20, 'decided'], ['change_pending', 3, 'decided']])(
    '%s with %d days left: %s', (state, days, next) => {
      expect(nextStepOf({ state, endsAt: on(days) }, on(0))).toBe(next);
    },
  );
});

describe('people are reminded', () => {
  let world: ComputeWorld;
  beforeAll(async () => {
    world = await computeWorld();
  });
  afterAll(() => world.close());

  const now = (ctx: Ctx): Ctx => ({ ...ctx, now: world.clock.now() });
  /** What each notice listed for a person since, by grant and by what can be done. */
  const reminders = async (who: Ctx): Promise<[string, string][][]> => {
    await world.get(EndReminders).remind(world.system());
    await world.drain();
    const rows = await world.asOwner<{ params: { endings: { number: string; next: string }[] } }>(
      `select params from notification where user_id = $1 and topic = 'compute-grant.ending' order by created_at, id`, [who.actor.userId],
    );
    return rows.map(({ params }) => params.endings.map(({ number, next }) => [number, next]));
  };

  test('of all that ends in one notice a day, not one each (coldfront #412, #203)', async () => {
    const { gpuClass } = await world.pool(24);
    const founder = await world.founder(gpuClass);
    const first = await world.active(now(founder), gpuClass, { gpus: 8, endsAt: world.at(20) });
    const second = await world.active(now(founder), gpuClass, { gpus: 8, endsAt: world.at(20.5) });
    world.clock.advance({ days: 7 });
    expect(await reminders(founder)).toEqual([[[first.number, 'renew'], [second.number, 'renew']]]);
    expect(await reminders(founder)).toHaveLength(1);
  });

  test('to renew only what can be renewed; else of what happens then (coldfront #289, #805)', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const grant = await world.active(now(founder), gpuClass, { gpus: 8, endsAt: world.at(20) });
    world.clock.advance({ days: 13, hours: 1 });
    expect(await reminders(founder)).toEqual([[[grant.number, 'ends']]]);
    world.clock.advance({ days: 6 });
    expect((await reminders(founder))[1]).toEqual([[grant.number, 'ends']]);
  });

  test('not of what was renewed until its new end comes near, and of a pending renewal that there is nothing to do', async () => {
    const { gpuClass } = await world.pool(8);
    const founder = await world.founder(gpuClass);
    const grant = await world.active(now(founder), gpuClass, { gpus: 4, endsAt: world.at(20) });
    world.clock.advance({ days: 7 });
    const asked = await world.get(GrantChangeService).requestRenewal(now(founder), { ...seen(grant), endsAt: world.at(40), justification: 'More.' });
    expect(await reminders(founder)).toEqual([[[grant.number, 'decided']]]);
    await world.get(GrantChangeService).decideRenewal(now(world.lead), { ...seen(asked), accept: true, note: 'Yes.' });
    world.clock.advance({ days: 7 });
    expect(await reminders(founder)).toHaveLength(1);
    world.clock.advance({ days: 20 });
    expect(await reminders(founder)).toHaveLength(2);
  });

  test('not of what has been given back, nor by a suspended tenant, nor of another company’s', async () => {
    const { gpuClass } = await world.pool(24);
    const [founder, suspended, stranger] = [await world.founder(gpuClass), await world.founder(gpuClass), await world.founder()];
    const member = await world.colleague(founder, 'member');
    const released = await world.active(now(founder), gpuClass, { gpus: 8, endsAt: world.at(20) });
    const running = await world.active(now(founder), gpuClass, { gpus: 8, endsAt: world.at(20) });
    await world.active(now(suspended), gpuClass, { gpus: 8, endsAt: world.at(20) });
    await world.get(GrantService).release(now(founder), seen(await world.get(RequestReadService).get(now(founder), released.id)));
    await world.suspend(suspended.actor.organisationId!);
    world.clock.advance({ days: 7 });
    expect(await reminders(founder)).toEqual([[[running.number, 'renew']]]);
    for (const nobody of [suspended, stranger, member]) expect(await reminders(nobody)).toEqual([]);
  });
});
