import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, likeOf, limitFor, PageArgs, pageOf, readCursor, type Page, type Tx } from '@wutong/core-server';

/** A line of the queue: what is needed to choose the next request to work on. */
@ObjectType()
export class ComputeRequestRow {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  number: string;

  @Field(() => String)
  state: string;

  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => String)
  gpuClass: string;

  /** As sized, or as asked for before that. */
  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => BigInt)
  amountMh: bigint;

  @Field(() => String)
  purposeKind: string;

  @Field(() => String, { nullable: true })
  claimedByName: string | null;

  /** `programme_lead` or `approver`, once it is sized. */
  @Field(() => String, { nullable: true })
  approvalBy: string | null;

  @Field(() => String, { nullable: true })
  poolCode: string | null;

  @Field(() => Date)
  submittedAt: Date;

  @Field(() => Date, { nullable: true })
  dueAt: Date | null;
}

export const ComputeRequestConnection = connectionOf(ComputeRequestRow, 'ComputeRequest');

@ObjectType()
export class ComputeRequestCount {
  @Field(() => String)
  state: string;

  @Field(() => Int)
  count: number;
}

@ArgsType()
export class ComputeRequestQueueArgs extends PageArgs {
  @Field(() => [String], { nullable: true })
  states?: string[] | null;

  @Field(() => [String], { nullable: true })
  gpuClasses?: string[] | null;

  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  /** A number, or part of the organisation's Chinese or English name. */
  @Field(() => String, { nullable: true })
  search?: string | null;

  /** Only those that the viewer has claimed. */
  @Field(() => Boolean, { defaultValue: false })
  mine: boolean;
}

const QUEUE = `
  select r.id, r.number, r.state, r.organisation_id as "organisationId", o.name_zh as "organisationNameZh",
         o.name_en as "organisationNameEn", r.gpu_class as "gpuClass", coalesce(r.sized_gpus, r.gpus) as gpus,
         coalesce(r.sized_starts_at, r.starts_at) as "startsAt", coalesce(r.sized_ends_at, r.ends_at) as "endsAt",
         coalesce(r.sized_mh, r.amount_mh) as "amountMh", r.purpose_kind as "purposeKind",
         r.claimed_by_name as "claimedByName", r.approval_by as "approvalBy", p.code as "poolCode",
         r.submitted_at as "submittedAt", r.due_at as "dueAt"
    from compute_request r
    join organisation o on o.id = r.organisation_id
    left join compute_pool p on p.id = r.pool_id
   where r.submitted_at is not null`;

/** Requests handed in, newest first. Drafts are not among them. */
export async function requestQueue(
  tx: Tx, userId: string | null, args: ComputeRequestQueueArgs,
): Promise<Page<ComputeRequestRow>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const after = readCursor(args, 2);
  const like = likeOf(args.search);
  const pattern = like && bind(like);
  const where = [
    args.states?.length ? `and r.state = any(${bind(args.states)})` : '',
    args.gpuClasses?.length ? `and r.gpu_class = any(${bind(args.gpuClasses)})` : '',
    args.organisationId ? `and r.organisation_id = ${bind(args.organisationId)}` : '',
    args.mine ? `and r.claimed_by = ${bind(userId)}` : '',
    pattern ? `and (r.number ilike ${pattern} or o.name_zh ilike ${pattern} or o.name_en ilike ${pattern})` : '',
    after ? `and (r.submitted_at, r.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)` : '',
  ].join(' ');
  const rows = await tx.query<ComputeRequestRow>(
    `${QUEUE} ${where} order by r.submitted_at desc, r.id desc ${limitFor(args)}`,
    params,
  );
  return pageOf(rows, args, (row) => [row.submittedAt, row.id]);
}

/** How many requests stand in each state, for the tabs of the queue. */
export function requestCounts(tx: Tx): Promise<ComputeRequestCount[]> {
  return tx.query<ComputeRequestCount>(
    `select state, count(*)::int as count from compute_request where submitted_at is not null group by state`,
  );
}

/** The place of a waiting request on the list of its class, from 1; null when it does not wait. */
export const WAITLIST_PLACE = `
  select count(*)::int as place from compute_request w
    join compute_request r on r.id = $1 and w.gpu_class = r.gpu_class and w.waitlist_order <= r.waitlist_order
   where w.state = 'waitlisted'`;
