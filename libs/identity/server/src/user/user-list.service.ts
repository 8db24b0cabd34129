import { Injectable } from '@nestjs/common';
import { ArgsType, Field, ObjectType } from '@nestjs/graphql';
import {
  connectionOf, Database, likeOf, PageArgs, pageOf, readCursor, rowsToFetch, type Ctx, type OrganisationKind, type Page,
} from '@wutong/core-server';
import { OrganisationKinds } from '../organisation/organisation.entity';
import { User } from './user.entity';

@ArgsType()
export class UserListArgs extends PageArgs {
  /** Part of the name, of the e-mail address or of an organisation's name. */
  @Field(() => String, { nullable: true })
  search?: string | null;

  /** Only people of organisations of this kind. */
  @Field(() => OrganisationKinds, { nullable: true })
  organisationKind?: OrganisationKind | null;
}

@ObjectType()
export class UserRowMembership {
  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => OrganisationKinds)
  organisationKind: OrganisationKind;

  @Field(() => [String])
  roles: string[];
}

/** A person as the administrators' list shows them. */
@ObjectType()
export class UserRow {
  @Field(() => User)
  user: User;

  @Field(() => [UserRowMembership])
  memberships: UserRowMembership[];
}

export const UserConnection = connectionOf(UserRow, 'User');
export type UserPage = Page<UserRow>;

interface Row {
  id: string;
  name: string;
  memberships: UserRowMembership[];
}

/** Everybody with an account, for administrators: by name, searched by any part of name, address or organisation. */
@Injectable()
export class UserListService {
  constructor(private readonly db: Database) {}

  async users(ctx: Ctx, args: UserListArgs): Promise<UserPage> {
    const limit = rowsToFetch(args);
    const cursor = readCursor(args, 2) ?? [null, null];
    return this.db.read(ctx, async (tx) => {
      const rows = await tx.query<Row>(LIST, [limit, ...cursor, likeOf(args.search), args.organisationKind ?? null]);
      const users = await tx.of(User).createQueryBuilder('u')
        .where('u.id = any(:ids)', { ids: rows.map(({ id }) => id) }).getMany();
      const byId = new Map(users.map((user) => [user.id, user]));
      const nodes = rows.flatMap(({ id, memberships }) => {
        const user = byId.get(id);
        return user ? [{ user, memberships }] : [];
      });
      return pageOf(nodes, args, ({ user }) => [user.name, user.id]);
    });
  }
}

const LIST = `
  select u.id, u.name, coalesce(m.list, '[]') as memberships
  from app_user u
  left join lateral (
    select json_agg(json_build_object('organisationNameZh', o.name_zh, 'organisationNameEn', o.name_en,
             'organisationKind', o.kind, 'roles', m.roles) order by m.created_at, m.id) as list,
           bool_or(o.kind = $5) as of_kind,
           string_agg(o.name_zh || ' ' || o.name_en, ' ') as names
    from membership m join organisation o on o.id = m.organisation_id
    where m.user_id = u.id and m.state = 'active'
  ) m on true
  where ($2::text is null or (u.name, u.id) > ($2::text, $3::uuid))
    and ($4::text is null or u.name ilike $4 or u.email ilike $4 or m.names ilike $4)
    and ($5::text is null or m.of_kind)
  order by u.name, u.id
  limit $1`;
