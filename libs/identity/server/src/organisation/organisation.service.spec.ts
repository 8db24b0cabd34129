import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { identityWorld, PASSWORD, browser, type World } from '../testing/identity-world';
import { SignInService } from '../session/sign-in.service';
import { UserListService } from '../user/user-list.service';
import { UserService } from '../user/user.service';
import { OrganisationService } from './organisation.service';
import { slugOf } from './slug';

let world: World;
let organisations: OrganisationService;
beforeAll(async () => {
  world = await identityWorld();
  organisations = world.get(OrganisationService);
});
afterAll(() => world.close());

const names = { nameZh: '临港算力', nameEn: 'Lingang Compute', registrationId: null };

describe('organisations', () => {
  test('are registered by administrators, renamed by their founders, closed with a reason', async () => {
    const root = await world.person('centre', ['administrator']);
    const made = await organisations.register(root.ctx(), { kind: 'supplier', ...names });
    expect(made).toMatchObject({ kind: 'supplier', slug: 'lingang-compute', version: 1 });
    const renamed = await organisations.edit(root.ctx(), made.id, 1, { nameZh: '临港智算' });
    expect(renamed).toMatchObject({ nameZh: '临港智算', nameEn: '临港智算', version: 2 });
    await expect(organisations.edit(root.ctx(), made.id, 1, names)).rejects.toMatchObject({ code: 'STALE_VERSION' });
    await expect(organisations.close(root.ctx(), made.id, 2, '')).rejects.toMatchObject({ field: 'reason' });
    expect(await organisations.close(root.ctx(), made.id, 2, 'bankrupt')).toMatchObject({ state: 'closed' });
  });

  test('there is one centre', async () => {
    const root = await world.person('centre', ['administrator']);
    await expect(organisations.register(root.ctx(), { kind: 'centre', ...names })).rejects.toMatchObject({
      code: 'ONE_CENTRE',
    });
    await expect(organisations.close(root.ctx(), root.organisationId, 1, 'x')).rejects.toMatchObject({
      code: 'ONE_CENTRE',
    });
  });

  test('another’s is not there: neither to read nor to rename', async () => {
    const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    const missing = await organisations.organisation(eve.ctx(), randomUUID()).catch((error: unknown) => error);
    const other = await organisations.organisation(eve.ctx(), ada.organisationId).catch((error: unknown) => error);
    expect(other).toEqual(missing);
    await expect(organisations.edit(eve.ctx(), ada.organisationId, 1, names)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('are not renamed or closed by somebody with a conflict of interest in them', async () => {
    const [ada, root] = [await world.person('tenant', ['founder']), await world.person('centre', ['administrator'])];
    const partial = root.ctx({ conflicts: [ada.organisationId] });
    await expect(organisations.edit(partial, ada.organisationId, 1, names)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(organisations.close(partial, ada.organisationId, 1, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await organisations.close(root.ctx(), ada.organisationId, 1, 'x');
  });

  test('are listed page by page and found by part of a name', async () => {
    const root = await world.person('centre', ['administrator']);
    for (const n of [1, 2, 3]) {
      await organisations.register(root.ctx(), { kind: 'adopter', nameZh: `甬江应用${n}号`, nameEn: `Yong ${n} 100%` });
    }
    const args = { kind: 'adopter', search: '甬江', first: 2 } as const;
    const page = await organisations.list(root.ctx(), args);
    expect(page.nodes.map(({ nameZh }) => nameZh)).toEqual(['甬江应用1号', '甬江应用2号']);
    const rest = await organisations.list(root.ctx(), { ...args, after: page.pageInfo.endCursor });
    expect(rest.nodes.map(({ nameZh }) => nameZh)).toEqual(['甬江应用3号']);
    expect((await organisations.list(root.ctx(), { first: 10, search: '0%' })).nodes).toHaveLength(3);
    expect((await organisations.list(root.ctx(), { first: 10, search: '_甬' })).nodes).toHaveLength(0);
  });
});

describe('people', () => {
  test('are listed by name with their organisations', async () => {
    const root = await world.person('centre', ['administrator']);
    const ada = await world.person('tenant', ['founder']);
    const list = world.get(UserListService);
    const found = await list.users(root.ctx(), { first: 10, search: ada.email });
    expect(found.nodes).toMatchObject([
      { user: { id: ada.id }, memberships: [{ organisationKind: 'tenant', roles: ['founder'] }] },
    ]);
    const first = await list.users(root.ctx(), { first: 1 });
    const second = await list.users(root.ctx(), { first: 1, after: first.pageInfo.endCursor });
    expect(second.nodes[0]?.user.id).not.toBe(first.nodes[0]?.user.id);
    expect((await list.users(root.ctx(), { first: 50, organisationKind: 'investor' })).nodes).toEqual([]);
  });

  test('a closed account signs in again only when it is opened', async () => {
    const [root, ada] = [await world.person('centre', ['administrator']), await world.person('tenant', ['founder'])];
    const users = world.get(UserService);
    const signIn = () =>
      world.get(SignInService).signIn(world.anonymous(), browser(), { email: ada.email, password: PASSWORD });
    await users.deactivate(root.ctx(), ada.id, 'left');
    expect(await signIn()).toMatchObject({ message: expect.stringContaining('deactivated') as unknown });
    await users.reactivate(root.ctx(), ada.id);
    expect(await signIn()).toMatchObject({ user: { id: ada.id } });
    await expect(users.deactivate(root.ctx(), root.id, 'x')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(users.deactivate(root.ctx(), randomUUID(), 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('an account opened again by a request sent twice stays signed in', async () => {
    const [root, ada] = [await world.person('centre', ['administrator']), await world.person('tenant', ['founder'])];
    const users = world.get(UserService);
    await users.deactivate(root.ctx(), ada.id, 'by mistake');
    const opening = { ...root.ctx(), idempotencyKey: 'open-again' };
    await users.reactivate(opening, ada.id);
    await world.get(SignInService).signIn(world.anonymous(), browser(), { email: ada.email, password: PASSWORD });
    await users.reactivate(opening, ada.id);
    const open = await world.asOwner(`select 1 from session where user_id = $1 and ended_at is null`, [ada.id]);
    expect(open).toHaveLength(1);
  });

  test('change their profile and their password, which needs the old one', async () => {
    const ada = await world.person('tenant', ['founder']);
    const users = world.get(UserService);
    const profile = { name: '艾达', locale: 'zh-CN', timeZone: 'Europe/Berlin' };
    expect(await users.updateProfile(ada.ctx(), profile)).toMatchObject(profile);
    const change = (currentPassword: string) =>
      users.changePassword(ada.ctx(), browser(), { currentPassword, newPassword: 'an even better one' });
    expect(await change('not it')).toMatchObject({ message: expect.any(String) as unknown });
    expect(await change(PASSWORD)).toMatchObject({ user: { id: ada.id } });
    expect(await change(PASSWORD)).not.toHaveProperty('user');
  });
});

test.each([
  ['Star Bridge AI Co., Ltd.', 'star-bridge-ai-co-ltd'],
  ['Élan—Numérique', 'elan-numerique'],
  ['星桥', /^org-[a-z0-9]{6}$/],
  ['A', /^org-[a-z0-9]{6}$/],
])('%s is called %s in addresses', (name, slug) => {
  expect(slugOf(name, false)).toMatch(slug instanceof RegExp ? slug : new RegExp(`^${slug}$`));
});
