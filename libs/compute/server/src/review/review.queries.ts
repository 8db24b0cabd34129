import type { Tx } from '@wutong/core-server';

/** Joins `s.reviews`, the weighed reviews of a request, to a compute request `r`. */
export const WEIGHED_REVIEWS = `
  cross join lateral (
    select coalesce(json_agg(json_build_object('weighted', v.weighted, 'weights', v.weights)), '[]') as reviews
      from compute_review v where v.request_id = r.id) s`;

/** Takes back what somebody thought of a request, because from now on it is of their own sizing. */
export async function dropReview(tx: Tx, requestId: string, reviewerId: string | null): Promise<void> {
  await tx.query(`delete from compute_review where request_id = $1 and reviewer_id = $2`, [requestId, reviewerId]);
}
