import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { EmptyState, FailureWords, graphql, PageHeader, Panel, Skeleton, Tag, toWords, useFormat } from '@wutong/core-web';
import { FileSignature } from 'lucide-react';
import { PriceHistory } from '../pool/contract-panel';
import { OwnContractsDocument } from './own-contracts.page.graphql';

graphql`
  query OwnContracts {
    supplierContracts {
      id number startsAt endsAt terms answerDays endedAt endReason
      prices { gpuClass fenPerGpuHour validFrom validUntil setByName }
    }
  }
`;

/** A supplier's contracts with the centre, and every price that holds or held under them. */
export function Page() {
  const { t } = useLingui();
  const format = useFormat();
  const { data, error, refetch } = useQuery(OwnContractsDocument, { fetchPolicy: 'cache-and-network' });
  if (error && !data) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <>
      <PageHeader title={t`Contracts`} lead={t`The prices by which your bills are checked. What was used before a price changed keeps its price.`} />
      {!data ? <Skeleton className="h-64 rounded-card" /> : data.supplierContracts.length === 0 ? (
        <Panel>
          <EmptyState icon={<FileSignature />} title={<Trans>No contract yet</Trans>}>
            <Trans>Once the centre has signed one with you it stands here with its prices.</Trans>
          </EmptyState>
        </Panel>
      ) : (
        <div className="flex flex-col gap-4">
          {data.supplierContracts.map((contract) => (
            <Panel
              key={contract.id} title={contract.number}
              actions={
                contract.endedAt || Date.parse(contract.endsAt) < Date.now()
                  ? <Tag>{t({ message: 'Ended', context: 'contract' })}</Tag>
                  : <Tag tone="ok">{t({ message: 'In force', context: 'contract' })}</Tag>
              }
            >
              <p className="pb-3 text-muted">
                {format.range(contract.startsAt, new Date(Date.parse(contract.endsAt) - 1))}
                {' · '}<Plural value={contract.answerDays} one="# day to answer a dispute" other="# days to answer a dispute" />
                {contract.terms && ` · ${contract.terms}`}
                {contract.endReason && ` · ${contract.endReason}`}
              </p>
              <PriceHistory prices={contract.prices} />
            </Panel>
          ))}
        </div>
      )}
    </>
  );
}
