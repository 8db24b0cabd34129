import { graphql } from '@wutong/core-web';
import type { ComputeRequestCaseQuery } from './compute-request-case.query.graphql';

graphql`
  query ComputeRequestCase($id: ID!) {
    computeRequest(id: $id) {
      id organisationId number state version gpuClass gpus startsAt endsAt amountMh purposeKind purpose answers savedAt
      submittedAt submittedByName claimedByName infoQuestion sizedByName sizedGpus sizedStartsAt sizedEndsAt sizedMh priority sizingNote
      approvalBy decidedAt appealed dueAt waitlistPlace startedAt endedAt
      organisation { id nameZh nameEn }
      form { version definition }
      plannings {
        requestId code grantedMh askedMh gpuClass reasonKind reasonText appliedAt
        gpusOverTime { gpus startsAt endsAt pool { id code } }
      }
      reviews {
        count mean isHidden mayReview round rubric { version criteria }
        given { id isOwn reviewerName rubric { version criteria } scores { criterion score } comment givenAt changedAt }
        asked { id reviewerId reviewerName askedByName status dueAt declineReason }
        earlier { round mean given { id isOwn reviewerName rubric { version criteria } scores { criterion score } comment givenAt changedAt } }
      }
      actions { event to needsReason }
      timeline { id event fromState toState actorName reason at added removed }
      grant { id account startsAt endsAt grantedMh usedMh overuseMh heldMh closedAt settledAt paysFirst }
      pool { id code nameZh nameEn cluster region }
      borrows { id gpus startsAt endsAt returnsAt borrowedByName recalledAt recallReason }
      reclaims { id state gpuClass idleMh takenMh }
      users { userId userName acceptedAt clusterUserName }
      enforcement { cluster isOpen gpus limitMinutes countedMinutes users readBackAt }
      enforcementOperations { id grantId account kind subject before after isDone error madeByName madeAt }
      accessKeys { id userId userName name fingerprint addedAt revokedAt }
      changes { id kind justification gpus endsAt moreMh gpusBefore endsAtBefore askedByName askedAt outcome decidedByName decidedAt note }
    }
  }
`;

export type RequestCase = ComputeRequestCaseQuery['computeRequest'];
