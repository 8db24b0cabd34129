import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EmailVerificationService } from '../email-verification/email-verification.service';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { SignedIn, TooManyAttempts } from '../session/sign-in.results';
import { browser, identityWorld, PASSWORD, type World } from '../testing/identity-world';
import { UserService } from '../user/user.service';
import type { SignUpInput } from './sign-up.inputs';
import { EmailTaken } from './sign-up.results';
import { SignUpService } from './sign-up.service';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await identityWorld();
});
afterAll(() => world.close());

const founder = (input: Partial<SignUpInput> = {}): SignUpInput => ({
  organisation: { nameZh: '星桥智能科技有限公司', nameEn: null },
  name: '林一诺',
  email: `founder${++count}@example.test`,
  password: PASSWORD,
  ...input,
});
const signUp = (input: SignUpInput, visit = browser(`203.0.113.${count}`), idempotencyKey: string | null = null) =>
  world.get(SignUpService).signUp({ ...world.anonymous(), idempotencyKey }, visit, input);

describe('signing up', () => {
  test('registers the company and its founder, who is signed in at once', async () => {
    const input = founder();
    const visit = browser();
    const answer = await signUp(input, visit);
    expect(answer).toMatchObject({
      user: { email: input.email, emailVerifiedAt: null },
      organisation: { kind: 'tenant', nameZh: '星桥智能科技有限公司', nameEn: '星桥智能科技有限公司' },
    });
    expect(visit.sessionToken).not.toBeNull();
    const [row] = await world.asOwner(
      `select m.roles from membership m join app_user u on u.id = m.user_id where u.email = $1`,
      [input.email],
    );
    expect(row).toEqual({ roles: ['founder'] });
  });

  test('two companies of one name get different addresses', async () => {
    const names = { nameEn: 'Star Bridge AI' };
    const [one, other] = [
      await signUp(founder({ organisation: names })), await signUp(founder({ organisation: names })),
    ] as SignedIn[];
    expect(one?.organisation?.slug).toBe('star-bridge-ai');
    expect(other?.organisation?.slug).toMatch(/^star-bridge-ai-[a-z0-9]{6}$/);
  });

  test('an address that has an account is told so, and nothing is registered', async () => {
    const input = founder();
    await signUp(input);
    const before = await world.asOwner(`select count(*) from organisation`);
    expect(await signUp({ ...input, email: input.email.toUpperCase() })).toBeInstanceOf(EmailTaken);
    expect(await world.asOwner(`select count(*) from organisation`)).toEqual(before);
  });

  test('the same address twice at once: one account', async () => {
    const input = founder();
    const answers = await Promise.all([signUp(input, browser('192.0.2.1')), signUp(input, browser('192.0.2.2'))]);
    expect(answers.filter((answer) => answer instanceof SignedIn)).toHaveLength(1);
    expect(answers.filter((answer) => answer instanceof EmailTaken)).toHaveLength(1);
  });

  test('sent again after a lost answer, it signs in whoever knows the password and nobody else', async () => {
    const input = founder();
    await signUp(input, browser('192.0.2.3'), 'key-1');
    expect(await signUp(input, browser('192.0.2.3'), 'key-1')).toBeInstanceOf(SignedIn);
    expect(await signUp({ ...input, password: 'another fine password' }, browser('192.0.2.3'), 'key-1')).toBeInstanceOf(
      EmailTaken,
    );
    await expect(signUp({ ...input, name: '王五' }, browser('192.0.2.3'), 'key-1')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const kept = JSON.stringify(await world.asOwner(`select * from idempotency_key`));
    expect(kept).not.toContain('argon2');
  });

  test('accounts by the dozen from one place are slowed', async () => {
    const answers = [];
    for (let n = 0; n < 21; n++) answers.push(await signUp(founder(), browser('192.0.2.4')));
    expect(answers.at(-1)).toBeInstanceOf(TooManyAttempts);
  });

  test.each([
    ['email', founder({ email: 'not an address' })],
    ['name', founder({ name: '  ' })],
    ['organisation.nameZh', founder({ organisation: {} })],
    ['organisation.registrationId', founder({ organisation: { nameZh: '甲', registrationId: '91310000MA1FL0000X' } })],
    ['timeZone', founder({ timeZone: 'Mars/Olympus' })],
    ['password', founder({ password: 'short' })],
    ['password', founder({ password: 'qwertyuiop' })],
    ['password', founder({ email: 'lin.yinuo@example.test', password: 'Lin.Yinuo-2026' })],
  ])('a wrong %s is named', async (field, input) => {
    await expect(signUp(input)).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
  });
});

describe('proving the address', () => {
  test('the link from the letter works once, for whoever opens it', async () => {
    const input = founder();
    await signUp(input);
    const token = await world.tokenTo(input.email);
    const verification = world.get(EmailVerificationService);
    expect(await verification.verify(world.anonymous(), token)).toEqual({ email: input.email });
    expect(await verification.verify(world.anonymous(), token)).toBeInstanceOf(LinkNotValid);
  });

  test('after three days the link is dead; a new one can be asked for, but not by the dozen', async () => {
    const input = founder();
    const { user } = (await signUp(input)) as SignedIn;
    const old = await world.tokenTo(input.email);
    world.clock.advance({ days: 3 });
    const verification = world.get(EmailVerificationService);
    expect(await verification.verify(world.anonymous(), old)).toBeInstanceOf(LinkNotValid);
    const me = (): ReturnType<typeof world.ctx> => world.ctx({ userId: user.id, locale: 'zh-CN' });
    expect(await verification.resend(me())).toEqual({ email: input.email });
    world.clock.advance({ seconds: 1 });
    const fresh = await world.tokenTo(input.email);
    expect(await verification.verify(world.anonymous(), fresh)).toEqual({ email: input.email });
    await verification.resend(me());
    await verification.resend(me());
    expect(await verification.resend(me())).toBeInstanceOf(TooManyAttempts);
  });

  test('the letter is in the reader’s language', async () => {
    const input = founder({ locale: 'zh-CN' });
    await signUp(input);
    expect(await world.letterTo(input.email)).toContain('请验证您的邮箱');
  });
});

test('the viewer sees whom they act for and what they may do', async () => {
  const ada = await world.person('tenant', ['founder']);
  expect(await world.get(UserService).viewer(ada.ctx())).toMatchObject({
    user: { id: ada.id },
    organisation: { id: ada.organisationId },
    roles: ['founder'],
    permissions: expect.arrayContaining(['account.manage', 'member.manage']) as unknown,
    memberships: [{ organisation: { id: ada.organisationId }, roles: ['founder'] }],
  });
  expect(await world.get(UserService).viewer(world.anonymous())).toBeNull();
});
