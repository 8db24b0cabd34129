import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, likeOf, limitFor, PageArgs, pageOf, readCursor, type Page, type Tx } from '@wutong/core-server';
import { StateCount } from '../state-count';

/** A line of the list of tenants. */
@ObjectType()
export class TenancyRow {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => String)
  state: string;

  @Field(() => Int)
  desks: number;

  @Field(() => Date)
  signedAt: Date;

  @Field(() => Date, { nullable: true })
  activatedAt: Date | null;
}

export const TenancyConnection = connectionOf(TenancyRow, 'Tenancy');

@ArgsType()
export class TenancyListArgs extends PageArgs {
  @Field(() => [String], { nullable: true })
  states?: string[] | null;

  /** Part of the Chinese or English name. */
  @Field(() => String, { nullable: true })
  search?: string | null;
}

/** Tenants, those who signed last first. */
export async function tenancyList(tx: Tx, args: TenancyListArgs): Promise<Page<TenancyRow>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const after = readCursor(args, 2);
  const like = likeOf(args.search);
  const pattern = like && bind(like);
  const rows = await tx.query<TenancyRow>(
    `select t.id, t.organisation_id as "organisationId", o.name_zh as "organisationNameZh",
            o.name_en as "organisationNameEn", t.state, t.desks, t.signed_at as "signedAt", t.activated_at as "activatedAt"
       from tenancy t join organisation o on o.id = t.organisation_id
      where true ${args.states?.length ? `and t.state = any(${bind(args.states)})` : ''}
        ${pattern ? `and (o.name_zh ilike ${pattern} or o.name_en ilike ${pattern})` : ''}
        ${after ? `and (t.signed_at, t.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)` : ''}
      order by t.signed_at desc, t.id desc ${limitFor(args)}`,
    params,
  );
  return pageOf(rows, args, (row) => [row.signedAt, row.id]);
}

/** How many tenancies stand in each state. */
export function tenancyCounts(tx: Tx): Promise<StateCount[]> {
  return tx.query<StateCount>(`select state, count(*)::int as count from tenancy group by state`);
}
