import { graphql } from '@wutong/core-web';

graphql`
  query ComputeStatement($gpuClass: String!, $organisationId: ID, $first: Int!, $after: String) {
    computeStatement(gpuClass: $gpuClass, organisationId: $organisationId, first: $first, after: $after) {
      nodes {
        id at kind posted pending change pendingAfter availableAfter counterCode memo event causeType causeId
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
