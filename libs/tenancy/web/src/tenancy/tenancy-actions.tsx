import { useLingui } from '@lingui/react/macro';
import { useApolloClient } from '@apollo/client/react';
import { CaseActions, graphql, TextAreaField, useCan, type ActionLook, type ServerAction } from '@wutong/core-web';
import { useState } from 'react';
import type { TenancyCase } from './tenancy-case.query';
import * as moves from './tenancy-actions.graphql';

graphql`
  mutation CancelTenancy($input: TenancyReasonInput!) { cancelTenancy(input: $input) { id state version } }
  mutation SuspendTenancy($input: TenancyReasonInput!) { suspendTenancy(input: $input) { id state version } }
  mutation ResumeTenancy($input: TenancyMoveInput!) { resumeTenancy(input: $input) { id state version } }
  mutation OpenTenancyReview($input: TenancyMoveInput!) { openTenancyReview(input: $input) { id state version } }
  mutation ClearTenancyReview($input: TenancyMoveInput!) { clearTenancyReview(input: $input) { id state version } }
  mutation GraduateTenancy($input: GraduateTenancyInput!) { graduateTenancy(input: $input) { id state version } }
  mutation ProposeTenancyTermination($input: TenancyReasonInput!) { proposeTenancyTermination(input: $input) { id terminationProposal } }
  mutation TerminateTenancy($input: TenancyReasonInput!) { terminateTenancy(input: $input) { id state version } }
`;

/** Moves without a reason, with one, and the one that needs a record. */
const PLAIN = { resume: moves.ResumeTenancyDocument, openReview: moves.OpenTenancyReviewDocument, clear: moves.ClearTenancyReviewDocument } as const;
const WITH_REASON = {
  cancel: moves.CancelTenancyDocument, suspend: moves.SuspendTenancyDocument, terminate: moves.TerminateTenancyDocument,
  proposeTermination: moves.ProposeTenancyTerminationDocument,
} as const;

/** What the viewer may do with a tenancy now. */
export function TenancyActions({ tenancy }: { tenancy: TenancyCase }) {
  const { t } = useLingui();
  const client = useApolloClient();
  const canPropose = useCan('tenancy.manage');
  const [record, setRecord] = useState('');
  const { id, version, state } = tenancy;

  const perform = async ({ event }: ServerAction, reason: string): Promise<void> => {
    const seen = { id, version };
    const refetchQueries = ['TenancyCase', 'Tenants', 'TenancyCounts'];
    if (event in PLAIN) {
      await client.mutate({ mutation: PLAIN[event as keyof typeof PLAIN], variables: { input: seen }, refetchQueries, awaitRefetchQueries: true });
    } else if (event === 'graduate') {
      await client.mutate({ mutation: moves.GraduateTenancyDocument, variables: { input: { ...seen, record } }, refetchQueries, awaitRefetchQueries: true });
    } else {
      const mutation = WITH_REASON[event as keyof typeof WITH_REASON];
      await client.mutate({ mutation, variables: { input: { ...seen, reason } }, refetchQueries, awaitRefetchQueries: true });
    }
  };

  const looks: Record<string, ActionLook> = {
    cancel: { label: t`Cancel the tenancy`, isDanger: true, consequences: [t`The desks are free again; nothing was active yet.`] },
    suspend: { label: t`Suspend`, isDanger: true, consequences: [t`The company can read, export and appeal; nothing new is granted.`] },
    resume: { label: t`Resume`, isPrimary: true, consequences: [t`Everything is open to the company again.`] },
    openReview: { label: t`Open a review`, consequences: [t`The company is told. It ends by clearing, graduating or ending the tenancy.`] },
    clear: { label: t`Clear`, isPrimary: true, consequences: [t`The review is closed and the tenancy goes on.`] },
    graduate: {
      label: t`Graduate`,
      consequences: [t`Offboarding tasks open; with the last of them the company is an alumnus.`],
      fields: <TextAreaField label={t`Which criteria were met, and how`} value={record} onChange={setRecord} isRequired />,
    },
    proposeTermination: {
      label: t`Propose to end it`, isDanger: true, fourEyes: t`An approver who is somebody else decides.`,
      consequences: [t`Nothing changes until the approver has decided.`],
    },
    terminate: {
      label: t`End the tenancy`, isDanger: true, fourEyes: t`A programme lead has proposed it; you decide.`,
      consequences: [t`Offboarding tasks open; access ends with the last of them.`],
    },
  };
  const mayPropose = canPropose && !tenancy.terminationProposal && (state === 'under_review' || state === 'suspended');
  const actions = [...tenancy.actions, ...(mayPropose ? [{ event: 'proposeTermination', needsReason: true }] : [])];
  return <CaseActions actions={actions} looks={looks} perform={perform} />;
}
