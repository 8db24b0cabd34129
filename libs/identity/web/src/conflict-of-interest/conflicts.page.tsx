import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@apollo/client/react';
import {
  Button, EmptyState, FailureWords, graphql, PageHeader, Panel, ReasonDialog, Skeleton, Time, toast, toWords, useCan,
  useCommand, useViewer,
} from '@wutong/core-web';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import {
  AllConflictsDocument, EndConflictDocument, MyConflictsDocument, type MyConflictsQuery,
} from './conflicts.page.graphql';
import { DeclareConflict } from './declare-conflict';

graphql`
  query MyConflicts {
    myConflictsOfInterest {
      conflict {
        id
        reason
        declaredAt
      }
      user {
        id
        name
      }
      organisation {
        id
        nameZh
        nameEn
      }
    }
  }

  query AllConflicts {
    conflictsOfInterest {
      conflict {
        id
        reason
        declaredAt
      }
      user {
        id
        name
      }
      organisation {
        id
        nameZh
        nameEn
      }
    }
  }

  mutation EndConflict($id: ID!, $reason: String!) {
    endConflictOfInterest(id: $id, reason: $reason) {
      id
      endedAt
    }
  }
`;

type Declared = MyConflictsQuery['myConflictsOfInterest'][number];

/** Who cannot judge which organisation: one's own declarations, and for administrators everybody's. */
export function Page() {
  const { t } = useLingui();
  const seesAll = useCan('conflict-of-interest.manage');
  const mine = useQuery(MyConflictsDocument);
  const all = useQuery(AllConflictsDocument, { skip: !seesAll });
  const [isDeclaring, setDeclaring] = useState(false);
  const viewer = useViewer();
  const own = mine.data?.myConflictsOfInterest;
  const others = all.data?.conflictsOfInterest.filter(({ user }) => user.id !== viewer.id) ?? [];
  if (mine.error) return <FailureWords words={toWords(mine.error)} retry={() => void mine.refetch()} />;
  return (
    <>
      <PageHeader
        title={t`Conflicts of interest`}
        lead={
          <Trans>
            Declare an organisation in which you have an interest. Its cases are not shown to you from then on, as if
            they did not exist.
          </Trans>
        }
        actions={
          <Button variant="primary" onPress={() => setDeclaring(true)}>
            <Trans>Declare a conflict</Trans>
          </Button>
        }
      />
      <div className="flex flex-col gap-4">
        <Panel isFlush title={<Trans>Mine</Trans>}>
          {!own && <Skeleton className="m-4 h-12" />}
          {own?.length === 0 && (
            <EmptyState icon={<Scale />} title={<Trans>You have declared none</Trans>}>
              <Trans>Shares, family, former employment, advice for money: when in doubt, declare it.</Trans>
            </EmptyState>
          )}
          <ConflictList items={own ?? []} canEnd={false} />
        </Panel>
        {others.length > 0 && (
          <Panel isFlush title={<Trans>Declared by others</Trans>}>
            <ConflictList items={others} canEnd />
          </Panel>
        )}
      </div>
      {isDeclaring && <DeclareConflict close={() => setDeclaring(false)} />}
    </>
  );
}

function ConflictList({ items, canEnd }: { items: readonly Declared[]; canEnd: boolean }) {
  const { t, i18n } = useLingui();
  const end = useCommand(EndConflictDocument, { refetch: ['AllConflicts'] });
  const [ending, setEnding] = useState<Declared | null>(null);
  return (
    <ul>
      {items.map((item) => {
        const organisation = i18n.locale === 'en' ? item.organisation.nameEn : item.organisation.nameZh;
        return (
          <li key={item.conflict.id} className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0">
            <div className="min-w-0 flex-1">
              <p className="font-medium wrap-anywhere">{organisation}</p>
              <p className="wrap-anywhere">{item.conflict.reason}</p>
              <p className="text-caption text-muted">
                {item.user.name} · <Time value={item.conflict.declaredAt} as="date" />
              </p>
            </div>
            {canEnd && (
              <Button size="sm" onPress={() => setEnding(item)}>
                <Trans>End</Trans>
              </Button>
            )}
          </li>
        );
      })}
      <ReasonDialog
        isOpen={ending !== null}
        onClose={() => setEnding(null)}
        onConfirm={async (reason) => {
          if (!ending) return;
          await end.send({ id: ending.conflict.id, reason });
          toast.done(t`The conflict of interest has ended`);
        }}
        readers={t`Kept in the audit trail.`}
        title={<Trans>End this conflict of interest?</Trans>}
        confirmLabel={<Trans>End</Trans>}
      >
        <p>
          <Trans>{ending?.user.name} sees the organisation’s cases again.</Trans>
        </p>
      </ReasonDialog>
    </ul>
  );
}
