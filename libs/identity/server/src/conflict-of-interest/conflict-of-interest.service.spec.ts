import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { People } from '@wutong/core-server';
import { MembershipService } from '../membership/membership.service';
import { hashOf } from '../session/secret';
import { signedInBySession } from '../session/session.queries';
import { SignInService } from '../session/sign-in.service';
import { browser, identityWorld, PASSWORD, type World } from '../testing/identity-world';
import { ConflictOfInterestService } from './conflict-of-interest.service';

let world: World;
let conflicts: ConflictOfInterestService;
beforeAll(async () => {
  world = await identityWorld();
  conflicts = world.get(ConflictOfInterestService);
});
afterAll(() => world.close());

test('once declared, the organisation’s cases do not exist for that person from the next request on', async () => {
  const [tenant, screener] = [await world.person('tenant', ['founder']), await world.person('centre', ['screener'])];
  await world.asOwner(
    `insert into case_event (id, workflow, case_id, organisation_id, version, event, to_state, actor_name,
       needs_reason, at)
     values ($1, 'spec', $1, $2, 1, 'create', 'draft', 'spec', false, now())`,
    [randomUUID(), tenant.organisationId],
  );
  const visit = browser();
  await world.get(SignInService).signIn(world.anonymous(), visit, { email: screener.email, password: PASSWORD });
  const cases = async (): Promise<number> => {
    const row = await world.db.read(world.system(), (tx) =>
      signedInBySession(tx, hashOf(visit.sessionToken ?? ''), world.clock.now()),
    );
    const ctx = screener.ctx({ conflicts: row?.conflicts ?? [] });
    return (await world.db.read(ctx, (tx) => tx.query(`select 1 from case_event`))).length;
  };
  expect(await cases()).toBe(1);
  await conflicts.declare(screener.ctx(), tenant.organisationId, 'My sister founded it');
  expect(await cases()).toBe(0);
  expect(await conflicts.mine(screener.ctx())).toMatchObject([{ organisation: { id: tenant.organisationId } }]);
});

test('only another administrator ends it, saying why', async () => {
  const tenant = await world.person('tenant', ['founder']);
  const root = await world.person('centre', ['administrator']);
  const other = await world.person('centre', ['administrator'], root.organisationId);
  const { id } = await conflicts.declare(root.ctx(), tenant.organisationId, 'I hold shares');
  await expect(conflicts.end(root.ctx(), id, 'sold them')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(conflicts.end(other.ctx(), id, ' ')).rejects.toMatchObject({ field: 'reason' });
  expect(await conflicts.end(other.ctx(), id, 'shares sold')).toMatchObject({ endReason: 'shares sold' });
  await expect(conflicts.end(other.ctx(), id, 'again')).rejects.toMatchObject({ code: 'ENDED_ALREADY' });
});

test('declared twice it is one, and a missing organisation is not found', async () => {
  const [tenant, screener] = [await world.person('tenant', ['founder']), await world.person('centre', ['screener'])];
  const one = await conflicts.declare(screener.ctx(), tenant.organisationId, 'one');
  const again = await conflicts.declare(screener.ctx(), tenant.organisationId, 'two');
  expect(again.id).toBe(one.id);
  await expect(conflicts.declare(screener.ctx(), randomUUID(), 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('whoever belongs to a company besides never judges it for the centre, declared or not', async () => {
  const founder = await world.person('tenant', ['founder']);
  const centre = await world.person('centre', ['administrator']);
  await world.db.write(world.system(), (tx) =>
    world.get(MembershipService).join(world.system(), tx, founder.id, centre.organisationId, ['approver']),
  );
  const actingFor = async (organisationId: string) => {
    const visit = browser();
    await world.get(SignInService).signIn(world.anonymous(), visit, { email: founder.email, password: PASSWORD });
    await world.get(MembershipService).actFor(founder.ctx(), visit, organisationId);
    return world.db.read(world.system(), (tx) => signedInBySession(tx, hashOf(visit.sessionToken ?? ''), world.clock.now()));
  };
  expect(await actingFor(centre.organisationId)).toMatchObject({ organisation_kind: 'centre', conflicts: [founder.organisationId] });
  expect(await actingFor(founder.organisationId)).toMatchObject({ organisation_kind: 'tenant', conflicts: [] });
  const actors = await world.db.read(world.system(), (tx) => world.get(People).actors(tx, [founder.id]));
  const conflictsAs = actors.get(founder.id)?.map(({ organisationKind, conflicts: has }) => [organisationKind, has]) ?? [];
  expect(Object.fromEntries(conflictsAs)).toEqual({ tenant: [], centre: [founder.organisationId] });
});
