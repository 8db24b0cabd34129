import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { idField } from '../fields';
import { LettersService } from '../letters/letters.service';
import { checkRoles, MembershipService } from '../membership/membership.service';
import { Organisation } from '../organisation/organisation.entity';
import { myId } from '../session/as-system';
import { hashOf, newSecret } from '../session/secret';
import { ThrottleService } from '../throttle/throttle.service';
import { Invitation } from './invitation.entity';
import { inviteSchema, type InviteInput } from './invitation.inputs';

const INVITATION_DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;

/**
 * People come into an organisation by invitation: a letter with a link, good once and for a week. Founders invite into
 * their own organisation, administrators into any. Sending again replaces the link; revoking ends it. An organisation
 * that sends very many is slowed, and so is whoever sends many to one address.
 */
@Injectable()
export class InvitationService {
  constructor(
    private readonly db: Database,
    private readonly memberships: MembershipService,
    private readonly letters: LettersService,
    private readonly throttle: ThrottleService,
    private readonly audit: Audit,
  ) {}

  /** Invitations of the organisation acted for, or for staff of another: pending first, then the latest. */
  async list(ctx: Ctx, organisationId: string | null): Promise<Invitation[]> {
    const wanted = this.memberships.organisationOf(ctx, organisationId);
    return this.db.read(ctx, (tx) =>
      tx.of(Invitation).createQueryBuilder('i')
        .where('i.organisation_id = :wanted', { wanted })
        .orderBy(`i.state = 'pending'`, 'DESC').addOrderBy('i.sent_at', 'DESC').addOrderBy('i.id')
        .limit(200).getMany(),
    );
  }

  /** Invites an address. A pending invitation for it is replaced, its link no longer works. */
  async invite(ctx: Ctx, input: InviteInput): Promise<Invitation> {
    const { email, roles, organisationId } = parse(ctx, inviteSchema, input);
    const wanted = this.memberships.organisationOf(ctx, organisationId ?? null);
    await this.slow(ctx, email);
    const id = await this.db.command(ctx, 'invite', { email, roles, wanted }, async (tx) => {
      // Locked, so that two people who invite the same address do it one after the other.
      const organisation = await tx.of(Organisation).createQueryBuilder('o')
        .where(`o.id = :wanted and o.state = 'active'`, { wanted }).setLock('pessimistic_write').getOne();
      if (!organisation) throw notFound();
      checkRoles(organisation.kind, roles);
      await this.refuseMembers(tx, wanted, email);
      await tx.of(Invitation).update({ organisationId: wanted, email, state: 'pending' }, { state: 'revoked' });
      const token = newSecret();
      const invitation: Invitation = {
        id: randomUUID(), organisationId: wanted, email, roles, tokenHash: hashOf(token), state: 'pending',
        invitedBy: myId(ctx), invitedByName: ctx.actor.name, createdAt: ctx.now, sentAt: ctx.now,
        expiresAt: expiryFrom(ctx.now), acceptedBy: null, acceptedAt: null,
      };
      await tx.of(Invitation).insert(invitation);
      await this.letters.invitation(ctx, tx, invitation, organisation, token);
      await this.record(ctx, tx, 'invitation.send', invitation);
      return invitation.id;
    });
    return this.read(ctx, id);
  }

  /** Sends the letter again with a new link and a new week. */
  async resend(ctx: Ctx, id: string): Promise<Invitation> {
    const input = parse(ctx, z.object({ id: idField }), { id });
    await this.slow(ctx, (await this.read(ctx, input.id)).email);
    await this.db.command(ctx, 'resendInvitation', input, async (tx) => {
      const invitation = await this.pending(ctx, tx, input.id);
      const organisation = await tx.of(Organisation).findOneByOrFail({ id: invitation.organisationId });
      const token = newSecret();
      const set = { tokenHash: hashOf(token), sentAt: ctx.now, expiresAt: expiryFrom(ctx.now) };
      const changed = await tx.of(Invitation).update({ id: invitation.id, state: 'pending' }, set);
      if (changed.affected !== 1) throw notPending();
      await this.letters.invitation(ctx, tx, { ...invitation, ...set }, organisation, token);
      await this.record(ctx, tx, 'invitation.resend', invitation);
    });
    return this.read(ctx, input.id);
  }

  async revoke(ctx: Ctx, id: string): Promise<Invitation> {
    const input = parse(ctx, z.object({ id: idField }), { id });
    await this.db.command(ctx, 'revokeInvitation', input, async (tx) => {
      const invitation = await this.pending(ctx, tx, input.id);
      const changed = await tx.of(Invitation).update({ id: invitation.id, state: 'pending' }, { state: 'revoked' });
      if (changed.affected !== 1) throw notPending();
      await this.record(ctx, tx, 'invitation.revoke', invitation);
    });
    return this.read(ctx, input.id);
  }

  private slow(ctx: Ctx, email: string): Promise<void> {
    return this.throttle.takeOrRefuse(ctx, [
      { rule: 'invitations', of: [ctx.actor.organisationId ?? ''] }, { rule: 'letters', of: ['invite', email] },
    ]);
  }

  private async pending(ctx: Ctx, tx: Tx, id: string): Promise<Invitation> {
    const invitation = await tx.of(Invitation).findOneBy({ id });
    if (!invitation) throw notFound();
    this.memberships.organisationOf(ctx, invitation.organisationId);
    if (invitation.state !== 'pending') throw notPending();
    return invitation;
  }

  private async refuseMembers(tx: Tx, organisationId: string, email: string): Promise<void> {
    const member = await tx.query(
      `select 1 from membership m join app_user u on u.id = m.user_id
       where m.organisation_id = $1 and m.state = 'active' and u.email = $2`,
      [organisationId, email],
    );
    if (member.length === 0) return;
    throw conflict(
      'MEMBER_ALREADY',
      'This person belongs to the organisation already. Change their roles in the list of members.',
      '该人员已是本机构成员，可在成员列表中调整其角色。',
    );
  }

  private async record(ctx: Ctx, tx: Tx, action: string, invitation: Invitation): Promise<void> {
    const { id, organisationId, email, roles } = invitation;
    await this.audit.record(ctx, tx, {
      action, subjectType: 'invitation', subjectId: id, organisationId, after: { email, roles },
    });
  }

  private async read(ctx: Ctx, id: string): Promise<Invitation> {
    const invitation = await this.db.read(ctx, (tx) => tx.of(Invitation).findOneBy({ id }));
    if (!invitation) throw notFound();
    return invitation;
  }
}

function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + INVITATION_DAYS * DAY);
}

function notPending(): Error {
  return conflict(
    'NOT_PENDING',
    'This invitation was accepted or revoked already. Reload the list.',
    '该邀请已被接受或撤销，请刷新列表。',
  );
}
