import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testModule, until, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import { Job } from './job';
import { DeadJobs } from './dead-jobs';
import { Jobs } from './jobs';

declare module './job' {
  interface JobMap {
    'spec.note': { text: string; amount: bigint; at: Date };
    'spec.fail': { times: number };
    'spec.hourly': Record<string, never>;
  }
}

@Injectable()
class Workshop {
  notes: unknown[] = [];
  attempts = 0;
  broken = false;

  @Job('spec.note')
  note(ctx: Ctx, payload: { text: string; amount: bigint; at: Date }): Promise<void> {
    this.notes.push({ ...payload, by: ctx.actor.kind, request: ctx.requestId });
    return Promise.resolve();
  }

  @Job('spec.fail', { retries: 3 })
  fail(_ctx: Ctx, { times }: { times: number }): Promise<void> {
    this.attempts++;
    return this.attempts <= times ? Promise.reject(new Error(`attempt ${this.attempts}`)) : Promise.resolve();
  }

  @Job('spec.hourly', { cron: '0 * * * *' })
  hourly(): Promise<void> {
    return this.broken ? Promise.reject(new Error('broken')) : Promise.resolve();
  }
}

let rooms: TestModule;
let jobs: Jobs;
let workshop: Workshop;
const page = { first: 50 };

beforeAll(async () => {
  rooms = await testModule({ providers: [Workshop] });
  jobs = rooms.get(Jobs);
  workshop = rooms.get(Workshop);
});
afterAll(() => rooms?.close());
beforeEach(async () => {
  workshop.notes = [];
  workshop.attempts = 0;
  await rooms.asOwner('delete from pgboss.job_common');
});

test('a job runs after the commit of the request that sent it, as the system, with its payload as it was', async () => {
  const ctx = rooms.ctx();
  const payload = { text: '算力', amount: 9_007_199_254_740_993n, at: new Date('2026-01-02T03:04:05.678Z') };
  await rooms.db.write(ctx, async (tx) => {
    await jobs.send(ctx, tx, 'spec.note', payload);
    expect(await jobs.drain()).toBe(0);
  });
  expect(await jobs.drain()).toBe(1);
  expect(workshop.notes).toEqual([{ ...payload, by: 'system', request: ctx.requestId }]);
  expect(await jobs.drain()).toBe(0);
});

test('answers kept for requests sent twice are forgotten after a month', async () => {
  const at = (days: number): Date => new Date(rooms.clock.now().getTime() - days * 86_400_000);
  for (const days of [29, 31]) {
    const ctx = { ...rooms.ctx(), now: at(days), idempotencyKey: `key-${days}` };
    await rooms.db.command(ctx, 'specTidy', {}, () => Promise.resolve({ days }));
  }
  await jobs.tidy(rooms.system());
  expect(await rooms.asOwner(`select key from idempotency_key where command = 'specTidy'`)).toEqual([{ key: 'key-29' }]);
});

