import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { RequestReadService } from '../request/request-read.service';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';
import { GrantChangeService } from './grant-change.service';
import { GrantUsersService } from './grant-users.service';
import { GrantService } from './grant.service';
import { TERMS_VERSION } from './terms';

let world: ComputeWorld;
let users: GrantUsersService;
let founder: Ctx;
let member: Ctx;
let grant: ComputeRequest;

beforeAll(async () => {
  world = await computeWorld();
  users = world.get(GrantUsersService);
});
afterAll(() => world.close());
beforeEach(async () => {
  const { gpuClass } = await world.pool(8);
  founder = await world.founder(gpuClass);
  member = await world.colleague(founder, 'member');
  grant = await world.active(founder, gpuClass);
});

const set = (who: Ctx, ...people: Ctx[]): Promise<ComputeRequest> =>
  users.set(who, { requestId: grant.id, userIds: people.map(({ actor }) => actor.userId ?? '') });
const names = async (): Promise<string[]> => (await world.get(RequestReadService).users(founder, grant)).map(({ userName }) => userName).sort();
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f demo@wutong.example';

test('somebody who joins while it runs accepts the terms, then adds a key', async () => {
  expect(await set(founder, founder, member)).toMatchObject({ id: grant.id, state: 'active' });
  expect(await names()).toEqual([founder.actor.name, member.actor.name].sort());
  await world.drain();
  const told = await world.asOwner(`select from notification where user_id = $1 and topic = 'compute-request.added-user'`, [member.actor.userId]);
  expect(told).toHaveLength(1);
  const grants = world.get(GrantService);
  const key = { requestId: grant.id, name: 'laptop', publicKey: KEY };
  await expect(grants.addKey(member, key)).rejects.toMatchObject({ code: 'TERMS_NOT_ACCEPTED' });
  expect(await grants.acceptTerms(member, { requestId: grant.id, terms: TERMS_VERSION })).toMatchObject({ state: 'active' });
  expect(await grants.addKey(member, key)).toMatchObject({ revokedAt: null });
  expect(await set(founder, founder)).toMatchObject({ state: 'active' });
  expect(await world.get(RequestReadService).keys(founder, grant)).toMatchObject([{ userId: member.actor.userId, revokedBecause: 'removed' }]);
});

test('the same users again change nothing', async () => {
  const changes = async (): Promise<number> => (await world.asOwner(`select from audit_entry where action = 'compute_request.setUsers' and subject_id = $1`, [grant.id])).length;
  await set(founder, founder, member);
  await set(founder, member, founder);
  expect(await changes()).toBe(1);
});

test('the timeline says who changed whom, to the company and the centre, and to nobody else', async () => {
  const before = await world.get(RequestReadService).get(founder, grant.id);
  await set(founder, founder, member);
  await set(founder, member);
  const reading = world.get(RequestReadService);
  for (const reader of [founder, world.operator]) {
    const rows = (await reading.timeline(world.reopen(reader), grant)).filter(({ event }) => event === 'setUsers');
    expect(rows.map(({ actorName, added, removed, fromState, toState, version }) => ({ actorName, added, removed, fromState, toState, version }))).toEqual([
      { actorName: founder.actor.name, added: [member.actor.name], removed: [], fromState: null, toState: 'active', version: before.version },
      { actorName: founder.actor.name, added: [], removed: [founder.actor.name], fromState: null, toState: 'active', version: before.version },
    ]);
  }
  expect(await reading.timeline(await world.founder(), grant)).toEqual([]);
  // Whoever looks at the case from before can still decide on it.
  expect(await reading.get(founder, grant.id)).toMatchObject({ version: before.version, state: 'active' });
  const asked = await world.get(GrantChangeService).requestRenewal(founder, {
    id: grant.id, version: before.version, endsAt: world.at(40), justification: 'One epoch more.',
  });
  expect((await reading.timeline(founder, grant)).slice(-3).map(({ event, version }) => [event, version])).toEqual([
    ['setUsers', before.version], ['setUsers', before.version], ['requestRenewal', before.version + 1],
  ]);
  await users.set(founder, { requestId: grant.id, userIds: [founder.actor.userId!] });
  expect((await reading.timeline(founder, grant)).slice(-2).map(({ event, version }) => [event, version])).toEqual([
    ['requestRenewal', before.version + 1], ['setUsers', before.version + 1],
  ]);
  // What was decided meanwhile is still told.
  await expect(world.get(GrantService).release(founder, { id: grant.id, version: before.version })).rejects.toMatchObject({ code: 'STALE_VERSION' });
  expect(asked.version).toBe(before.version + 1);
});

test('it starts when the only one who had not accepted is taken off', async () => {
  const { gpuClass } = await world.pool(8);
  const other = await world.founder(gpuClass);
  const late = await world.colleague(other, 'member');
  const sized = await world.sized(other, gpuClass, { startsAt: world.clock.now() });
  const waiting = await world.approve(sized);
  const ids = (...people: Ctx[]): { requestId: string; userIds: string[] } => ({ requestId: waiting.id, userIds: people.map(({ actor }) => actor.userId ?? '') });
  await users.set(other, ids(other, late));
  expect(await world.get(GrantService).acceptTerms(other, { requestId: waiting.id, terms: TERMS_VERSION })).toMatchObject({ state: 'allocated' });
  expect(await users.set(other, ids(other))).toMatchObject({ state: 'active' });
});

test('only active members of the company can be users, and at least one is', async () => {
  const stranger = await world.founder();
  await expect(set(founder, founder, stranger)).rejects.toMatchObject({ field: 'userIds' });
  await expect(set(founder)).rejects.toMatchObject({ field: 'userIds' });
  expect(await names()).toEqual([founder.actor.name]);
});

test('another company’s founder finds no such grant, and one that has ended has no users to change', async () => {
  const stranger = await world.founder();
  await expect(set(stranger, stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await world.get(GrantService).release(founder, { id: grant.id, version: grant.version });
  await expect(set(founder, founder, member)).rejects.toMatchObject({ code: 'NOT_NOW' });
});
