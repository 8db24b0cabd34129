import { graphql } from '@wutong/core-web';
import type { ComputeReclaimCaseQuery } from './reclaim-case.query.graphql';

graphql`
  query ComputeReclaimCase($id: ID!) {
    computeReclaim(id: $id) {
      id state version gpuClass noticedAt startsAt endsAt meteredUntil usableMs grantedMh usedMh heldMh idleMh replyDueAt
      replyKind reply repliedByName repliedAt recommendedMh recommendedByName decidedByName decidedAt takenMh returnedTo
      gpusBefore gpusAfter
      organisation { id nameZh nameEn }
      request { id number }
      rule { version atPercent minUsedPercent keepPercent returnsTo }
      actions { event to needsReason }
      timeline { id event actorName reason at }
    }
  }
`;

export type ReclaimCase = ComputeReclaimCaseQuery['computeReclaim'];
