import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { graphql } from '@wutong/core-web';
import { useCallback } from 'react';
import * as documents from './use-move.graphql';

graphql`
  mutation ClaimComputeRequest($input: ComputeRequestMoveInput!) {
    claimComputeRequest(input: $input) { id state version }
  }
  mutation RequestComputeInfo($input: RequestComputeInfoInput!) {
    requestComputeInfo(input: $input) { id state version }
  }
  mutation SizeComputeRequest($input: SizeComputeRequestInput!) {
    sizeComputeRequest(input: $input) { id state version }
  }
  mutation DenyComputeRequest($input: ComputeRequestReasonInput!) {
    denyComputeRequest(input: $input) { id state version }
  }
  mutation WithdrawComputeRequest($input: ComputeRequestMoveInput!) {
    withdrawComputeRequest(input: $input) { id state version }
  }
  mutation DiscardComputeRequest($input: ComputeRequestMoveInput!) {
    discardComputeRequest(input: $input) { id state version }
  }
  mutation AppealComputeRequest($input: ComputeRequestReasonInput!) {
    appealComputeRequest(input: $input) { id state version }
  }
  mutation UpholdComputeAppeal($input: ComputeRequestReasonInput!) {
    upholdComputeAppeal(input: $input) { id state version }
  }
  mutation DismissComputeAppeal($input: ComputeRequestReasonInput!) {
    dismissComputeAppeal(input: $input) { id state version }
  }
  mutation ReleaseComputeGrant($input: ComputeRequestMoveInput!) {
    releaseComputeGrant(input: $input) { id state version }
  }
  mutation RevokeComputeGrant($input: ComputeRequestReasonInput!) {
    revokeComputeGrant(input: $input) { id state version }
  }
  mutation RequestComputeChange($input: RequestComputeChangeInput!) {
    requestComputeChange(input: $input) { id state version }
  }
  mutation RequestComputeRenewal($input: RequestComputeRenewalInput!) {
    requestComputeRenewal(input: $input) { id state version }
  }
  mutation DecideComputeChange($input: DecideComputeChangeInput!) {
    decideComputeChange(input: $input) { id state version }
  }
  mutation ApproveComputeRequest($input: ComputeRequestMoveInput!) {
    approveComputeRequest(input: $input) {
      ... on ComputeRequest { id state version }
      ... on ComputeBudgetExceeded { gpuClass neededMh availableMh message }
    }
  }
  mutation DecideComputeRenewal($input: DecideComputeChangeInput!) {
    decideComputeRenewal(input: $input) {
      ... on ComputeRequest { id state version }
      ... on ComputeBudgetExceeded { gpuClass neededMh availableMh message }
    }
  }
`;

const MUTATIONS = {
  claim: documents.ClaimComputeRequestDocument,
  requestInfo: documents.RequestComputeInfoDocument,
  size: documents.SizeComputeRequestDocument,
  approve: documents.ApproveComputeRequestDocument,
  deny: documents.DenyComputeRequestDocument,
  withdraw: documents.WithdrawComputeRequestDocument,
  discard: documents.DiscardComputeRequestDocument,
  appeal: documents.AppealComputeRequestDocument,
  upholdAppeal: documents.UpholdComputeAppealDocument,
  dismissAppeal: documents.DismissComputeAppealDocument,
  release: documents.ReleaseComputeGrantDocument,
  revoke: documents.RevokeComputeGrantDocument,
  requestChange: documents.RequestComputeChangeDocument,
  requestRenewal: documents.RequestComputeRenewalDocument,
  decideChange: documents.DecideComputeChangeDocument,
  decideRenewal: documents.DecideComputeRenewalDocument,
} as const;

export type MoveName = keyof typeof MUTATIONS;

type Input<Name extends MoveName> =
  (typeof MUTATIONS)[Name] extends TypedDocumentNode<unknown, infer Variables extends { input: unknown }> ? Variables['input'] : never;
type Answer<Name extends MoveName> =
  (typeof MUTATIONS)[Name] extends TypedDocumentNode<infer Data, infer _Variables extends { input: unknown }> ? Data : never;

export function isMove(event: string): event is MoveName {
  return event in MUTATIONS;
}

/** Makes a move of a compute request on the server and reads again what it changed; throws when it is refused. */
export function useMove() {
  const client = useApolloClient();
  return useCallback(
    async <Name extends MoveName>(name: Name, input: Input<Name>): Promise<Answer<Name>> => {
      const { data } = await client.mutate({
        mutation: MUTATIONS[name] as unknown as TypedDocumentNode<Answer<Name>, OperationVariables>,
        variables: { input },
        refetchQueries: [
          'ComputeRequestCase', 'ComputeRequestQueue', 'ComputeRequestPeek', 'ComputeHome', 'ComputeStatement', 'Outlook',
        ],
        awaitRefetchQueries: true,
      });
      return data as Answer<Name>;
    },
    [client],
  );
}
