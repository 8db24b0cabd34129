import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Audit, conflict, Database, invalid, isStaff, notFound, parse, staleVersion, type Ctx, type OrganisationKind, type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { rolesFor, type RoleName } from '../access/roles';
import { idField, reasonField } from '../fields';
import { myId } from '../session/as-system';
import { SessionService } from '../session/session.service';
import { User } from '../user/user.entity';
import type { Visit } from '../visit/visit';
import { Membership } from './membership.entity';
import { changeRolesSchema } from './membership.inputs';
import type { Member } from './member';

/** The role that somebody must always hold in an organisation of this kind; else nobody could look after it. */
const INDISPENSABLE: Partial<Record<OrganisationKind, RoleName>> = { tenant: 'founder', centre: 'administrator' };

/**
 * Who belongs to an organisation, in which roles. Founders look after their own organisation's people, administrators
 * after everybody. The last founder and the last administrator cannot be taken away. A change counts from the
 * person's next request on.
 */
@Injectable()
export class MembershipService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly sessions: SessionService,
  ) {}

  /** People of the organisation acted for, or for staff of any other. */
  async members(ctx: Ctx, organisationId: string | null): Promise<Member[]> {
    const wanted = this.organisationOf(ctx, organisationId);
    return this.db.read(ctx, async (tx) => {
      const memberships = await tx.of(Membership).createQueryBuilder('m')
        .where(`m.organisation_id = :wanted and m.state = 'active'`, { wanted })
        .orderBy('m.created_at').addOrderBy('m.id').getMany();
      const users = await tx.of(User).createQueryBuilder('u')
        .where('u.id = any(:ids)', { ids: memberships.map(({ userId }) => userId) }).getMany();
      const byId = new Map(users.map((user) => [user.id, user]));
      return memberships.flatMap((membership) => {
        const user = byId.get(membership.userId);
        return user ? [{ membership, user }] : [];
      });
    });
  }

  /** Gives a person these roles in the organisation, in the caller's transaction, which has the system's reach. */
  async join(ctx: Ctx, tx: Tx, userId: string, organisationId: string, roles: RoleName[]): Promise<void> {
    await tx.query(
      `insert into membership as m (id, user_id, organisation_id, roles, created_at) values ($1, $2, $3, $4, $5)
       on conflict (user_id, organisation_id) do update set state = 'active', ended_at = null, version = m.version + 1,
         roles = case when m.state = 'active'
           then array(select distinct unnest(m.roles || excluded.roles)) else excluded.roles end`,
      [randomUUID(), userId, organisationId, roles, ctx.now],
    );
    await this.audit.record(ctx, tx, {
      action: 'membership.join', subjectType: 'user', subjectId: userId, organisationId, after: { roles },
    });
  }

  async changeRoles(ctx: Ctx, id: string, version: number, roles: string[]): Promise<Membership> {
    const input = parse(ctx, changeRolesSchema, { id, version, roles });
    await this.db.command(ctx, 'changeMemberRoles', input, async (tx) => {
      const { membership, kind } = await this.lock(ctx, tx, input.id);
      checkRoles(kind, input.roles);
      await this.change(tx, membership, version, { roles: input.roles });
      await this.checkIndispensable(tx, membership.organisationId, kind);
      await this.record(ctx, tx, 'membership.changeRoles', membership, { roles: input.roles });
    });
    return this.db.read(ctx, (tx) => tx.of(Membership).findOneByOrFail({ id: input.id }));
  }

  /** The person no longer belongs to the organisation. Their account stays. */
  async end(ctx: Ctx, id: string, version: number, reason: string): Promise<boolean> {
    const input = parse(ctx, z.object({ id: idField, reason: reasonField }), { id, reason });
    return this.db.command(ctx, 'endMembership', { ...input, version }, async (tx) => {
      const { membership, kind } = await this.lock(ctx, tx, input.id);
      await this.change(tx, membership, version, { state: 'ended', endedAt: ctx.now });
      await this.checkIndispensable(tx, membership.organisationId, kind);
      await this.record(ctx, tx, 'membership.end', membership, { state: 'ended', reason: input.reason });
      return true;
    });
  }

  /** Acts for another of my organisations from now on; this browser gets a new session. */
  async actFor(ctx: Ctx, visit: Visit, organisationId: string): Promise<void> {
    const input = parse(ctx, z.object({ organisationId: idField }), { organisationId });
    const session = await this.db.write(ctx, async (tx) => {
      const [mine] = await tx.query(
        `select 1 from membership m join organisation o on o.id = m.organisation_id
         where m.user_id = $1 and m.organisation_id = $2 and m.state = 'active' and o.state = 'active'`,
        [myId(ctx), input.organisationId],
      );
      if (!mine) throw notFound();
      return this.sessions.open(ctx, tx, visit, myId(ctx), input.organisationId);
    });
    visit.keepSession(session.token, session.expiresAt);
  }

  /** The organisation whose people are meant: outside the centre only one's own. */
  organisationOf(ctx: Ctx, organisationId: string | null): string {
    const wanted = organisationId ?? ctx.actor.organisationId;
    if (!wanted || (!isStaff(ctx) && wanted !== ctx.actor.organisationId)) throw notFound();
    return parse(ctx, z.object({ organisationId: idField }), { organisationId: wanted }).organisationId;
  }

  /** Locks the organisation, so that two people who step down at once are seen one after the other. */
  private async lock(ctx: Ctx, tx: Tx, id: string): Promise<{ membership: Membership; kind: OrganisationKind }> {
    const membership = await tx.of(Membership).findOneBy({ id, state: 'active' });
    if (!membership) throw notFound();
    this.organisationOf(ctx, membership.organisationId);
    const [organisation] = await tx.query<{ kind: OrganisationKind }>(
      `select kind from organisation where id = $1 for update`,
      [membership.organisationId],
    );
    if (!organisation) throw notFound();
    return { membership, kind: organisation.kind };
  }

  private async change(tx: Tx, membership: Membership, version: number, set: Partial<Membership>): Promise<void> {
    const changed = await tx.of(Membership).update(
      { id: membership.id, version, state: 'active' },
      { ...set, version: version + 1 },
    );
    if (changed.affected !== 1) throw staleVersion();
  }

  private async checkIndispensable(tx: Tx, organisationId: string, kind: OrganisationKind): Promise<void> {
    const role = INDISPENSABLE[kind];
    if (!role) return;
    const [left] = await tx.query(
      `select 1 from membership m join app_user u on u.id = m.user_id and u.state = 'active'
       where m.organisation_id = $1 and m.state = 'active' and $2 = any(m.roles) limit 1`,
      [organisationId, role],
    );
    if (left) return;
    throw conflict(
      'LAST_ONE',
      kind === 'centre'
        ? 'Somebody must remain administrator. Make another person administrator first.'
        : 'Somebody must remain founder. Make another person founder first.',
      kind === 'centre' ? '至少要有一名管理员，请先将他人设为管理员。' : '至少要有一名创始人，请先将他人设为创始人。',
    );
  }

  private async record(
    ctx: Ctx, tx: Tx, action: string, membership: Membership, after: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(ctx, tx, {
      action, subjectType: 'user', subjectId: membership.userId, organisationId: membership.organisationId,
      before: { roles: membership.roles, state: membership.state }, after,
    });
  }
}

/** Refuses roles that people cannot hold in an organisation of this kind. */
export function checkRoles(kind: OrganisationKind, roles: readonly RoleName[]): void {
  const possible = rolesFor(kind);
  const wrong = roles.find((role) => !possible.includes(role));
  if (wrong) {
    throw invalid(
      'roles',
      `The role “${wrong}” does not exist in this kind of organisation. Possible: ${possible.join(', ')}.`,
      `此类机构没有“${wrong}”角色，可选：${possible.join('、')}。`,
    );
  }
}
