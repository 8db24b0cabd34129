import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, likeOf, limitFor, PageArgs, pageOf, readCursor, type Page, type Tx } from '@wutong/core-server';
import { StateCount } from '../state-count';

/** A line of the queue: what is needed to choose the next application to work on. */
@ObjectType()
export class TenancyApplicationRow {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  number: string;

  @Field(() => String)
  state: string;

  @Field(() => Int)
  version: number;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => Int, { nullable: true })
  desks: number | null;

  @Field(() => String, { nullable: true })
  claimedByName: string | null;

  @Field(() => Date)
  submittedAt: Date;

  @Field(() => Date, { nullable: true })
  dueAt: Date | null;
}

export const TenancyApplicationConnection = connectionOf(TenancyApplicationRow, 'TenancyApplication');

@ArgsType()
export class TenancyApplicationQueueArgs extends PageArgs {
  @Field(() => [String], { nullable: true })
  states?: string[] | null;

  /** A number, or part of the organisation's Chinese or English name. */
  @Field(() => String, { nullable: true })
  search?: string | null;

  /** Only those that the viewer has claimed. */
  @Field(() => Boolean, { defaultValue: false })
  mine: boolean;
}

const QUEUE = `
  select a.id, a.number, a.state, a.version, o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn",
         (a.answers ->> 'desks')::int as desks, a.claimed_by_name as "claimedByName",
         a.submitted_at as "submittedAt", a.due_at as "dueAt"
    from tenancy_application a
    join organisation o on o.id = a.organisation_id
   where a.submitted_at is not null`;

/** The queue of applications handed in, newest first. Drafts are not in it. */
export async function applicationQueue(
  tx: Tx, userId: string | null, args: TenancyApplicationQueueArgs,
): Promise<Page<TenancyApplicationRow>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const after = readCursor(args, 2);
  const like = likeOf(args.search);
  const where = [
    args.states?.length ? `and a.state = any(${bind(args.states)})` : '',
    args.mine ? `and a.claimed_by = ${bind(userId)}` : '',
    like ? searchClause(bind(like)) : '',
    after ? `and (a.submitted_at, a.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)` : '',
  ].join(' ');
  const rows = await tx.query<TenancyApplicationRow>(
    `${QUEUE} ${where} order by a.submitted_at desc, a.id desc ${limitFor(args)}`,
    params,
  );
  return pageOf(rows, args, (row) => [row.submittedAt, row.id]);
}

/** How many applications stand in each state, for the tabs of the queue. */
export function applicationCounts(tx: Tx): Promise<StateCount[]> {
  return tx.query<StateCount>(
    `select state, count(*)::int as count from tenancy_application where submitted_at is not null group by state`,
  );
}

function searchClause(pattern: string): string {
  return `and (a.number like ${pattern} or o.name_zh ilike ${pattern} or o.name_en ilike ${pattern})`;
}
