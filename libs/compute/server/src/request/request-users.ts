import { invalid, type Ctx, type PersonOfEvent, type Tx } from '@wutong/core-server';
import type { ComputeRequest } from './compute-request.entity';

/** Who became a user and who is one no more. */
export interface ChangedUsers {
  readonly added: readonly PersonOfEvent[];
  readonly removed: readonly PersonOfEvent[];
}

/** Makes these people, active members of the tenant all of them, the users of a request; throws INVALID for anybody else. */
export async function setUsers(ctx: Ctx, tx: Tx, { id, organisationId }: ComputeRequest, userIds: readonly string[]): Promise<ChangedUsers> {
  const wanted = [...new Set(userIds)];
  const members = await tx.query<{ id: string; name: string }>(
    `select u.id, u.name from membership m join app_user u on u.id = m.user_id
      where m.organisation_id = $1 and m.state = 'active' and u.id = any($2)`,
    [organisationId, wanted],
  );
  if (members.length !== wanted.length) {
    throw invalid('userIds', 'Only active members of your organisation can use it.', '只能添加本机构的在职成员。');
  }
  const removed = await tx.query<PersonOfEvent & object>(
    `delete from compute_grant_user where request_id = $1 and user_id <> all($2) returning user_id as id, user_name as name`, [id, wanted],
  );
  const added = await tx.query<PersonOfEvent & object>(
    `insert into compute_grant_user (request_id, user_id, organisation_id, user_name, added_at)
     select $1, u.id, $2, u.name, $3 from unnest($4::uuid[], $5::text[]) as u (id, name)
     on conflict (request_id, user_id) do nothing returning user_id as id, user_name as name`,
    [id, organisationId, ctx.now, members.map((member) => member.id), members.map(({ name }) => name)],
  );
  return { added, removed };
}
