import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testModule, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { DeadJobs } from '../jobs/dead-jobs';
import { OnTimer, type DueTimer } from './on-timer';
import { Timers, type TimerSubject } from './timers';

declare module './on-timer' {
  interface TimerMap {
    'spec.lapse': { stage: string };
    'spec.chime': { left: number };
  }
}

@Injectable()
class Clockwork {
  fired: { subjectId: string; stage: string; now: Date; dueAt: Date }[] = [];
  failures = 0;
  timers: Timers | undefined;

  @OnTimer('spec.lapse')
  async lapse(ctx: Ctx, tx: Tx, { subjectId, payload, dueAt }: DueTimer<{ stage: string }>): Promise<void> {
    await tx.query(`insert into spec_lapse (id) values ($1)`, [subjectId]);
    this.fired.push({ subjectId, stage: payload.stage, now: ctx.now, dueAt });
    if (this.failures-- > 0) throw new Error('not yet');
  }

  /** Sets itself again until nothing is left. */
  @OnTimer('spec.chime')
  async chime(ctx: Ctx, tx: Tx, timer: DueTimer<{ left: number }>): Promise<void> {
    const { payload: { left }, subjectType, subjectId, organisationId, dueAt } = timer;
    if (left === 0) return;
    await this.timers?.set(ctx, tx, {
      subjectType, subjectId, organisationId, event: 'spec.chime',
      dueAt: new Date(dueAt.getTime() + HOUR), payload: { left: left - 1 },
    });
  }
}

const HOUR = 3_600_000;
let rooms: TestModule;
let timers: Timers;
let clockwork: Clockwork;

beforeAll(async () => {
  rooms = await testModule({ providers: [Clockwork], poolSize: 20 });
  timers = rooms.get(Timers);
  clockwork = rooms.get(Clockwork);
  clockwork.timers = timers;
  await rooms.asOwner('create table spec_lapse (id uuid); grant select, insert on spec_lapse to wutong_app');
});
afterAll(() => rooms?.close());
beforeEach(async () => {
  clockwork.fired = [];
  clockwork.failures = 0;
  await rooms.asOwner('delete from timer; delete from spec_lapse');
});

async function set(ctx: Ctx, inHours: number, subject = subjectOf(ctx)): Promise<TimerSubject> {
  const dueAt = new Date(rooms.clock.now().getTime() + inHours * HOUR);
  await rooms.db.write(ctx, (tx) =>
    timers.set(ctx, tx, { ...subject, event: 'spec.lapse', dueAt, payload: { stage: `in ${inHours} h` } }),
  );
  return subject;
}
const subjectOf = (ctx: Ctx): TimerSubject => ({
  subjectType: 'spec', subjectId: randomUUID(), organisationId: ctx.actor.organisationId ?? '',
});
const lapses = (): Promise<object[]> => rooms.asOwner('select id from spec_lapse');

test('a timer fires when it is due, not before, and only once', async () => {
  const { subjectId } = await set(rooms.ctx(), 2);
  expect(await timers.runDue()).toBe(0);
  rooms.clock.advance({ hours: 2 });
  expect([await timers.runDue(), await timers.runDue()]).toEqual([1, 0]);
  const now = rooms.clock.now();
  expect(clockwork.fired).toEqual([{ subjectId, stage: 'in 2 h', now, dueAt: now }]);
});

test('setting it again moves it; clearing it silences it', async () => {
  const ctx = rooms.ctx();
  const subject = await set(ctx, 1);
  await set(ctx, 5, subject);
  const other = await set(ctx, 1);
  await rooms.db.write(ctx, (tx) => timers.clear(ctx, tx, other));
  rooms.clock.advance({ hours: 2 });
  expect(await timers.runDue()).toBe(0);
  const [pending] = await rooms.db.read(ctx, (tx) => timers.pending(tx, 'spec', [subject.subjectId]));
  expect(pending).toMatchObject({ event: 'spec.lapse', payload: { stage: 'in 5 h' } });
  rooms.clock.advance({ hours: 3 });
  expect(await timers.runDue()).toBe(1);
});

test('another tenant neither sees, moves nor clears it', async () => {
  const subject = await set(rooms.ctx(), 1);
  const other = rooms.ctx();
  expect(await rooms.db.read(other, (tx) => timers.pending(tx, 'spec', [subject.subjectId]))).toEqual([]);
  await expect(set(other, 9, subject)).rejects.toThrow('row-level security');
  await rooms.db.write(other, (tx) => timers.clear(other, tx, subject));
  rooms.clock.advance({ hours: 1 });
  expect(await timers.runDue()).toBe(1);
});

test('a worker that comes days late fires each timer once, with the time it was due', async () => {
  const dueAt = new Date(rooms.clock.now().getTime() + HOUR);
  await set(rooms.ctx(), 1);
  rooms.clock.advance({ days: 9 });
  await timers.runDue();
  expect(clockwork.fired).toMatchObject([{ dueAt, now: rooms.clock.now() }]);
});

test('many workers at once fire each of 40 timers exactly once', async () => {
  for (let n = 0; n < 40; n++) await set(rooms.ctx(), 1);
  rooms.clock.advance({ hours: 1 });
  const counts = await Promise.all(Array.from({ length: 8 }, () => timers.runDue()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(await lapses()).toHaveLength(40);
});

test('a handler that fails undoes what it began, does not hold up the others and is tried again later', async () => {
  clockwork.failures = 1;
  await set(rooms.ctx(), 1);
  await set(rooms.ctx(), 1);
  rooms.clock.advance({ hours: 1 });
  expect(await timers.runDue()).toBe(1);
  expect(await lapses()).toHaveLength(1);
  expect(await timers.runDue()).toBe(0);
  rooms.clock.advance({ minutes: 1 });
  expect(await timers.runDue()).toBe(1);
  expect(await lapses()).toHaveLength(2);
});

test('a timer that keeps failing is shown to staff, who can have it tried at once', async () => {
  clockwork.failures = 5;
  const { subjectId } = await set(rooms.ctx(), 0);
  for (let n = 0; n < 5; n++) {
    await timers.runDue();
    rooms.clock.advance({ hours: 1 });
  }
  const { nodes } = await rooms.get(DeadJobs).list(rooms.system(), { first: 10 });
  expect(nodes).toMatchObject([
    { kind: 'timer', name: 'spec.lapse', error: 'not yet', attempts: 5, payload: { subjectId } },
  ]);
  await rooms.get(DeadJobs).retry(rooms.system(), nodes[0]?.id ?? '');
  expect(await timers.runDue()).toBe(1);
});

test('a handler may set the next timer of the same event', async () => {
  const ctx = rooms.ctx();
  const dueAt = rooms.clock.now();
  await rooms.db.write(ctx, (tx) =>
    timers.set(ctx, tx, { ...subjectOf(ctx), event: 'spec.chime', dueAt, payload: { left: 3 } }),
  );
  rooms.clock.advance({ hours: 12 });
  expect(await timers.runDue()).toBe(4);
});
