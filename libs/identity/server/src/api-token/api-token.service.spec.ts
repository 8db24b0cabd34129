import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Authenticator, type Authenticated } from '@wutong/core-server';
import type { FastifyRequest } from 'fastify';
import { permissionsOf } from '../access/roles';
import { identityWorld, type Person, type World } from '../testing/identity-world';
import { ApiTokenService } from './api-token.service';

let world: World;
let tokens: ApiTokenService;
beforeAll(async () => {
  world = await identityWorld();
  tokens = world.get(ApiTokenService);
});
afterAll(() => world.close());

const PERMISSIONS = ['member.read', 'organisation.read'];
const create = (by: Person, permissions = PERMISSIONS, idempotencyKey: string | null = null) =>
  tokens.create(by.ctx({ idempotencyKey }), { name: 'meter', permissions, expiresInDays: 30 });
const use = (token: string | null): Promise<Authenticated> =>
  world.get(Authenticator).authenticate({
    method: 'POST', headers: { authorization: `Bearer ${token}` }, cookies: {},
  } as unknown as FastifyRequest);
const refused = { code: 'UNAUTHENTICATED' };

test('a token acts for its maker, within its scope', async () => {
  const ada = await world.person('tenant', ['founder']);
  const { token, apiToken } = await create(ada);
  expect(apiToken).toMatchObject({ name: 'meter', prefix: token?.slice(0, 13), lastUsedAt: null });
  const { actor } = await use(token);
  expect(actor).toMatchObject({ userId: ada.id, organisationId: ada.organisationId, roles: ['founder'] });
  expect([...actor.permissions].sort()).toEqual(PERMISSIONS);
  expect((await tokens.mine(ada.ctx()))[0]?.lastUsedAt).toEqual(world.clock.now());
  const rows = await world.asOwner(`select * from api_token where id = $1`, [apiToken.id]);
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('what its maker may no longer do, it may not do either', async () => {
  const ada = await world.person('tenant', ['founder']);
  const { token } = await create(ada, ['organisation.edit', 'member.read']);
  await world.asOwner(`update membership set roles = '{member}' where user_id = $1`, [ada.id]);
  expect([...(await use(token)).actor.permissions]).toEqual(['member.read']);
  await world.asOwner(`update membership set state = 'ended', ended_at = now() where user_id = $1`, [ada.id]);
  await expect(use(token)).rejects.toMatchObject(refused);
});

test('cannot be given what its maker does not have, nor what only a person should do', async () => {
  const member = await world.person('tenant', ['member']);
  const founder = await world.person('tenant', ['founder']);
  const wrong = { code: 'INVALID_INPUT', field: 'permissions' };
  await expect(create(member, ['organisation.edit'])).rejects.toMatchObject(wrong);
  for (const name of ['account.manage', 'member.manage', 'invitation.send']) {
    expect(permissionsOf(['founder']).has(name)).toBe(true);
    await expect(create(founder, [name])).rejects.toMatchObject(wrong);
  }
});

test('revoked, expired, or its maker’s account closed: it is dead at once', async () => {
  const [ada, bob, eve] = [
    await world.person('tenant', ['founder']), await world.person('tenant', ['founder']),
    await world.person('tenant', ['founder']),
  ];
  const [revoked, orphan, expired] = [await create(ada), await create(bob), await create(eve)];
  await tokens.revoke(ada.ctx(), revoked.apiToken.id);
  await world.asOwner(`update app_user set state = 'deactivated' where id = $1`, [bob.id]);
  await expect(use(revoked.token)).rejects.toMatchObject(refused);
  await expect(use(orphan.token)).rejects.toMatchObject(refused);
  world.clock.advance({ days: 29, hours: 23 });
  await use(expired.token);
  world.clock.advance({ hours: 1 });
  await expect(use(expired.token)).rejects.toMatchObject(refused);
});

test('one made up, or left out, is refused rather than taken for nobody', async () => {
  await expect(use('wutong_made-up')).rejects.toMatchObject(refused);
  await expect(use('')).rejects.toMatchObject(refused);
});

test('the same request again makes no second token and shows none', async () => {
  const ada = await world.person('tenant', ['founder']);
  const first = await create(ada, PERMISSIONS, 'key');
  const again = await create(ada, PERMISSIONS, 'key');
  expect(again).toMatchObject({ token: null, apiToken: { id: first.apiToken.id } });
  expect(JSON.stringify(await world.asOwner(`select answer from idempotency_key`))).not.toContain(first.token);
});

test('nobody sees or revokes another person’s tokens, not even in the same organisation', async () => {
  const ada = await world.person('tenant', ['founder']);
  const bob = await world.person('tenant', ['founder'], ada.organisationId);
  const { apiToken } = await create(ada);
  expect(await tokens.mine(bob.ctx())).toEqual([]);
  await expect(tokens.revoke(bob.ctx(), apiToken.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
