import { Injectable } from '@nestjs/common';
import { People, type Actor, type OrganisationKind, type Reader, type RoleHolders, type Tx } from '@wutong/core-server';
import { permissionsOf } from '../access/roles';

interface ActorRow {
  user_id: string;
  name: string;
  organisation_id: string;
  kind: OrganisationKind;
  roles: string[];
  conflicts: string[];
}

/** Tells the notifications who holds which role, where each can be reached, and as whom each may act. */
@Injectable()
export class IdentityPeople extends People {
  async holders(tx: Tx, who: RoleHolders): Promise<string[]> {
    const rows = await tx.query<{ user_id: string }>(
      `select distinct m.user_id from membership m
       join app_user u on u.id = m.user_id and u.state = 'active'
       join organisation o on o.id = m.organisation_id and o.state = 'active'
       where m.state = 'active' and m.roles && $1::text[]
         and ($2::uuid is null or o.id = $2) and ($3::text is null or o.kind = $3)`,
      [
        who.roles,
        'organisationId' in who ? who.organisationId : null,
        'organisationKind' in who ? who.organisationKind : null,
      ],
    );
    return rows.map((row) => row.user_id);
  }

  async readers(tx: Tx, userIds: readonly string[]): Promise<Reader[]> {
    return tx.query<Reader>(
      `select id as "userId", name, case when email_verified_at is not null then email end as email, locale,
              time_zone as "timeZone"
       from app_user where id = any($1::uuid[]) and state = 'active'`,
      [userIds],
    );
  }

  async actors(tx: Tx, userIds: readonly string[]): Promise<Map<string, Actor[]>> {
    const rows = await tx.query<ActorRow>(
      `select u.id as user_id, u.name, o.id as organisation_id, o.kind, m.roles,
              conflicts_of(u.id, o.kind) as conflicts
       from membership m
       join app_user u on u.id = m.user_id and u.state = 'active'
       join organisation o on o.id = m.organisation_id and o.state = 'active'
       where m.state = 'active' and u.id = any($1::uuid[])
       order by u.id, m.created_at, m.id`,
      [userIds],
    );
    const actors = new Map<string, Actor[]>();
    for (const row of rows) actors.set(row.user_id, [...(actors.get(row.user_id) ?? []), actorOf(row)]);
    return actors;
  }
}

function actorOf(row: ActorRow): Actor {
  return {
    kind: 'user',
    userId: row.user_id,
    name: row.name,
    organisationId: row.organisation_id,
    organisationKind: row.kind,
    roles: row.roles,
    permissions: permissionsOf(row.roles),
    conflicts: row.conflicts,
  };
}
