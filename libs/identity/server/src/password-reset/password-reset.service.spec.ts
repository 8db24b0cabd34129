import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countSql } from '@wutong/core-testing';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { SessionService } from '../session/session.service';
import { SignedIn } from '../session/sign-in.results';
import { SignInService } from '../session/sign-in.service';
import { browser, identityWorld, PASSWORD, type World } from '../testing/identity-world';
import { PasswordResetService } from './password-reset.service';
import { ResetLetterService } from './reset-letter.service';

const NEW = 'a wholly new password';
let world: World;
beforeAll(async () => {
  world = await identityWorld();
});
afterAll(() => world.close());

let place = 0;
/** From a place of its own, as one place that asks for many is slowed. */
const ask = (email: string, visit = browser(`198.51.100.${++place}`)) =>
  world.get(ResetLetterService).request(world.anonymous(), visit, email);
const reset = (token: string, visit = browser()) =>
  world.get(PasswordResetService).reset(world.anonymous(), visit, token, NEW);
const signIn = (email: string, password: string) =>
  world.get(SignInService).signIn(world.anonymous(), browser(), { email, password });

test('asking gets the same answer, for the same work, whether or not there is an account', async () => {
  const ada = await world.person('tenant', ['founder']);
  await ask('first@example.test');
  const known = await countSql(() => ask(ada.email));
  const unknown = await countSql(() => ask('nobody@example.test'));
  expect(unknown.result).toEqual(known.result);
  expect(unknown.statements).toEqual(known.statements);
  await world.drain();
  expect(await world.asOwner(`select 1 from mail where address = 'nobody@example.test'`)).toEqual([]);
});

test('the link sets a new password, ends every session and signs in', async () => {
  const ada = await world.person('tenant', ['founder']);
  const elsewhere = browser();
  await world.get(SignInService).signIn(world.anonymous(), elsewhere, { email: ada.email, password: PASSWORD });
  await ask(ada.email);
  const visit = browser();
  expect(await reset(await world.tokenTo(ada.email), visit)).toMatchObject({ user: { id: ada.id } });
  const open = await world.get(SessionService).mine(ada.ctx());
  expect(open.map((session) => world.get(SessionService).isCurrent(visit, session))).toEqual([true]);
  expect(await signIn(ada.email, NEW)).toBeInstanceOf(SignedIn);
  expect(await signIn(ada.email, PASSWORD)).not.toBeInstanceOf(SignedIn);
});

test('a link used twice at once works once', async () => {
  const ada = await world.person('tenant', ['founder']);
  await ask(ada.email);
  const token = await world.tokenTo(ada.email);
  const answers = await Promise.all(Array.from({ length: 6 }, () => reset(token)));
  expect(answers.filter((answer) => answer instanceof SignedIn)).toHaveLength(1);
  expect(answers.filter((answer) => answer instanceof LinkNotValid)).toHaveLength(5);
});

test('after an hour, or once a newer one was asked for, a link is dead', async () => {
  const ada = await world.person('tenant', ['founder']);
  await ask(ada.email);
  const first = await world.tokenTo(ada.email);
  world.clock.advance({ minutes: 10 });
  await ask(ada.email);
  const second = await world.tokenTo(ada.email);
  expect(await reset(first)).toBeInstanceOf(LinkNotValid);
  world.clock.advance({ minutes: 60 });
  expect(await reset(second)).toBeInstanceOf(LinkNotValid);
});

test('nobody can fill a mailbox with letters', async () => {
  const ada = await world.person('tenant', ['founder']);
  for (let n = 0; n < 10; n++) await ask(ada.email);
  await world.drain();
  expect(await world.asOwner(`select 1 from mail where address = $1`, [ada.email])).toHaveLength(3);
});

test('one place that asks for many accounts is slowed, and told when to try again', async () => {
  const visit = browser('192.0.2.1');
  for (let n = 0; n < 20; n++) await ask(`someone${n}@example.test`, visit);
  await expect(ask('someone22@example.test', visit)).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
  await ask('someone22@example.test', browser('192.0.2.2'));
});

test('a link to verify an address cannot set a password', async () => {
  const ada = await world.person('tenant', ['founder']);
  await world.asOwner(`update app_user set email_verified_at = null where id = $1`, [ada.id]);
  const { EmailVerificationService } = await import('../email-verification/email-verification.service');
  await world.get(EmailVerificationService).resend(ada.ctx());
  expect(await reset(await world.tokenTo(ada.email))).toBeInstanceOf(LinkNotValid);
});
