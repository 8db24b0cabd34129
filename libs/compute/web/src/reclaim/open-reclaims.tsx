import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, graphql, Notice, useFormat } from '@wutong/core-web';
import { sayMh } from '../gpu-hours';
import { DueMark } from '../request/due-mark';
import { OpenReclaimsDocument } from './open-reclaims.graphql';

graphql`
  query OpenReclaims {
    computeReclaims(first: 10, states: ["noticed"]) { nodes { id gpuClass idleMh replyDueAt request { id number } } }
  }
`;

/** Notices on idle hours that the company has to answer. */
export function OpenReclaims() {
  const { t } = useLingui();
  const format = useFormat();
  const { data } = useQuery(OpenReclaimsDocument, { fetchPolicy: 'cache-and-network' });
  return data?.computeReclaims.nodes.map(({ id, gpuClass, idleMh, replyDueAt, request }) => (
    <Notice
      key={id} tone="warn" title={t`${sayMh(format, gpuClass, idleMh)} of ${request.number} lie idle`}
      action={<ButtonLink to="/compute/reclaims/$id" params={{ id }}><Trans>Answer</Trans></ButtonLink>}
    >
      <Trans>Say why, promise a plan or give some back; without an answer they go back: <DueMark dueAt={replyDueAt} /></Trans>
    </Notice>
  ));
}
