import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, limitFor, pageOf, readCursor, type Page, type PageArgs, type Tx } from '@wutong/core-server';

/** A request that waits for the viewer's review. */
@ObjectType()
export class OwedComputeReview {
  /** Of the assignment. */
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  requestId: string;

  @Field(() => String)
  number: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => String)
  gpuClass: string;

  /** As sized, or as asked for before that. */
  @Field(() => Int)
  gpus: number;

  @Field(() => BigInt)
  amountMh: bigint;

  @Field(() => Int)
  round: number;

  @Field(() => String)
  askedByName: string;

  @Field(() => Date)
  dueAt: Date;
}

export const OwedComputeReviewConnection = connectionOf(OwedComputeReview, 'OwedComputeReview');

/** An assignment `a` of a request `r` for which a review is still expected: of the present round, not declined, not given, and open. */
const OWED = `
  a.declined_at is null and a.round = r.review_round and r.state in ('technical_review', 'approval', 'waitlisted')
  and not exists (select from compute_review v where v.request_id = a.request_id and v.round = a.round and v.reviewer_id = a.reviewer_id)`;

/** What waits for this person's review, what is due first at the top. */
export async function owedReviews(tx: Tx, userId: string | null, args: PageArgs): Promise<Page<OwedComputeReview>> {
  const after = readCursor(args, 2);
  const rows = await tx.query<OwedComputeReview>(
    `select a.id, a.request_id as "requestId", r.number, o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn",
            r.gpu_class as "gpuClass", coalesce(r.sized_gpus, r.gpus) as gpus, coalesce(r.sized_mh, r.amount_mh) as "amountMh", a.round,
            a.asked_by_name as "askedByName", a.due_at as "dueAt"
       from compute_review_assignment a join compute_request r on r.id = a.request_id join organisation o on o.id = r.organisation_id
      where a.reviewer_id = $1 and ${OWED} ${after ? 'and (a.due_at, a.id) > ($2::timestamptz, $3::uuid)' : ''}
      order by a.due_at, a.id ${limitFor(args)}`,
    [userId, ...(after ?? [])],
  );
  return pageOf(rows, args, ({ dueAt, id }) => [dueAt, id]);
}

/** How many reviews each of these people still owes. */
export async function owedCounts(tx: Tx, userIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; owed: number }>(
    `select a.reviewer_id as id, count(*)::int as owed from compute_review_assignment a join compute_request r on r.id = a.request_id
      where a.reviewer_id = any($1) and ${OWED} group by a.reviewer_id`,
    [userIds],
  );
  return new Map(rows.map(({ id, owed }) => [id, owed]));
}
