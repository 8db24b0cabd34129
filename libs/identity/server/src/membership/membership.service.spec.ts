import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { permissionsOf } from '../access/roles';
import { IdentityPeople } from '../people/identity-people';
import { hashOf } from '../session/secret';
import { signedInBySession, type SignedInRow } from '../session/session.queries';
import { SignInService } from '../session/sign-in.service';
import { browser, identityWorld, PASSWORD, type Person, type TestVisit, type World } from '../testing/identity-world';
import type { Membership } from './membership.entity';
import { MembershipService } from './membership.service';

let world: World;
let memberships: MembershipService;
beforeAll(async () => {
  world = await identityWorld();
  memberships = world.get(MembershipService);
});
afterAll(() => world.close());

const membershipOf = async (by: Person, of: Person): Promise<Membership> => {
  const found = (await memberships.members(by.ctx(), of.organisationId)).find(({ user }) => user.id === of.id);
  if (!found) throw new Error('not a member');
  return found.membership;
};
const signedIn = async (person: Person): Promise<TestVisit> => {
  const visit = browser();
  await world.get(SignInService).signIn(world.anonymous(), visit, { email: person.email, password: PASSWORD });
  return visit;
};
const holder = (visit: TestVisit): Promise<SignedInRow | null> =>
  world.db.read(world.system(), (tx) => signedInBySession(tx, hashOf(visit.sessionToken ?? ''), world.clock.now()));

describe('members', () => {
  test('a new role counts from the next request on', async () => {
    const ada = await world.person('tenant', ['founder']);
    const bob = await world.person('tenant', ['member'], ada.organisationId);
    const visit = await signedIn(bob);
    const { id, version } = await membershipOf(ada, bob);
    await memberships.changeRoles(ada.ctx(), id, version, ['member', 'founder']);
    expect((await holder(visit))?.roles).toEqual(['founder', 'member']);
  });

  test('whoever is removed acts for nobody from the next request on', async () => {
    const ada = await world.person('tenant', ['founder']);
    const bob = await world.person('tenant', ['member'], ada.organisationId);
    const visit = await signedIn(bob);
    const { id, version } = await membershipOf(ada, bob);
    await memberships.end(ada.ctx(), id, version, 'left the company');
    const row = await holder(visit);
    expect(row).toMatchObject({ user_id: bob.id, organisation_id: null, roles: null });
    expect(permissionsOf(row?.roles ?? []).has('account.manage')).toBe(true);
    expect(permissionsOf(row?.roles ?? []).has('member.read')).toBe(false);
  });

  test('a stale version changes nothing', async () => {
    const ada = await world.person('tenant', ['founder']);
    const bob = await world.person('tenant', ['member'], ada.organisationId);
    const { id, version } = await membershipOf(ada, bob);
    await memberships.changeRoles(ada.ctx(), id, version, ['founder']);
    await expect(memberships.changeRoles(ada.ctx(), id, version, ['member'])).rejects.toMatchObject({
      code: 'STALE_VERSION',
    });
  });

  test('the last founder and the last administrator stay', async () => {
    for (const [kind, role] of [['tenant', 'founder'], ['centre', 'administrator']] as const) {
      const ada = await world.person(kind, [role]);
      const { id, version } = await membershipOf(ada, ada);
      await expect(memberships.end(ada.ctx(), id, version, 'gone')).rejects.toMatchObject({ code: 'LAST_ONE' });
      await expect(
        memberships.changeRoles(ada.ctx(), id, version, [kind === 'tenant' ? 'member' : 'auditor']),
      ).rejects.toMatchObject({ code: 'LAST_ONE' });
    }
  });

  test('two founders who leave at once: one stays', async () => {
    const ada = await world.person('tenant', ['founder']);
    const bob = await world.person('tenant', ['founder'], ada.organisationId);
    const [one, other] = [await membershipOf(ada, ada), await membershipOf(ada, bob)];
    const results = await Promise.allSettled([
      memberships.end(ada.ctx(), other.id, other.version, 'x'), memberships.end(bob.ctx(), one.id, one.version, 'x'),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('of another organisation', () => {
  test('are not seen, changed or removed', async () => {
    const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    const { id, version } = await membershipOf(ada, ada);
    const notFound = { code: 'NOT_FOUND' };
    await expect(memberships.members(eve.ctx(), ada.organisationId)).rejects.toMatchObject(notFound);
    await expect(memberships.changeRoles(eve.ctx(), id, version, ['member'])).rejects.toMatchObject(notFound);
    await expect(memberships.end(eve.ctx(), id, version, 'x')).rejects.toMatchObject(notFound);
  });

  test('nobody acts for an organisation that they do not belong to, or no longer', async () => {
    const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    await expect(memberships.actFor(eve.ctx(), browser(), ada.organisationId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

test('acting for another organisation takes a new session', async () => {
  const [ada, host] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
  await world.db.write(world.system(), (tx) =>
    memberships.join(world.system(), tx, ada.id, host.organisationId, ['member']),
  );
  const visit = await signedIn(ada);
  const before = { ...visit };
  world.clock.advance({ minutes: 1 });
  await memberships.actFor(ada.ctx(), visit, host.organisationId);
  expect(await holder(before)).toBeNull();
  expect(await holder(visit)).toMatchObject({ organisation_id: host.organisationId, roles: ['member'] });
  world.clock.advance({ minutes: 1 });
  const again = await signedIn(ada);
  expect(await holder(again)).toMatchObject({ organisation_id: host.organisationId });
});

test('notifications find holders of a role, their addresses and as whom they act', async () => {
  const ada = await world.person('tenant', ['founder']);
  const bob = await world.person('tenant', ['member'], ada.organisationId);
  await world.asOwner(`update app_user set email_verified_at = null where id = $1`, [bob.id]);
  const people = new IdentityPeople();
  await world.db.read(world.system(), async (tx) => {
    expect(await people.holders(tx, { roles: ['founder'], organisationId: ada.organisationId })).toEqual([ada.id]);
    expect(await people.holders(tx, { roles: ['member'], organisationKind: 'tenant' })).toContain(bob.id);
    const readers = await people.readers(tx, [ada.id, bob.id]);
    expect(new Map(readers.map(({ userId, email }) => [userId, email]))).toEqual(
      new Map([[ada.id, ada.email], [bob.id, null]]),
    );
    expect((await people.actors(tx, [ada.id])).get(ada.id)).toMatchObject([
      { organisationId: ada.organisationId, roles: ['founder'], conflicts: [] },
    ]);
  });
});
