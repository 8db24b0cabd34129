import type { Ctx, Tx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';

/** The moves with which a company's case is looked at anew: it has revised the request, or it is decided again. */
export const BEGINS_ROUND: ReadonlySet<string> = new Set(['resubmit', 'upholdAppeal']);

/** Joins `s.reviews`, the weighed reviews of the present round of a request, to a compute request `r`. */
export const WEIGHED_REVIEWS = `
  cross join lateral (
    select coalesce(json_agg(json_build_object('weighted', v.weighted, 'weights', v.weights)), '[]') as reviews
      from compute_review v where v.request_id = r.id and v.round = r.review_round) s`;

/** Takes back what somebody thought of a request in its present round, and that they were asked, because it is of their own sizing now. */
export async function dropReview(tx: Tx, { id, reviewRound }: ComputeRequest, reviewerId: string | null): Promise<void> {
  for (const table of ['compute_review', 'compute_review_assignment']) {
    await tx.query(`delete from ${table} where request_id = $1 and round = $2 and reviewer_id = $3`, [id, reviewRound, reviewerId]);
  }
}

/** What changes on a request with a move of BEGINS_ROUND: its next round begins, unless nobody has reviewed it or was asked in this one. */
export function nextRound(ctx: Ctx, tx: Tx, { id, reviewRound }: ComputeRequest): Promise<Pick<ComputeRequest, 'reviewRound'>> {
  // By the system, as the company that hands it in again knows of no reviews.
  return tx.bySystem(ctx, async () => {
    const [found] = await tx.query<{ isUsed: boolean }>(
      `select exists (select from compute_review where request_id = $1 and round = $2)
           or exists (select from compute_review_assignment where request_id = $1 and round = $2) as "isUsed"`, [id, reviewRound]);
    return { reviewRound: found?.isUsed ? reviewRound + 1 : reviewRound };
  });
}
