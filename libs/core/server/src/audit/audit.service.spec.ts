import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testModule, type TestModule } from '@wutong/core-testing';
import type { Ctx } from '../context/ctx';
import { Audit } from './audit';
import { AuditChain } from './audit-chain';
import { AuditLog } from './audit-log';
import { redact } from './redact';

let rooms: TestModule;
let audit: Audit;
let chain: AuditChain;
const page = { first: 50 };

beforeAll(async () => {
  rooms = await testModule({});
  audit = rooms.get(Audit);
  chain = rooms.get(AuditChain);
});
afterAll(() => rooms?.close());
beforeEach(() => rooms.asOwner('truncate audit_entry, audit_seal, audit_unsealed restart identity'));

const staff = (conflicts: string[] = []): Ctx =>
  rooms.ctx({ organisationKind: 'centre', roles: ['auditor'], conflicts });

function record(ctx: Ctx, action = 'tenancy.suspend', more: object = {}): Promise<void> {
  const { organisationId } = ctx.actor;
  return rooms.db.write(ctx, (tx) =>
    audit.record(ctx, tx, { action, subjectType: 'tenancy', subjectId: 't1', organisationId, ...more }),
  );
}

async function sealed(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) await record(rooms.ctx(), 'tenancy.move', { before: { n: n - 1 }, after: { n } });
  expect(await chain.seal()).toBe(count);
}

test('an untouched trail is proved from its first entry to its last', async () => {
  await sealed(5);
  await sealed(3);
  await record(rooms.ctx());
  expect(await chain.verify()).toMatchObject({ ok: true, sealed: 8, unsealed: 1, broken: null, head: { seq: 8n } });
});

test('an empty trail is in order', async () => {
  expect(await chain.verify()).toEqual({ ok: true, sealed: 0, unsealed: 0, broken: null, head: null });
});

test.each([
  ['who did it is changed', 'changed', 3n, `update audit_entry set actor_name = 'Nobody' where id = 3`],
  ['what was written is changed', 'changed', 3n, `update audit_entry set after = '{"n": 30}' where id = 3`],
  ['when it was is changed', 'changed', 3n, `update audit_entry set at = at + interval '1 ms' where id = 3`],
  ['an entry is gone', 'missing', 4n, `delete from audit_entry where id = 4`],
  ['it and its link are gone', 'gap', 4n, `delete from audit_seal where seq = 4; delete from audit_entry where id = 4`],
  ['two entries change places', 'changed', 3n, `update audit_seal set entry_id = 7 - entry_id where seq in (3, 4)`],
  ['the last link is taken away', 'never-sealed', 5n, `delete from audit_seal where seq = 6`],
])('an owner of the database who tampers is found out: %s', async (_, problem, seq, sql) => {
  await sealed(6);
  await rooms.asOwner(`alter table audit_seal drop constraint audit_seal_entry_id_key;
    set session_replication_role = replica; ${sql}; set session_replication_role = origin;
    alter table audit_seal add unique (entry_id)`);
  expect(await chain.verify()).toMatchObject({ ok: false, broken: { seq, problem } });
});

test('cutting off the end is found out by a head noted before', async () => {
  await sealed(6);
  const head = (await chain.verify()).head ?? undefined;
  await sealed(1);
  expect(await chain.verify(rooms.clock.now(), head)).toMatchObject({ ok: true });
  await rooms.asOwner(`delete from audit_seal where seq >= 6; delete from audit_entry where id >= 6`);
  expect(await chain.verify()).toMatchObject({ ok: true, sealed: 5 });
  expect(await chain.verify(rooms.clock.now(), head)).toMatchObject({ ok: false, broken: { problem: 'cut' } });
});

test('the application can neither change nor delete what it wrote, not even as the system', async () => {
  await sealed(1);
  const statements = [
    `update audit_entry set action = 'x'`, `delete from audit_entry`,
    `update audit_seal set seq = 9`, `delete from audit_seal`,
  ];
  for (const sql of statements) {
    await expect(rooms.db.write(rooms.system(), (tx) => tx.query(sql))).rejects.toThrow('permission denied');
  }
});

