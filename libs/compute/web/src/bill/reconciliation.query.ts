import { graphql } from '@wutong/core-web';
import type { ReconciliationPageQuery } from './reconciliation.query.graphql';

graphql`
  query ReconciliationPage($id: ID!) {
    reconciliation(id: $id) {
      id month round state version toleranceFen toleranceBasisPoints meteredMh meteredUfen billedMh billedUfen chargedUfen differenceUfen
      differences unmatched computedAt disputedAt answerDueAt
      supplier { id nameZh nameEn }
      pools { id code nameZh nameEn gpuClass }
      bills { id invoice revision replaces format fileId fileName lines totalUfen importedByName importedAt }
      lines {
        no kind poolId firstDay lastDay matchKind matchKey meteredMh meteredUfen chargedUfen billedMh billedUfen billLines contractFen
        quantityUfen causes isWithin
      }
      actions { event to needsReason }
      timeline { id event actorName reason at }
    }
  }
  query ReconciliationEvidence($reconciliationId: ID!, $no: Int!) {
    reconciliationEvidence(reconciliationId: $reconciliationId, no: $no) {
      jobCount
      price { number validFrom validUntil fen }
      jobs { jobId account state gpus startAt untilAt gpuMh }
      billLines { billId invoice line resource sku cluster gpuClass startsAt endsAt gpuMh amountUfen }
    }
  }
  mutation ConfirmReconciliation($input: MoveReconciliationInput!) { confirmReconciliation(input: $input) { id state version } }
  mutation DisputeReconciliation($input: MoveReconciliationInput!) { disputeReconciliation(input: $input) { id state version } }
  mutation AnswerDispute($input: AnswerDisputeInput!) { answerDispute(input: $input) { id state version } }
  mutation SettleDispute($input: MoveReconciliationInput!) { settleDispute(input: $input) { id state version } }
  mutation WriteOffDifference($input: MoveReconciliationInput!) { writeOffDifference(input: $input) { id state version } }
  mutation RecomputeReconciliation($id: ID!) { recomputeReconciliation(id: $id) { id computedAt } }
  mutation MatchSupplierResource($input: MatchSupplierResourceInput!) { matchSupplierResource(input: $input) { id unmatched } }
`;

export type ReconciliationCase = ReconciliationPageQuery['reconciliation'];
export type ComparisonLine = ReconciliationCase['lines'][number];
