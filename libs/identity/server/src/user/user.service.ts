import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, notFound, parse, unauthenticated, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { idField, reasonField } from '../fields';
import { Organisation } from '../organisation/organisation.entity';
import { checkNewPassword, hashPassword } from '../password/password';
import { PasswordService } from '../password/password.service';
import { AdmissionService } from '../session/admission.service';
import { myId } from '../session/as-system';
import { SessionService } from '../session/session.service';
import { InvalidCredentials, TooManyAttempts } from '../session/sign-in.results';
import { SignInService } from '../session/sign-in.service';
import type { Visit } from '../visit/visit';
import { User } from './user.entity';
import { changePasswordSchema, profileSchema, type ChangePasswordInput, type ProfileInput } from './user.inputs';
import type { ChangePasswordOutcome } from './user.results';
import type { Viewer } from './viewer';

/**
 * A person's own account: name, language, time zone, password. Administrators can close an account; it stays in the
 * records, as the cases it took part in must go on saying who did what.
 */
@Injectable()
export class UserService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly passwords: PasswordService,
    private readonly admission: AdmissionService,
  ) {}

  /** Who is signed in; null for nobody. */
  async viewer(ctx: Ctx): Promise<Viewer | null> {
    const { actor } = ctx;
    if (actor.kind !== 'user') return null;
    return this.db.read(ctx, async (tx) => {
      const user = await this.me(ctx, tx);
      const memberships = await tx.query<{ roles: string[]; organisation_id: string }>(
        `select m.roles, m.organisation_id from membership m join organisation o on o.id = m.organisation_id
         where m.user_id = $1 and m.state = 'active' and o.state = 'active' order by m.created_at, m.id`,
        [user.id],
      );
      const ids = memberships.map((row) => row.organisation_id);
      const organisations = ids.length === 0 ? [] : await tx.of(Organisation).createQueryBuilder('o')
        .where('o.id = any(:ids)', { ids }).getMany();
      const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
      return {
        user,
        organisation: byId.get(actor.organisationId ?? '') ?? null,
        roles: actor.roles,
        permissions: [...actor.permissions],
        memberships: memberships.flatMap(({ roles, organisation_id }) => {
          const organisation = byId.get(organisation_id);
          return organisation ? [{ organisation, roles }] : [];
        }),
        locale: user.locale,
        timeZone: user.timeZone,
      };
    });
  }

  /** Changes my name, language and time zone. */
  async updateProfile(ctx: Ctx, input: ProfileInput): Promise<User> {
    const profile = parse(ctx, profileSchema, input);
    await this.db.command(ctx, 'updateProfile', profile, async (tx) => {
      const before = await this.me(ctx, tx);
      await tx.of(User).update({ id: before.id }, { ...profile, version: before.version + 1 });
      await this.audit.record(ctx, tx, {
        ...subject(before),
        action: 'user.updateProfile',
        before: { name: before.name, locale: before.locale, timeZone: before.timeZone },
        after: profile,
      });
    });
    return this.db.read(ctx, (tx) => this.me(ctx, tx));
  }

  /** Changes my password. Every session ends, and this browser gets a new one. */
  async changePassword(ctx: Ctx, visit: Visit, input: ChangePasswordInput): Promise<ChangePasswordOutcome> {
    const { currentPassword, newPassword } = parse(ctx, changePasswordSchema, input);
    const user = await this.db.read(ctx, (tx) => this.me(ctx, tx));
    checkNewPassword('newPassword', newPassword, [user.email.split('@')[0] ?? '', user.name]);
    const confirmed = await this.signIns.confirm(ctx, visit, user.email, currentPassword);
    if (confirmed instanceof Date) return new TooManyAttempts(ctx, confirmed);
    if (confirmed === 'wrong') return new InvalidCredentials(ctx);
    const hash = await hashPassword(newPassword);
    return this.admission.admit(ctx, visit, user.id, {
      organisationId: ctx.actor.organisationId,
      also: async (tx) => {
        await this.passwords.replace(ctx, tx, user.id, hash);
        await this.audit.record(ctx, tx, { ...subject(user), action: 'user.changePassword' });
      },
    });
  }

  /** Closes an account: its sessions and API tokens end at once. Nobody closes their own. */
  async deactivate(ctx: Ctx, id: string, reason: string): Promise<User> {
    const input = parse(ctx, z.object({ id: idField, reason: reasonField }), { id, reason });
    if (id === ctx.actor.userId) {
      throw invalid('id', 'You cannot deactivate your own account.', '不能停用自己的账号。');
    }
    return this.setState(ctx, 'deactivateUser', input.id, 'deactivated', input.reason);
  }

  /** Opens a closed account again; the person signs in afresh. */
  async reactivate(ctx: Ctx, id: string): Promise<User> {
    const input = parse(ctx, z.object({ id: idField }), { id });
    return this.setState(ctx, 'reactivateUser', input.id, 'active', null);
  }

  private async setState(
    ctx: Ctx, command: string, id: string, state: User['state'], reason: string | null,
  ): Promise<User> {
    await this.db.command(ctx, command, { id, reason }, async (tx) => {
      const user = await tx.of(User).findOneBy({ id });
      if (!user) throw notFound();
      await tx.of(User).update({ id }, { state, version: user.version + 1 });
      await this.audit.record(ctx, tx, {
        ...subject(user),
        action: state === 'active' ? 'user.reactivate' : 'user.deactivate',
        before: { state: user.state },
        after: { state, ...(reason ? { reason } : {}) },
      });
      await tx.bySystem(ctx, (system) => this.sessions.endAllOf(system, tx, id));
    });
    return this.db.read(ctx, (tx) => tx.of(User).findOneByOrFail({ id }));
  }

  private async me(ctx: Ctx, tx: Tx): Promise<User> {
    const user = await tx.of(User).findOneBy({ id: myId(ctx) });
    if (!user) throw unauthenticated();
    return user;
  }
}

function subject(user: User): { subjectType: string; subjectId: string; organisationId: null } {
  return { subjectType: 'user', subjectId: user.id, organisationId: null };
}