test('writers do not wait for one another, and sealers at the same time make one chain', async () => {
  const slow = rooms.ctx();
  await rooms.db.write(slow, async (tx) => {
    await audit.record(slow, tx, { action: 'a.slow', subjectType: 'a', subjectId: '1', organisationId: null });
    // Later, but committed first: sealed first.
    await record(rooms.ctx(), 'a.quick');
    expect(await chain.seal()).toBe(1);
  });
  await Promise.all(Array.from({ length: 20 }, () => record(rooms.ctx())));
  const counts = await Promise.all([chain.seal(), chain.seal(), chain.seal()]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(21);
  expect(await chain.verify()).toMatchObject({ ok: true, sealed: 22, unsealed: 0 });
});

test('an entry falls with the change that it tells of', async () => {
  const ctx = rooms.ctx();
  const failed = rooms.db.write(ctx, async (tx) => {
    await audit.record(ctx, tx, { action: 'a.b', subjectType: 'a', subjectId: '1', organisationId: null });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect((await rooms.get(AuditLog).list(staff(), {}, page)).nodes).toEqual([]);
});

test('nobody can write an entry in another’s name', async () => {
  const [ctx, other] = [rooms.ctx(), rooms.ctx()];
  const forged = rooms.db.write(ctx, (tx) =>
    audit.record(other, tx, { action: 'a.b', subjectType: 'a', subjectId: '1', organisationId: null }),
  );
  await expect(forged).rejects.toThrow('row-level security');
});

test('secrets are not written down', () => {
  const after = { name: '林晓', newPassword: 'x', nested: [{ apiToken: 'y', otp: null }], Authorization: 'Bearer z' };
  expect(redact(after)).toEqual({
    name: '林晓', newPassword: '[redacted]', nested: [{ apiToken: '[redacted]', otp: null }], Authorization: '[redacted]',
  });
});

test('an auditor finds entries by person, thing, action and time, newest first, page by page', async () => {
  const ctx = rooms.ctx();
  await record(ctx, 'tenancy.suspend', { after: { state: 'suspended', password: 'x' } });
  await record(rooms.ctx(), 'tenancy.move');
  rooms.clock.advance({ days: 1 });
  await record(rooms.ctx(), 'mail.see', { subjectType: 'mail', subjectId: 'm1' });
  const log = rooms.get(AuditLog);
  const find = async (filter: object): Promise<string[]> =>
    (await log.list(staff(), filter, page)).nodes.map(({ action }) => action);
  expect(await find({ actorId: ctx.actor.userId })).toEqual(['tenancy.suspend']);
  expect(await find({ action: 'tenancy' })).toEqual(['tenancy.move', 'tenancy.suspend']);
  expect(await find({ subjectType: 'mail', subjectId: 'm1' })).toEqual(['mail.see']);
  expect(await find({ to: rooms.clock.now() })).toEqual(['tenancy.move', 'tenancy.suspend']);
  const first = await log.list(staff(), {}, { first: 2 });
  const rest = await log.list(staff(), {}, { first: 2, after: first.pageInfo.endCursor });
  expect([first.nodes.length, first.pageInfo.hasNextPage, rest.nodes.length]).toEqual([2, true, 1]);
  expect(rest.nodes[0]).toMatchObject({
    action: 'tenancy.suspend', actorName: 'Somebody', after: { state: 'suspended', password: '[redacted]' }, seq: null,
  });
});

test('a tenant sees no entry, and staff none of an organisation with which they are in conflict', async () => {
  const tenant = rooms.ctx();
  await record(tenant);
  const log = rooms.get(AuditLog);
  const count = async (ctx: Ctx): Promise<number> => (await log.list(ctx, {}, page)).nodes.length;
  const conflicted = staff([tenant.actor.organisationId ?? randomUUID()]);
  expect([await count(tenant), await count(staff()), await count(conflicted)]).toEqual([0, 1, 0]);
});

test('who saw something sensitive is recorded from a read as from a write', async () => {
  const ctx = rooms.ctx();
  const subject = { subjectType: 'document', subjectId: 'd1', organisationId: ctx.actor.organisationId };
  await rooms.db.read(ctx, (tx) => audit.saw(ctx, tx, subject));
  await rooms.db.write(ctx, (tx) => audit.saw(ctx, tx, subject, { page: 2 }));
  const { nodes } = await rooms.get(AuditLog).list(staff(), { action: 'document.see' }, page);
  expect(nodes.map(({ after }) => after)).toEqual([{ page: 2 }, null]);
});
