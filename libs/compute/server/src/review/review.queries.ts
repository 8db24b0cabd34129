import type { Tx } from '@wutong/core-server';

/** Joins `s.reviews` and `s.points`, the sum of its reviews, to a compute request `r`. */
export const REVIEW_SUM = `
  cross join lateral (
    select count(*)::int as reviews, coalesce(sum(v.merit + v.readiness + v.soundness), 0)::int as points
      from compute_review v where v.request_id = r.id) s`;

/** Takes back what somebody thought of a request, because from now on it is of their own sizing. */
export async function dropReview(tx: Tx, requestId: string, reviewerId: string | null): Promise<void> {
  await tx.query(`delete from compute_review where request_id = $1 and reviewer_id = $2`, [requestId, reviewerId]);
}
