import { Trans } from '@lingui/react/macro';
import { Button, EmptyState, FailureWords, Panel, Skeleton, useList } from '@wutong/core-web';
import { Leaf } from 'lucide-react';
import { FindingCard } from './finding-card';
import { WasteFindingsDocument } from './findings.query.graphql';

interface FindingListProps {
  grantId?: string;
  /** For the centre: whose each is. */
  showsCompany?: boolean;
}

/** Findings, the dearest first. */
export function FindingList({ grantId, showsCompany = false }: FindingListProps) {
  const list = useList(WasteFindingsDocument, { first: 20, ...(grantId ? { grantId } : {}) }, (data) => data.wasteFindings);
  if (list.error) return <FailureWords words={list.error} retry={list.refetch} />;
  if (list.isLoading) return <Skeleton className="h-64 rounded-card" />;
  if (list.rows.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<Leaf />} title={<Trans>Nothing is wasted that we know of</Trans>}>
          <Trans>GPUs are measured every five minutes and looked at once a day. What is held and not put to use is told here, with its evidence and what to do.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {list.rows.map((finding, index) => <FindingCard key={finding.id} finding={finding} showsCompany={showsCompany} isFirst={index === 0} />)}
      {list.hasMore && <Button className="self-center" isPending={list.isLoadingMore} onPress={list.loadMore}><Trans>Show more</Trans></Button>}
    </div>
  );
}
