import fastifyCookie from '@fastify/cookie';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Authenticator } from '@wutong/core-server';
import { expectSqlCount } from '@wutong/core-testing';
import fastify, { type FastifyInstance } from 'fastify';
import { browser, identityWorld, PASSWORD, type World } from '../testing/identity-world';
import { visitOf } from '../visit/visit';
import { SignInService } from './sign-in.service';

let world: World;
let http: FastifyInstance;
beforeAll(async () => {
  world = await identityWorld();
  http = fastify({ trustProxy: 'loopback' });
  await http.register(fastifyCookie);
  http.all('/who', async (request) => {
    const { actor, locale } = await world.get(Authenticator).authenticate(request);
    return { kind: actor.kind, userId: actor.userId, organisationId: actor.organisationId, locale };
  });
  http.post('/keep', (_, reply) => {
    const visit = visitOf(reply);
    visit.keepSession('secret', new Date('2026-12-07T02:00:00Z'));
    visit.keepDevice('device');
    return { source: visit.source };
  });
  http.post('/forget', (_, reply) => {
    visitOf(reply).forgetSession();
    return {};
  });
});
afterAll(async () => {
  await http.close();
  await world.close();
});

const who = async (headers: Record<string, string>, method: 'GET' | 'POST' = 'POST'): Promise<unknown> =>
  (await http.inject({ method, url: '/who', headers })).json();

async function signedIn(): Promise<{ id: string; cookie: string }> {
  const ada = await world.person('tenant', ['founder']);
  const visit = browser();
  await world.get(SignInService).signIn(world.anonymous(), visit, { email: ada.email, password: PASSWORD });
  return { id: ada.id, cookie: `wutong_session=${visit.sessionToken}` };
}

describe('cookies', () => {
  test('are out of reach of scripts and of other sites, and over TLS never in the clear', async () => {
    const plain = await http.inject({ method: 'POST', url: '/keep' });
    expect(plain.headers['set-cookie']).toEqual([
      'wutong_session=secret; Path=/; Expires=Mon, 07 Dec 2026 02:00:00 GMT; HttpOnly; SameSite=Lax',
      'wutong_device=device; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax',
    ]);
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
    const tls = await http.inject({ method: 'POST', url: '/keep', headers });
    expect(tls.headers['set-cookie']).toEqual([
      expect.stringContaining('HttpOnly; Secure; SameSite=Lax'),
      expect.stringContaining('HttpOnly; Secure; SameSite=Lax'),
    ]);
    expect(tls.json()).toEqual({ source: '203.0.113.9' });
  });

  test('are taken away when somebody signs out', async () => {
    const answer = await http.inject({ method: 'POST', url: '/forget' });
    expect(answer.headers['set-cookie']).toContain('wutong_session=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970');
  });
});

describe('who asks', () => {
  test('is found out with one statement, settings of row-level security and all', async () => {
    const { cookie } = await signedIn();
    await expectSqlCount(1, () => who({ cookie }));
    await expectSqlCount(0, () => who({}));
  });

  test('is told by the session cookie; without one, or with one made up, it is nobody', async () => {
    const { id, cookie } = await signedIn();
    expect(await who({ cookie })).toMatchObject({ kind: 'user', userId: id, locale: 'en' });
    const nobody = { kind: 'anonymous', userId: null, organisationId: null, locale: null };
    expect(await who({})).toEqual(nobody);
    expect(await who({ cookie: 'wutong_session=' })).toEqual(nobody);
    expect(await who({ cookie: 'wutong_session=made-up' })).toEqual(nobody);
    expect(await who({ cookie: `wutong_session=${'x'.repeat(4000)}` })).toEqual(nobody);
  });

  test('is nobody when another site’s page sends the request', async () => {
    const { cookie } = await signedIn();
    for (const site of ['cross-site', 'same-site']) {
      expect(await who({ cookie, 'sec-fetch-site': site })).toMatchObject({ kind: 'anonymous' });
    }
    expect(await who({ cookie, 'sec-fetch-site': 'same-origin' })).toMatchObject({ kind: 'user' });
    expect(await who({ cookie, 'sec-fetch-site': 'cross-site' }, 'GET')).toMatchObject({ kind: 'user' });
  });

  test('is nobody once the account is closed, from the next request on', async () => {
    const { id, cookie } = await signedIn();
    await world.asOwner(`update app_user set state = 'deactivated' where id = $1`, [id]);
    expect(await who({ cookie })).toMatchObject({ kind: 'anonymous' });
  });

  test('belongs to no organisation once that is closed', async () => {
    const { id, cookie } = await signedIn();
    await world.asOwner(
      `update organisation set state = 'closed' where id in (select organisation_id from membership where user_id = $1)`,
      [id],
    );
    expect(await who({ cookie })).toMatchObject({ kind: 'user', userId: id, organisationId: null });
  });
});
