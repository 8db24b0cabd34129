import { useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { FailureWords } from '../app/failure';
import { toWords } from '../graphql/errors';
import { PageHeader, type PageHeaderProps } from '../list/page-header';
import { Facts, type Fact, Skeleton, StageBar, type StageBarProps } from '../ui/display';
import { Tabs, type TabItem } from '../ui/tabs';

export interface CasePageProps extends Pick<PageHeaderProps, 'title' | 'documentTitle' | 'crumbs' | 'status' | 'lead'> {
  /** The moves open to the viewer: `<CaseActions …>`; other buttons may stand before it. */
  actions?: ReactNode;
  /** Owner, due date, amount: what one looks for first. */
  facts?: readonly Fact[];
  stages?: StageBarProps;
  /** A notice above everything: what is asked of the viewer now. */
  notice?: ReactNode;
  /** Content, discussion, timeline, ledger, files. The open one is kept in the address. */
  tabs: readonly TabItem[];
}

/** One case: its state, who must act, what can be done now, and everything about it. */
export function CasePage(props: CasePageProps) {
  const { t } = useLingui();
  const [tab, setTab] = useTab(props.tabs.map(({ id }) => id));
  return (
    <>
      <PageHeader
        title={props.title}
        {...(props.documentTitle ? { documentTitle: props.documentTitle } : {})}
        {...(props.crumbs ? { crumbs: props.crumbs } : {})}
        status={props.status}
        lead={props.lead}
        actions={props.actions}
      />
      {(props.notice || props.stages || props.facts) && (
        <div className="flex flex-col gap-4 pb-4">
          {props.notice}
          {props.stages && <StageBar {...props.stages} />}
          {props.facts && (
            <div className="rounded-card border border-line bg-surface px-4 py-3">
              <Facts items={props.facts} columns={3} />
            </div>
          )}
        </div>
      )}
      <Tabs label={t`Parts of the case`} items={props.tabs} selected={tab} onSelect={setTab} />
    </>
  );
}

/** The open tab, in the address as `?tab=`; the first of `ids` when none is named. */
export function useTab(ids: readonly string[]): [string, (id: string) => void] {
  const { tab } = useSearch({ strict: false } as never) as { tab?: string };
  const navigate = useNavigate();
  const first = ids[0] ?? '';
  const set = (id: string) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, tab: id === first ? undefined : id })) as never,
      replace: true,
      resetScroll: false,
    });
  return [tab !== undefined && ids.includes(tab) ? tab : first, set];
}

/** In the place of a case that is not here yet, or could not be fetched. */
export function CaseWaiting({ error, refetch }: { error: unknown; refetch: () => unknown }) {
  if (error) return <FailureWords words={toWords(error)} retry={() => void refetch()} />;
  return (
    <div aria-busy="true" className="flex flex-col gap-5">
      <Skeleton className="w-40" />
      <Skeleton className="h-7 w-96 max-w-full" />
      <Skeleton className="h-20 rounded-card" />
      <Skeleton className="w-72" />
      <Skeleton className="h-64 rounded-card" />
    </div>
  );
}
