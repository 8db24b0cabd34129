import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { expectSqlCount, testModule, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { DeadJobs } from '../jobs/dead-jobs';
import { Events } from './events';
import { OnEvent, type EventMeta } from './on-event';

declare module './on-event' {
  interface EventMap {
    'spec.granted': { grantId: string; amount: bigint };
    'spec.unheard': { grantId: string };
  }
}

@Injectable()
class Listeners {
  heard: { who: string; actor: string; payload: unknown; event: EventMeta }[] = [];
  failures = 0;
  inTheMiddle: (() => Promise<unknown>) | null = null;

  @OnEvent('spec.granted')
  async book(ctx: Ctx, tx: Tx, payload: { grantId: string; amount: bigint }, event: EventMeta): Promise<void> {
    await tx.query(`insert into spec_booking (grant_id) values ($1)`, [payload.grantId]);
    this.heard.push({ who: 'book', actor: ctx.actor.kind, payload, event });
    await this.inTheMiddle?.();
    if (this.failures-- > 0) throw new Error('ledger is shut');
  }

  @OnEvent('spec.granted')
  tell(ctx: Ctx, _tx: Tx, payload: { grantId: string; amount: bigint }, event: EventMeta): Promise<void> {
    this.heard.push({ who: 'tell', actor: ctx.actor.kind, payload, event });
    return Promise.resolve();
  }

  @OnEvent('spec.granted', ({ amount }) => amount > 1000n)
  warn(ctx: Ctx, _tx: Tx, payload: { grantId: string; amount: bigint }, event: EventMeta): Promise<void> {
    this.heard.push({ who: 'warn', actor: ctx.actor.kind, payload, event });
    return Promise.resolve();
  }
}

let rooms: TestModule;
let events: Events;
let listeners: Listeners;

beforeAll(async () => {
  rooms = await testModule({ providers: [Listeners] });
  events = rooms.get(Events);
  listeners = rooms.get(Listeners);
  await rooms.asOwner('create table spec_booking (grant_id text); grant select, insert on spec_booking to wutong_app');
});
afterAll(() => rooms?.close());
beforeEach(async () => {
  listeners.heard = [];
  listeners.failures = 0;
  await rooms.asOwner('delete from pgboss.job_common; delete from spec_booking');
});

const emit = (ctx: Ctx, grantId: string): Promise<string> =>
  rooms.db.write(ctx, (tx) => events.emit(ctx, tx, 'spec.granted', { grantId, amount: 7n }));
const heardBy = (): string[] => listeners.heard.map(({ who }) => who).sort();
const bookings = (): Promise<object[]> => rooms.asOwner('select grant_id from spec_booking');

test('after the commit every handler hears once, as the system, who did it and when', async () => {
  const ctx = rooms.ctx();
  const id = await emit(ctx, 'g1');
  expect(listeners.heard).toEqual([]);
  await rooms.drain();
  expect(heardBy()).toEqual(['book', 'tell']);
  expect(listeners.heard[0]).toMatchObject({
    actor: 'system', payload: { grantId: 'g1', amount: 7n }, event: { id, at: ctx.now, actorId: ctx.actor.userId },
  });
});

test('who wants some events of a kind hears of no others', async () => {
  const ctx = rooms.ctx();
  await rooms.db.write(ctx, (tx) => events.emit(ctx, tx, 'spec.granted', { grantId: 'g9', amount: 1001n }));
  await rooms.drain();
  expect(heardBy()).toEqual(['book', 'tell', 'warn']);
});

test('nobody hears of what was rolled back, and an event that nobody wants costs nothing', async () => {
  const ctx = rooms.ctx();
  const failed = rooms.db.write(ctx, async (tx) => {
    await events.emit(ctx, tx, 'spec.granted', { grantId: 'g2', amount: 1n });
    await events.emit(ctx, tx, 'spec.unheard', { grantId: 'g2' });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await rooms.drain()).toBe(0);
});

test('telling any number of handlers costs the request one statement', async () => {
  const ctx = rooms.ctx();
  await rooms.db.write(ctx, (tx) =>
    expectSqlCount(1, () => events.emit(ctx, tx, 'spec.granted', { grantId: 'g7', amount: 1n })),
  );
});

test('a handler that fails is tried again alone, and what it had begun is undone', async () => {
  listeners.failures = 1;
  await emit(rooms.ctx(), 'g3');
  await rooms.drain({ keepFailures: true });
  expect(heardBy()).toEqual(['book', 'tell']);
  expect(await bookings()).toEqual([]);
  await rooms.drain({ delayed: true });
  expect(heardBy()).toEqual(['book', 'book', 'tell']);
  expect(await bookings()).toEqual([{ grant_id: 'g3' }]);
});

test('a delivery that is repeated, because the worker died before it could report, has no second effect', async () => {
  await emit(rooms.ctx(), 'g4');
  await rooms.drain();
  await rooms.asOwner(`update pgboss.job_common set state = 'retry', completed_on = null`);
  expect(await rooms.drain({ delayed: true })).toBe(2);
  expect(heardBy()).toEqual(['book', 'tell']);
  expect(await bookings()).toEqual([{ grant_id: 'g4' }]);
});

test('a worker that dies in the middle of a handler leaves no trace, and the next one does it all', async () => {
  await emit(rooms.ctx(), 'g5');
  // As `kill -9` of the worker looks from PostgreSQL: the connection is gone in the middle of the transaction.
  listeners.inTheMiddle = () =>
    rooms.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`);
  await rooms.drain({ keepFailures: true });
  expect(await bookings()).toEqual([]);
  listeners.inTheMiddle = null;
  await rooms.drain({ delayed: true });
  expect(await bookings()).toEqual([{ grant_id: 'g5' }]);
});

test('what can never be delivered is shown to staff with its handler', async () => {
  listeners.failures = 99;
  await emit(rooms.ctx(), 'g6');
  await rooms.drain({ delayed: true, keepFailures: true });
  const { nodes } = await rooms.get(DeadJobs).list(rooms.system(), { first: 10 });
  expect(nodes).toMatchObject([
    { kind: 'event', name: 'spec.granted', handler: 'Listeners.book', error: 'ledger is shut', attempts: 11 },
  ]);
});
