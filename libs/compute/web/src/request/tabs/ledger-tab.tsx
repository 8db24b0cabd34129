import { Trans, useLingui } from '@lingui/react/macro';
import { gpuUnit } from '@wutong/core-shared';
import { BalanceBar, Button, Link, Panel, Skeleton, useList } from '@wutong/core-web';
import { linesOf } from '../../balance/statement-lines';
import { ComputeStatementDocument } from '../../balance/statement.query.graphql';
import { StatementTable } from '../../balance/statement-table';
import type { RequestCase } from '../compute-request-case.query';

interface LedgerTabProps {
  request: RequestCase;
  grant: NonNullable<RequestCase['grant']>;
}

/** What was granted, is held and was used on this request, and its entries among those of the company. */
export function LedgerTab({ request: { id, organisationId, gpuClass }, grant }: LedgerTabProps) {
  const { t } = useLingui();
  const unit = gpuUnit(gpuClass ?? '');
  const list = useList(ComputeStatementDocument, { gpuClass: gpuClass ?? '', organisationId, first: 200 }, (all) => all.computeStatement);
  const lines = linesOf(list.rows).filter(({ causeId }) => causeId === id);
  return (
    <div className="flex flex-col gap-4">
      <Panel>
        <BalanceBar
          title={grant.settledAt ? t`Settled` : t`Of this grant`}
          unit={unit}
          granted={grant.grantedMh}
          held={grant.heldMh}
          used={grant.usedMh}
          runsOut={
            grant.closedAt
              ? <Trans>What was not used has gone back to the quota.</Trans>
              : <Trans>Held hours are used first. What is not used goes back to the quota when the grant ends.</Trans>
          }
        />
      </Panel>
      <Panel
        title={t`Entries of this request (GPU-hours)`}
        isFlush
        actions={
          <Link to="/compute/balances/$organisationId/$gpuClass" params={{ organisationId, gpuClass: gpuClass ?? '' }}>
            <Trans>The whole statement</Trans>
          </Link>
        }
      >
        {list.isLoading
          ? <Skeleton className="m-4 h-40" />
          : <StatementTable label={t`Entries of this request (GPU-hours)`} lines={lines} linksToRequests={false} />}
        {list.hasMore && (
          <div className="border-t border-line px-4 py-2">
            <Button size="sm" isPending={list.isLoadingMore} onPress={list.loadMore}>
              <Trans>Earlier entries</Trans>
            </Button>
          </div>
        )}
      </Panel>
    </div>
  );
}
