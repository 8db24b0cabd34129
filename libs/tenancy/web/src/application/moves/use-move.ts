import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { graphql } from '@wutong/core-web';
import { useCallback } from 'react';
import {
  AppealTenancyApplicationDocument, ClaimTenancyApplicationDocument, DeclineTenancyApplicationDocument,
  DeclineTenancyOfferDocument, DiscardTenancyApplicationDocument, DismissTenancyAppealDocument,
  MarkTenancyApplicationIneligibleDocument, OfferTenancyDocument, PassTenancyApplicationScreeningDocument,
  RequestTenancyApplicationInfoDocument, SendTenancyApplicationToPanelDocument, SignTenancyOfferDocument,
  UpholdTenancyAppealDocument, WaitlistTenancyApplicationDocument, WithdrawTenancyApplicationDocument,
} from './use-move.graphql';

graphql`
  mutation ClaimTenancyApplication($input: TenancyApplicationMoveInput!) {
    claimTenancyApplication(input: $input) {
      id
      state
      version
    }
  }

  mutation RequestTenancyApplicationInfo($input: RequestTenancyApplicationInfoInput!) {
    requestTenancyApplicationInfo(input: $input) {
      id
      state
      version
    }
  }

  mutation MarkTenancyApplicationIneligible($input: MarkTenancyApplicationIneligibleInput!) {
    markTenancyApplicationIneligible(input: $input) {
      id
      state
      version
    }
  }

  mutation PassTenancyApplicationScreening($input: TenancyApplicationMoveInput!) {
    passTenancyApplicationScreening(input: $input) {
      id
      state
      version
    }
  }

  mutation SendTenancyApplicationToPanel($input: TenancyApplicationMoveInput!) {
    sendTenancyApplicationToPanel(input: $input) {
      id
      state
      version
    }
  }

  mutation OfferTenancy($input: OfferInput!) {
    offerTenancy(input: $input) {
      id
      state
      version
    }
  }

  mutation WaitlistTenancyApplication($input: WaitlistInput!) {
    waitlistTenancyApplication(input: $input) {
      id
      state
      version
    }
  }

  mutation DeclineTenancyApplication($input: DeclineTenancyApplicationInput!) {
    declineTenancyApplication(input: $input) {
      id
      state
      version
    }
  }

  mutation UpholdTenancyAppeal($input: TenancyApplicationReasonInput!) {
    upholdTenancyAppeal(input: $input) {
      id
      state
      version
    }
  }

  mutation DismissTenancyAppeal($input: TenancyApplicationReasonInput!) {
    dismissTenancyAppeal(input: $input) {
      id
      state
      version
    }
  }

  mutation DiscardTenancyApplication($input: TenancyApplicationMoveInput!) {
    discardTenancyApplication(input: $input) {
      id
      state
      version
    }
  }

  mutation WithdrawTenancyApplication($input: TenancyApplicationMoveInput!) {
    withdrawTenancyApplication(input: $input) {
      id
      state
      version
    }
  }

  mutation SignTenancyOffer($input: SignOfferInput!) {
    signTenancyOffer(input: $input) {
      id
      state
      version
    }
  }

  mutation DeclineTenancyOffer($input: TenancyApplicationMoveInput!) {
    declineTenancyOffer(input: $input) {
      id
      state
      version
    }
  }

  mutation AppealTenancyApplication($input: TenancyApplicationReasonInput!) {
    appealTenancyApplication(input: $input) {
      id
      state
      version
    }
  }
`;

const MUTATIONS = {
  claim: ClaimTenancyApplicationDocument,
  requestInfo: RequestTenancyApplicationInfoDocument,
  markIneligible: MarkTenancyApplicationIneligibleDocument,
  passScreening: PassTenancyApplicationScreeningDocument,
  sendToPanel: SendTenancyApplicationToPanelDocument,
  offer: OfferTenancyDocument,
  waitlist: WaitlistTenancyApplicationDocument,
  decline: DeclineTenancyApplicationDocument,
  upholdAppeal: UpholdTenancyAppealDocument,
  dismissAppeal: DismissTenancyAppealDocument,
  discard: DiscardTenancyApplicationDocument,
  withdraw: WithdrawTenancyApplicationDocument,
  signOffer: SignTenancyOfferDocument,
  declineOffer: DeclineTenancyOfferDocument,
  appeal: AppealTenancyApplicationDocument,
} as const;

export type MoveName = keyof typeof MUTATIONS;

type InputOf<Name extends MoveName> =
  (typeof MUTATIONS)[Name] extends TypedDocumentNode<unknown, infer Variables extends { input: unknown }>
    ? Variables['input']
    : never;

export function isMove(event: string): event is MoveName {
  return event in MUTATIONS;
}

/** Makes a move of an application on the server and reads again what it changed; throws when it is refused. */
export function useMove() {
  const client = useApolloClient();
  return useCallback(
    async <Name extends MoveName>(name: Name, input: InputOf<Name>): Promise<void> => {
      await client.mutate({
        mutation: MUTATIONS[name] as TypedDocumentNode<unknown, OperationVariables>,
        variables: { input },
        refetchQueries: ['TenancyApplicationCase', 'TenancyApplicationQueue', 'TenancyApplicationPeek'],
        awaitRefetchQueries: true,
      });
    },
    [client],
  );
}
