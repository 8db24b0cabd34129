import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import { FailureWords, Notice, PageHeader, Skeleton, toWords } from '@wutong/core-web';
import { ComputeRequestCaseDocument } from './compute-request-case.query.graphql';
import { RequestForm } from './request-form';

/** Goes on with a draft, or changes a request about which the operator asked something. */
export function Page() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(ComputeRequestCaseDocument, { variables: { id }, fetchPolicy: 'network-only' });
  if (error) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 rounded-card" />;
  const request = data.computeRequest;
  const { number, infoQuestion } = request;
  return (
    <>
      <PageHeader
        title={infoQuestion ? t`Answer for ${number}` : t`Draft ${number}`}
        crumbs={[{ label: t`Computing power`, href: '/compute' }, { label: number, href: `/compute/requests/${id}` }]}
      />
      {infoQuestion && (
        <div className="pb-4">
          <Notice tone="warn" title={t`The centre asks for more`}>
            <p className="whitespace-pre-wrap wrap-anywhere">{infoQuestion}</p>
          </Notice>
        </div>
      )}
      <RequestForm key={id} request={request} />
    </>
  );
}
