import { graphql } from '@wutong/core-web';
import type { WasteFindingsQuery } from './findings.query.graphql';

graphql`
  query WasteFindings($first: Int!, $after: String, $organisationId: ID, $grantId: ID) {
    wasteFindings(first: $first, after: $after, organisationId: $organisationId, grantId: $grantId) {
      nodes {
        id version state kind severity gpuClass fromAt toAt jobs heldMh lostMh lostFen answer answeredByName snoozedUntil
        organisationId organisationNameZh organisationNameEn poolNameZh poolNameEn grantId grantNumber grantGpus
        evidence {
          at percent gpus busyGpus workingPercent
          jobs { holder user gpus heldSeconds lostSeconds lostFen percent longestIdleSeconds memoryPercent toldBy }
        }
        advice { step gpus gpuClass poolNameZh poolNameEn savingPercent slowdownPercent }
        actions { event to needsReason }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export type Finding = WasteFindingsQuery['wasteFindings']['nodes'][number];
