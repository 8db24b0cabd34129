import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MembershipService } from '../membership/membership.service';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { SignedIn } from '../session/sign-in.results';
import { browser, identityWorld, PASSWORD, type Person, type World } from '../testing/identity-world';
import { AcceptInvitationService } from './accept-invitation.service';
import type { Invitation } from './invitation.entity';
import { OpenInvitation, SignInFirst } from './invitation.results';
import { InvitationService } from './invitation.service';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await identityWorld();
});
afterAll(() => world.close());

const address = (): string => `guest${++count}@example.test`;
const invite = (by: Person, email = address(), roles = ['member'], organisationId?: string): Promise<Invitation> =>
  world.get(InvitationService).invite(by.ctx(), { email, roles, ...(organisationId ? { organisationId } : {}) });
const accept = (token: string, visit = browser(), person = { name: '周一帆', password: PASSWORD }) =>
  world.get(AcceptInvitationService).accept(world.anonymous(), visit, { token, ...person });
const look = (token: string) => world.get(AcceptInvitationService).look(world.anonymous(), token);
const members = async (of: Person): Promise<string[]> =>
  (await world.get(MembershipService).members(of.ctx(), null)).map(({ user }) => user.email);

describe('an invitation', () => {
  test('shows who invites, to what and as what, and brings a new person in', async () => {
    const ada = await world.person('tenant', ['founder']);
    const { email } = await invite(ada);
    const token = await world.tokenTo(email);
    expect(await look(token)).toMatchObject({ email, roles: ['member'], hasAccount: false });
    const visit = browser();
    expect(await accept(token, visit)).toMatchObject({
      user: { email, name: '周一帆', emailVerifiedAt: expect.any(Date) as unknown },
      organisation: { id: ada.organisationId },
    });
    expect(visit.sessionToken).not.toBeNull();
    expect(await members(ada)).toContain(email);
    expect(await look(token)).toBeInstanceOf(LinkNotValid);
  });

  test('accepted twice at once lets one in, once', async () => {
    const ada = await world.person('tenant', ['founder']);
    const { email } = await invite(ada);
    const token = await world.tokenTo(email);
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(token)));
    expect(answers.filter((answer) => answer instanceof SignedIn)).toHaveLength(1);
    expect(answers.filter((answer) => answer instanceof LinkNotValid)).toHaveLength(5);
    expect(await members(ada)).toHaveLength(2);
  });

  test('for somebody with an account is accepted signed in with that address, and no other', async () => {
    const [ada, bob, eve] = [
      await world.person('tenant', ['founder']), await world.person('tenant', ['founder']),
      await world.person('tenant', ['founder']),
    ];
    await invite(ada, bob.email);
    const token = await world.tokenTo(bob.email);
    expect(await accept(token)).toBeInstanceOf(SignInFirst);
    const acceptance = world.get(AcceptInvitationService);
    expect(await acceptance.accept(eve.ctx(), browser(), { token })).toBeInstanceOf(SignInFirst);
    expect(await acceptance.accept(bob.ctx(), browser(), { token })).toMatchObject({
      user: { id: bob.id }, organisation: { id: ada.organisationId },
    });
  });

  test('is dead after a week, when revoked, and when a newer one is sent', async () => {
    const ada = await world.person('tenant', ['founder']);
    const [late, revoked, resent] = [await invite(ada), await invite(ada), await invite(ada)];
    const tokens = [];
    for (const { email } of [late, revoked, resent]) tokens.push(await world.tokenTo(email));
    await world.get(InvitationService).revoke(ada.ctx(), revoked.id);
    world.clock.advance({ seconds: 1 });
    await world.get(InvitationService).resend(ada.ctx(), resent.id);
    for (const token of tokens.slice(1)) expect(await accept(token)).toBeInstanceOf(LinkNotValid);
    expect(await look(await world.tokenTo(resent.email))).toBeInstanceOf(OpenInvitation);
    world.clock.advance({ days: 7 });
    expect(await accept(tokens[0] ?? '')).toBeInstanceOf(LinkNotValid);
  });

  test('for an address that two people invite at once: one is pending', async () => {
    const ada = await world.person('tenant', ['founder']);
    const email = address();
    await Promise.all([invite(ada, email), invite(ada, email), invite(ada, email)]);
    const all = await world.get(InvitationService).list(ada.ctx(), null);
    expect(all.filter(({ state }) => state === 'pending')).toHaveLength(1);
  });

  test('sent twice with one key is one letter', async () => {
    const ada = await world.person('tenant', ['founder']);
    const email = address();
    const input = { email, roles: ['member'] };
    const ctx = ada.ctx({ idempotencyKey: 'once' });
    const [one, again] = [
      await world.get(InvitationService).invite(ctx, input), await world.get(InvitationService).invite(ctx, input),
    ];
    expect(again.id).toBe(one.id);
    await world.drain();
    expect(await world.asOwner(`select 1 from mail where address = $1`, [email])).toHaveLength(1);
  });

  test('of a person who is a member already is refused', async () => {
    const ada = await world.person('tenant', ['founder']);
    await expect(invite(ada, ada.email)).rejects.toMatchObject({ code: 'MEMBER_ALREADY' });
  });

  test.each([['administrator'], ['approver'], ['supplier']])('cannot make a tenant’s person %s', async (role) => {
    const ada = await world.person('tenant', ['founder']);
    await expect(invite(ada, address(), [role])).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'roles' });
  });

  test('needs a name and a password of a new person, naming what is missing', async () => {
    const ada = await world.person('tenant', ['founder']);
    const { email } = await invite(ada);
    const token = await world.tokenTo(email);
    const acceptance = world.get(AcceptInvitationService);
    await expect(acceptance.accept(world.anonymous(), browser(), { token })).rejects.toMatchObject({ field: 'name' });
    await expect(
      acceptance.accept(world.anonymous(), browser(), { token, name: '周一帆' }),
    ).rejects.toMatchObject({ field: 'password' });
    expect(await look(token)).toBeInstanceOf(OpenInvitation);
  });
});

describe('of another organisation', () => {
  test('founders see, send, resend and revoke nothing', async () => {
    const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    const { id } = await invite(ada);
    const notFound = { code: 'NOT_FOUND' };
    const invitations = world.get(InvitationService);
    await expect(invitations.list(eve.ctx(), ada.organisationId)).rejects.toMatchObject(notFound);
    await expect(invite(eve, address(), ['member'], ada.organisationId)).rejects.toMatchObject(notFound);
    await expect(invitations.resend(eve.ctx(), id)).rejects.toMatchObject(notFound);
    await expect(invitations.revoke(eve.ctx(), id)).rejects.toMatchObject(notFound);
  });

  test('administrators invite for all', async () => {
    const [ada, root] = [await world.person('tenant', ['founder']), await world.person('centre', ['administrator'])];
    expect(await invite(root, address(), ['founder'], ada.organisationId)).toMatchObject({ roles: ['founder'] });
  });
});

describe('sending many', () => {
  test('letters to one address is slowed, whoever asks for them', async () => {
    const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    const { id, email } = await invite(ada);
    await world.get(InvitationService).resend(ada.ctx(), id);
    await invite(eve, email);
    await expect(invite(eve, email)).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    await invite(eve);
  });

  test('invitations from one organisation is slowed', async () => {
    const [ada, eve] = [await world.person('tenant', ['founder']), await world.person('tenant', ['founder'])];
    for (let n = 0; n < 60; n++) await invite(ada);
    await expect(invite(ada)).rejects.toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    await invite(eve);
  });
});
