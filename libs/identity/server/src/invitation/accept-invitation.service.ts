import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { AccountService } from '../account/account.service';
import { tokenField } from '../fields';
import { MembershipService } from '../membership/membership.service';
import { LinkNotValid } from '../one-time-token/link-not-valid';
import { Organisation } from '../organisation/organisation.entity';
import { checkNewPassword, hashPassword } from '../password/password';
import { AdmissionService } from '../session/admission.service';
import { asSystem, asUser } from '../session/as-system';
import { hashOf } from '../session/secret';
import { User } from '../user/user.entity';
import type { Visit } from '../visit/visit';
import { Invitation } from './invitation.entity';
import { acceptInvitationSchema, type AcceptInvitationInput } from './invitation.inputs';
import { OpenInvitation, SignInFirst, type AcceptInvitationOutcome } from './invitation.results';

/**
 * Whoever holds the link accepts: a new person by choosing a name and a password (the link proves the address), a
 * person with an account by signing in with the invited address first. Of two at once, one is let in.
 */
@Injectable()
export class AcceptInvitationService {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountService,
    private readonly memberships: MembershipService,
    private readonly admission: AdmissionService,
    private readonly audit: Audit,
  ) {}

  async look(ctx: Ctx, token: string): Promise<OpenInvitation | LinkNotValid> {
    const input = parse(ctx, z.object({ token: tokenField }), { token });
    return this.db.read(asSystem(ctx), async (tx) => {
      const invitation = await this.open(ctx, tx, input.token);
      const organisation =
        invitation && (await tx.of(Organisation).findOneBy({ id: invitation.organisationId, state: 'active' }));
      if (!invitation || !organisation) return new LinkNotValid(ctx);
      const hasAccount = await tx.of(User).existsBy({ email: invitation.email });
      return new OpenInvitation(invitation, organisation, hasAccount);
    });
  }

  async accept(ctx: Ctx, visit: Visit, input: AcceptInvitationInput): Promise<AcceptInvitationOutcome> {
    const { token, name, password, locale, timeZone } = parse(ctx, acceptInvitationSchema, input);
    if (password) checkNewPassword('password', password, [name ?? '']);
    const passwordHash = password ? await hashPassword(password) : null;
    const accepted = await this.db.write(asSystem(ctx), async (tx) => {
      const invitation = await this.open(ctx, tx, token, true);
      if (!invitation) return new LinkNotValid(ctx);
      const known = await tx.of(User).findOneBy({ email: invitation.email });
      if (known && known.id !== ctx.actor.userId) return new SignInFirst(ctx, invitation.email);
      const user = known ?? (await this.openAccount(ctx, tx, invitation, { name, passwordHash, locale, timeZone }));
      if (known) {
        await this.memberships.join(asUser(ctx, known), tx, known.id, invitation.organisationId, invitation.roles);
        if (!known.emailVerifiedAt) await tx.of(User).update({ id: known.id }, { emailVerifiedAt: ctx.now });
      }
      await tx.of(Invitation).update(
        { id: invitation.id },
        { state: 'accepted', acceptedBy: user.id, acceptedAt: ctx.now },
      );
      await this.audit.record(asUser(ctx, user), tx, {
        action: 'invitation.accept', subjectType: 'invitation', subjectId: invitation.id,
        organisationId: invitation.organisationId, after: { email: invitation.email, roles: invitation.roles },
      });
      return { userId: user.id, organisationId: invitation.organisationId };
    });
    if (accepted instanceof LinkNotValid || accepted instanceof SignInFirst) return accepted;
    return this.admission.admit(ctx, visit, accepted.userId, { organisationId: accepted.organisationId });
  }

  private async openAccount(
    ctx: Ctx, tx: Tx, invitation: Invitation,
    person: Omit<z.output<typeof acceptInvitationSchema>, 'token' | 'password'> & { passwordHash: string | null },
  ): Promise<User> {
    const { name, passwordHash } = person;
    if (!name) throw invalid('name', 'Tell us your name.', '请填写您的姓名。');
    if (!passwordHash) throw invalid('password', 'Choose a password.', '请设置密码。');
    const account = await this.accounts.open(ctx, tx, {
      ...person, name, passwordHash, email: invitation.email, verified: true, roles: invitation.roles,
      organisation: invitation.organisationId,
    });
    // Taken between two statements of this transaction: it is run again and finds the account.
    if (!account) throw Object.assign(new Error('The address was registered meanwhile'), { code: '40001' });
    return account.user;
  }

  /** The pending, unexpired invitation of a token; locked, it waits for whoever is accepting the same one. */
  private async open(ctx: Ctx, tx: Tx, token: string, lock = false): Promise<Invitation | null> {
    const query = tx.of(Invitation).createQueryBuilder('i')
      .where(`i.token_hash = :hash and i.state = 'pending'`, { hash: hashOf(token) })
      .andWhere('i.expires_at > :now', { now: ctx.now });
    return (lock ? query.setLock('pessimistic_write') : query).getOne();
  }
}