test('nothing is sent when the request does not commit', async () => {
  const ctx = rooms.ctx();
  const failed = rooms.db.write(ctx, async (tx) => {
    await jobs.send(ctx, tx, 'spec.note', { text: 'never', amount: 1n, at: ctx.now });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await jobs.drain()).toBe(0);
});

test('one may send jobs but sees nobody’s, not even one’s own', async () => {
  const ctx = rooms.ctx();
  await rooms.db.write(ctx, (tx) => jobs.send(ctx, tx, 'spec.note', { text: 'mine', amount: 1n, at: ctx.now }));
  const seen = await rooms.db.read(ctx, (tx) => tx.query('select id from pgboss.job_common'));
  const changed = await rooms.db.write(ctx, (tx) => tx.query('update pgboss.job_common set priority = 9 returning id'));
  expect([seen, changed]).toEqual([[], []]);
});

test('a job that fails waits for its retry, is tried again and then done', async () => {
  await send(2);
  expect(await jobs.drain({ keepFailures: true })).toBe(1);
  expect(await jobs.drain()).toBe(0);
  expect(await jobs.drain({ delayed: true, keepFailures: true })).toBe(2);
  expect(workshop.attempts).toBe(3);
  expect((await rooms.get(DeadJobs).list(rooms.system(), page)).nodes).toEqual([]);
});

test('a job that fails at every attempt is dead: staff see why, and can give it all its attempts again', async () => {
  await send(5);
  await jobs.drain({ delayed: true, keepFailures: true });
  const { nodes } = await rooms.get(DeadJobs).list(rooms.system(), page);
  expect(nodes).toMatchObject([
    { kind: 'job', name: 'spec.fail', payload: { times: 5 }, error: 'attempt 4', attempts: 4, handler: null },
  ]);
  await rooms.get(DeadJobs).retry(rooms.system(), nodes[0]?.id ?? '');
  await jobs.drain({ delayed: true, keepFailures: true });
  expect(workshop.attempts).toBe(6);
  expect((await rooms.get(DeadJobs).list(rooms.system(), page)).nodes).toEqual([]);
  const again = rooms.get(DeadJobs).retry(rooms.system(), nodes[0]?.id ?? '');
  await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('dead work of an organisation does not exist for staff with a conflict of interest in it', async () => {
  const organisationId = randomUUID();
  const [{ id } = { id: '' }] = await rooms.asOwner<{ id: string }>(
    `insert into pgboss.job_common (name, data) values ('dead', $1) returning id`,
    [JSON.stringify({ name: 'spec.note', payload: { subject: { organisationId } } })],
  );
  const staff = rooms.ctx({ organisationKind: 'centre', conflicts: [organisationId] });
  expect((await rooms.get(DeadJobs).list(staff, page)).nodes).toEqual([]);
  await expect(rooms.get(DeadJobs).retry(staff, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const other = rooms.ctx({ organisationKind: 'centre', conflicts: [randomUUID()] });
  expect((await rooms.get(DeadJobs).list(other, page)).nodes).toMatchObject([{ id }]);
});

test('a job that runs by the clock is listed once while it fails, and no more when it runs again', async () => {
  const run = (name: string): Promise<unknown> =>
    rooms.asOwner(`insert into pgboss.job_common (name, data, retry_limit, dead_letter)
      values ('jobs', jsonb_build_object('name', $1::text, 'payload', '{}'::jsonb, 'cron', true), 0, 'dead')`, [name]);
  workshop.broken = true;
  for (let n = 0; n < 3; n++) {
    await run('spec.hourly');
    await jobs.drain({ keepFailures: true });
  }
  const listed = async (): Promise<string[]> =>
    (await rooms.get(DeadJobs).list(rooms.system(), page)).nodes.map(({ name }) => name);
  expect(await listed()).toEqual(['spec.hourly']);
  workshop.broken = false;
  await run('spec.hourly');
  await jobs.drain();
  expect(await listed()).toEqual([]);
});

test('drain tells a test what failed', async () => {
  await send(1);
  await expect(jobs.drain()).rejects.toThrow('spec.fail: attempt 1');
});

test('a job that a dying worker held is run by another one', async () => {
  await send(0);
  await rooms.asOwner(`update pgboss.job_common set state = 'active', started_on = now() - interval '1 hour',
    heartbeat_on = now() - interval '1 hour'`);
  expect(await jobs.drain()).toBe(0);
  await jobs.work();
  await until('the job is tried again', () => workshop.attempts === 1);
  const [schedule] = await rooms.asOwner(`select cron from pgboss.schedule where key = 'spec.hourly'`);
  expect(schedule).toEqual({ cron: '0 * * * *' });
}, 60_000);

function send(times: number): Promise<string> {
  const ctx = rooms.system();
  return rooms.db.write(ctx, (tx) => jobs.send(ctx, tx, 'spec.fail', { times }));
}
