import { graphql } from '@wutong/core-web';
import type { TenancyApplicationCaseQuery } from './application-case.query.graphql';

graphql`
  query TenancyApplicationCase($id: ID!) {
    tenancyApplication(id: $id) {
      id
      number
      state
      version
      roundId
      answers
      form
      revision
      savedAt
      submittedAt
      claimedByName
      dueAt
      infoSections
      citedRules
      appealed
      waitlistRank
      desksOffered
      agreementText
      agreementHash
      signedName
      signedAt
      organisation {
        id
        nameZh
        nameEn
      }
      actions {
        event
        to
        needsReason
      }
      timeline {
        id
        event
        fromState
        toState
        actorName
        reason
        at
      }
      dueDiligence {
        id
        text
        mandatory
        status
        note
        settledByName
        settledAt
      }
      panelDecisions {
        id
        decision
        presentNames
        absentForConflictNames
        minutes
        decidedAt
      }
      revisions {
        revision
        answers
        submittedAt
      }
    }
    intakeRounds {
      id
      nameZh
      nameEn
      closesAt
      endsAt
      desks
      desksTaken
    }
    eligibilityRules {
      id
      text
      holds
    }
  }
`;

export type ApplicationCase = TenancyApplicationCaseQuery['tenancyApplication'];
export type CaseRound = TenancyApplicationCaseQuery['intakeRounds'][number];
export type Check = ApplicationCase['dueDiligence'][number];
