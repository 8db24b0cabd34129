import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countSql } from '@wutong/core-testing';
import { browser, identityWorld, PASSWORD, type TestVisit, type World } from '../testing/identity-world';
import { hashOf } from './secret';
import { SessionService } from './session.service';
import { signedInBySession } from './session.queries';
import { AccountDeactivated, InvalidCredentials, SignedIn, TooManyAttempts } from './sign-in.results';
import { SignInService } from './sign-in.service';

let world: World;
beforeAll(async () => {
  world = await identityWorld();
});
afterAll(() => world.close());

const signIn = (visit: TestVisit, email: string, password = PASSWORD) =>
  world.get(SignInService).signIn(world.anonymous(), visit, { email, password });

const holder = (visit: TestVisit) =>
  world.db.read(world.system(), (tx) => signedInBySession(tx, hashOf(visit.sessionToken ?? ''), world.clock.now()));

describe('signing in', () => {
  test('the right password opens a session in the person’s organisation', async () => {
    const ada = await world.person('tenant', ['founder']);
    const visit = browser();
    expect(await signIn(visit, `  ${ada.email.toUpperCase()} `)).toMatchObject({
      user: { id: ada.id }, organisation: { id: ada.organisationId },
    });
    expect(await holder(visit)).toMatchObject({
      user_id: ada.id, organisation_id: ada.organisationId, organisation_kind: 'tenant', roles: ['founder'],
      conflicts: [],
    });
  });

  test('only the hash of the token is in the database', async () => {
    const ada = await world.person('tenant', ['founder']);
    const visit = browser();
    await signIn(visit, ada.email);
    const rows = await world.asOwner(`select * from session where user_id = $1`, [ada.id]);
    expect(JSON.stringify(rows)).not.toContain(visit.sessionToken);
  });

  test('a wrong password and an unknown address get the same answer', async () => {
    const ada = await world.person('tenant', ['founder']);
    const wrong = await signIn(browser('203.0.113.20'), ada.email, 'not the password');
    const unknown = await signIn(browser('203.0.113.21'), 'nobody@example.test', 'not the password');
    expect(wrong).toBeInstanceOf(InvalidCredentials);
    expect(unknown).toEqual(wrong);
  });

  test('an unknown address costs the same statements as a wrong password', async () => {
    const ada = await world.person('tenant', ['founder']);
    const wrong = await countSql(() => signIn(browser('203.0.113.22'), ada.email, 'not the password'));
    const unknown = await countSql(() => signIn(browser('203.0.113.23'), 'nobody2@example.test', 'not the password'));
    expect(unknown.statements).toEqual(wrong.statements);
  });

  test('a closed account is told so, but only to whoever knows its password', async () => {
    const ada = await world.person('tenant', ['founder']);
    await world.asOwner(`update app_user set state = 'deactivated' where id = $1`, [ada.id]);
    expect(await signIn(browser(), ada.email)).toBeInstanceOf(AccountDeactivated);
    expect(await signIn(browser(), ada.email, 'not the password')).toBeInstanceOf(InvalidCredentials);
  });

  test('the session that the browser held before ends', async () => {
    const ada = await world.person('tenant', ['founder']);
    const visit = browser();
    await signIn(visit, ada.email);
    const before = { ...visit };
    await signIn(visit, ada.email);
    expect(visit.sessionToken).not.toBe(before.sessionToken);
    expect(await holder(before)).toBeNull();
    expect(await holder(visit)).not.toBeNull();
  });
});

describe('guessing', () => {
  test('after five wrong guesses the sixth waits, the right password too', async () => {
    const ada = await world.person('tenant', ['founder']);
    const thief = browser('198.51.100.1');
    for (let n = 0; n < 5; n++) expect(await signIn(thief, ada.email, 'guess')).toBeInstanceOf(InvalidCredentials);
    expect(await signIn(thief, ada.email)).toBeInstanceOf(TooManyAttempts);
    world.clock.advance({ seconds: 3 });
    expect(await signIn(thief, ada.email)).toBeInstanceOf(SignedIn);
  });

  test('two hundred guesses at once are no better than five', async () => {
    const ada = await world.person('tenant', ['founder']);
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => signIn(browser('198.51.100.2'), ada.email, 'guess')),
    );
    expect(answers.filter((answer) => answer instanceof InvalidCredentials)).toHaveLength(5);
  });

  test('somebody who guesses at an account does not lock its owner out', async () => {
    const ada = await world.person('tenant', ['founder']);
    for (let n = 0; n < 12; n++) await signIn(browser('198.51.100.3'), ada.email, 'guess');
    expect(await signIn(browser('192.0.2.77'), ada.email)).toBeInstanceOf(SignedIn);
  });

  test('… not even from the same office, in a browser where the owner signed in before', async () => {
    const ada = await world.person('tenant', ['founder']);
    const own = browser('198.51.100.4');
    await signIn(own, ada.email);
    own.sessionToken = null;
    for (let n = 0; n < 12; n++) await signIn(browser('198.51.100.4'), ada.email, 'guess');
    expect(await signIn(browser('198.51.100.4'), ada.email)).toBeInstanceOf(TooManyAttempts);
    expect(await signIn(own, ada.email)).toBeInstanceOf(SignedIn);
  });

  test('trying many addresses from one place slows that place, and an account of one’s own does not help', async () => {
    const ada = await world.person('tenant', ['founder']);
    for (let n = 0; n < 60; n++) await signIn(browser('198.51.100.5'), `victim${n}@example.test`, 'guess');
    expect(await signIn(browser('198.51.100.5'), 'victim@example.test', 'guess')).toBeInstanceOf(TooManyAttempts);
    expect(await signIn(browser('198.51.100.5'), ada.email)).toBeInstanceOf(TooManyAttempts);
    expect(await signIn(browser('198.51.100.6'), ada.email)).toBeInstanceOf(SignedIn);
  });
});

describe('sessions', () => {
  test('end after a day without use', async () => {
    const ada = await world.person('tenant', ['founder']);
    const visit = browser();
    await signIn(visit, ada.email);
    world.clock.advance({ hours: 23 });
    expect(await holder(visit)).not.toBeNull();
    world.clock.advance({ hours: 23 });
    expect(await holder(visit)).not.toBeNull();
    world.clock.advance({ hours: 25 });
    expect(await holder(visit)).toBeNull();
  });

  test('end after two weeks whatever their use', async () => {
    const ada = await world.person('tenant', ['founder']);
    const visit = browser();
    await signIn(visit, ada.email);
    for (let day = 1; day <= 14; day++) {
      world.clock.advance({ days: 1, seconds: -60 });
      expect(await holder(visit)).not.toBeNull();
    }
    world.clock.advance({ minutes: 15 });
    expect(await holder(visit)).toBeNull();
  });

  test('are listed to their owner alone, who ends one or all', async () => {
    const [ada, bob] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    const sessions = world.get(SessionService);
    const [one, other] = [browser(), browser()];
    await signIn(one, ada.email);
    await signIn(other, ada.email);
    const mine = await sessions.mine(ada.ctx());
    expect(mine).toHaveLength(2);
    expect(await sessions.mine(bob.ctx())).toHaveLength(0);
    const first = mine.find((session) => sessions.isCurrent(one, session));
    await expect(sessions.end(bob.ctx(), first?.id ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await sessions.end(ada.ctx(), first?.id ?? '');
    expect([await holder(one), await holder(other)]).toEqual([null, expect.anything()]);
    await sessions.signOutEverywhere(ada.ctx(), other);
    expect(await sessions.mine(ada.ctx())).toHaveLength(0);
  });
});
