import type { Ctx, Tx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { isHidden } from '../review/review-access';

/** What the viewer ($2) may see of requests ($1), and what says whether their reviews are kept from them. */
const SEEN = `
  select r.id, r.organisation_id as "organisationId", r.state, r.claimed_by as "claimedBy", r.sized_by as "sizedBy", r.submitted_by as "submittedBy",
         r.approval_by as "approvalBy", o.name_zh as "nameZh", o.name_en as "nameEn",
         exists (select from compute_review v where v.request_id = r.id and v.round = r.review_round) as "isReviewed",
         exists (select from compute_review v where v.request_id = r.id and v.round = r.review_round and v.reviewer_id = $2) as "hasReviewed"
    from compute_request r join organisation o on o.id = r.organisation_id where r.id = any($1)`;

export type SeenRequest = Pick<ComputeRequest, 'id' | 'organisationId' | 'state' | 'claimedBy' | 'sizedBy' | 'submittedBy' | 'approvalBy'> & {
  nameZh: string; nameEn: string; isReviewed: boolean; hasReviewed: boolean;
};

export interface KeptReviews {
  /** The requests that the viewer may see, by id. */
  readonly seen: ReadonlyMap<string, SeenRequest>;
  /** Requests whose scores are kept from the viewer, who may still give their own. */
  readonly requests: ReadonlySet<string>;
  /**
   * Tenants of these. Their weights are kept too, and whatever is the weight in other words: the level that they reached, and the score
   * in the world. Hours and slices are not, being what the plan is about; how weights stand to each other can be reckoned from them.
   */
  readonly tenants: ReadonlySet<string>;
}

/** What of the reviews of some requests is kept from the viewer, by the same rule as on the request. */
export async function keptReviews(ctx: Ctx, tx: Tx, requestIds: readonly string[]): Promise<KeptReviews> {
  const rows = await tx.query<SeenRequest>(SEEN, [requestIds, ctx.actor.userId]);
  const kept = rows.filter((one) => one.isReviewed && isHidden(ctx, one, one.hasReviewed));
  return {
    seen: new Map(rows.map((one) => [one.id, one])), requests: new Set(kept.map(({ id }) => id)),
    tenants: new Set(kept.map(({ organisationId }) => organisationId)),
  };
}

/** The same for the requests that a plan was made for. */
export async function keptInPlan(ctx: Ctx, tx: Tx, proposalId: string | null): Promise<KeptReviews> {
  const rows = await tx.query<{ id: string }>(`select request_id as id from planning_outcome where proposal_id = $1`, [proposalId]);
  return keptReviews(ctx, tx, rows.map(({ id }) => id));
}
