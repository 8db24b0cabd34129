import { graphql, useCommand } from '@wutong/core-web';
import {
  DecideComputeReclaimDocument, RecommendComputeReclaimDocument, ReplyComputeReclaimDocument, RestoreComputeReclaimDocument,
  WithdrawComputeReclaimDocument,
} from './use-reclaim-move.graphql';

graphql`
  mutation ReplyComputeReclaim($input: ReplyComputeReclaimInput!) { replyComputeReclaim(input: $input) { id state version } }
  mutation RecommendComputeReclaim($input: ComputeReclaimAmountInput!) { recommendComputeReclaim(input: $input) { id state version } }
  mutation DecideComputeReclaim($input: ComputeReclaimAmountInput!) { decideComputeReclaim(input: $input) { id state version } }
  mutation WithdrawComputeReclaim($input: ComputeReclaimReasonInput!) { withdrawComputeReclaim(input: $input) { id state version } }
  mutation RestoreComputeReclaim($input: ComputeReclaimReasonInput!) { restoreComputeReclaim(input: $input) { id state version } }
`;

const options = { refetch: ['ComputeReclaimCase', 'ComputeReclaims', 'OpenReclaims', 'ComputeHome', 'ComputeRequestCase'] };

/** The moves of a reclaim, each a command that reads again what it changes. */
export function useReclaimMoves() {
  return {
    reply: useCommand(ReplyComputeReclaimDocument, options),
    recommend: useCommand(RecommendComputeReclaimDocument, options),
    decide: useCommand(DecideComputeReclaimDocument, options),
    withdraw: useCommand(WithdrawComputeReclaimDocument, options),
    restore: useCommand(RestoreComputeReclaimDocument, options),
  };
}
