import { graphql } from '@wutong/core-web';
import type { TenancyCaseQuery } from './tenancy-case.query.graphql';

graphql`
  query TenancyCase($id: ID!) {
    tenancy(id: $id) {
      id organisationId applicationId state version desks signedAt activatedAt endedAt terminationProposal graduationRecord
      organisation { id nameZh nameEn registrationId }
      actions { event to needsReason }
      timeline { id event fromState toState actorName reason at }
      tasks { id stage key owner mandatory text note doneByName doneAt }
      growthReports { id period dueAt submittedAt overdue headcount revenueFen raisedFen payingCustomers highlights }
    }
  }
  query MyTenancy {
    myTenancy {
      id
    }
  }
`;

export type TenancyCase = TenancyCaseQuery['tenancy'];
export type TenancyTask = TenancyCase['tasks'][number];
export type GrowthReport = TenancyCase['growthReports'][number];
