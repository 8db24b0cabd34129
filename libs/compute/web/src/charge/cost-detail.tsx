import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable, FailureWords, graphql, HrefLink, Skeleton, toWords, useFormat, useName, type Column } from '@wutong/core-web';
import { ArrowLeft } from 'lucide-react';
import { className } from '../gpu-hours';
import { monthName } from './charge-words';
import { CostDetailDocument, type CostDetailQuery } from './cost-detail.graphql';
import { OTHER, sayMfen, type CostPart } from './cost-parts';
import type { By, Of } from './cost-stack';

graphql`
  query CostDetail($by: CostBy!, $of: CostOf!, $month: String!, $key: String, $except: [String!]!) {
    costDetail(by: $by, of: $of, month: $month, key: $key, except: $except) {
      count amountMfen
      shares { organisationId organisationNameZh organisationNameEn grantId requestNumber poolId poolNameZh poolNameEn gpuClass gpuMh amountMfen }
    }
  }
`;

type Share = CostDetailQuery['costDetail']['shares'][number];

interface CostDetailProps {
  by: By;
  of: Of;
  month: string;
  part: CostPart;
  /** All parts that the split shows: “other” is what is in none of them. */
  others: readonly CostPart[];
  isStaff: boolean;
  backHref: string;
}

/** What stands behind one part of a month: grants of tenants in pools, each leading to its jobs. */
export function CostDetail({ by, of, month, part, others, isStaff, backHref }: CostDetailProps) {
  const { t } = useLingui();
  const format = useFormat();
  const nameOf = useName();
  const isOther = part.id === OTHER;
  const { data, error, refetch } = useQuery(CostDetailDocument, {
    variables: { by, of, month, key: isOther ? null : part.id, except: isOther ? others.map(({ id }) => id).filter((id) => id !== OTHER) : [] },
  });
  const company = ({ organisationNameZh, organisationNameEn }: Share) => nameOf({ nameZh: organisationNameZh, nameEn: organisationNameEn });
  const pool = ({ poolNameZh, poolNameEn }: Share) => nameOf({ nameZh: poolNameZh, nameEn: poolNameEn });
  const number = ({ requestNumber }: Share) => requestNumber ?? t`Without a grant`;
  const columns: Column<Share>[] = [
    ...(isStaff ? [{ id: 'company', header: t`Company`, cell: company }] : []),
    { id: 'request', header: t`Request`, width: isStaff ? '9rem' : undefined, ...(isStaff ? { from: 'sm' as const } : {}), cell: number },
    { id: 'pool', header: t`Pool`, width: '14rem', from: 'md', cell: pool },
    { id: 'class', header: t`GPU class`, width: '7rem', from: 'lg', cell: (share) => className(share.gpuClass) },
    { id: 'hours', header: t`GPU-hours`, width: '8rem', from: 'sm', align: 'end', cell: (share) => format.gpuHours(share.gpuMh) },
    { id: 'amount', header: t({ message: 'Amount', context: 'money' }), width: '9rem', align: 'end', cell: (share) => sayMfen(format, share.amountMfen) },
  ];
  return (
    <div className="flex flex-col gap-3">
      <HrefLink href={backHref} className="inline-flex items-center gap-1.5 self-start text-primary hover:underline">
        <ArrowLeft aria-hidden className="size-4" />
        <Trans>All parts</Trans>
      </HrefLink>
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 font-semibold">
        <span>{part.label} · {monthName(format, month)}</span>
        {data && <span className="tabular">{sayMfen(format, data.costDetail.amountMfen)}</span>}
      </h3>
      {error && !data ? (
        <FailureWords words={toWords(error)} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-48" />
      ) : (
        <>
          <DataTable
            label={t`What stands behind it`} columns={columns} rows={data.costDetail.shares} isCompact
            rowId={(share) => `${share.organisationId} ${share.grantId} ${share.poolId} ${share.gpuClass}`} rowName={number}
            rowHref={({ grantId, poolId, organisationId, gpuClass }) =>
              grantId ? `/compute/requests/${grantId}?tab=usage&month=${month}` : isStaff ? `/compute/pools/${poolId}` : `/compute/balances/${organisationId}/${gpuClass}`}
          />
          <p className="text-caption text-muted">
            {data.costDetail.count > data.costDetail.shares.length ? (
              <Trans>The {data.costDetail.shares.length} largest of {data.costDetail.count}. A request leads to its jobs.</Trans>
            ) : (
              <Trans>A request leads to its jobs.</Trans>
            )}
          </p>
        </>
      )}
    </div>
  );
}
