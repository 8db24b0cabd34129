import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { toWords } from '../graphql/errors';
import { Button } from '../ui/button';
import { Dialog } from '../ui/overlay';
import { toast } from '../ui/toast-queue';

export interface BulkOutcome {
  id: string;
  /** What happened to the row, in words; absent: it worked. */
  failure?: string;
}

export interface BulkAction {
  id: string;
  label: string;
  icon?: ReactNode;
  isDanger?: boolean;
  /** Acts on the rows one by one and tells of each. */
  run: (ids: readonly string[]) => Promise<readonly BulkOutcome[]>;
}

interface BulkBarProps {
  selected: ReadonlySet<string>;
  nameOf: (id: string) => string;
  actions: readonly BulkAction[];
  clear: () => void;
}

/** What can be done with the selected rows; afterwards each row that failed is named with the reason. */
export function BulkBar({ selected, nameOf, actions, clear }: BulkBarProps) {
  const { t } = useLingui();
  const [running, setRunning] = useState<string | null>(null);
  const [failed, setFailed] = useState<readonly BulkOutcome[]>([]);
  const run = async (action: BulkAction) => {
    setRunning(action.id);
    try {
      const outcomes = await action.run([...selected]);
      const bad = outcomes.filter((outcome) => outcome.failure !== undefined);
      const done = outcomes.length - bad.length;
      if (bad.length > 0) setFailed(bad);
      if (done > 0) toast.done(t`${action.label}: ${done} done`);
      clear();
    } catch (error) {
      toast.failed(toWords(error).message);
    } finally {
      setRunning(null);
    }
  };
  return (
    <>
      {selected.size > 0 && (
        <div className="enter sticky bottom-3 z-10 mx-auto mt-3 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-dialog border border-line bg-raised px-3 py-2 shadow-overlay">
          <span className="tabular pr-1" role="status">
            <Plural value={selected.size} one="# selected" other="# selected" />
          </span>
          {actions.map((action) => (
            <Button
              key={action.id}
              size="sm"
              variant={action.isDanger ? 'danger-quiet' : 'secondary'}
              isPending={running === action.id}
              isDisabled={running !== null}
              onPress={() => void run(action)}
            >
              {action.icon}
              {action.label}
            </Button>
          ))}
          <Button size="sm" variant="quiet" onPress={clear}>
            <Trans>Clear selection</Trans>
          </Button>
        </div>
      )}
      <Dialog
        title={t`Some rows did not change`}
        isOpen={failed.length > 0}
        onClose={() => setFailed([])}
        actions={
          <Button onPress={() => setFailed([])}>
            <Trans>Close</Trans>
          </Button>
        }
      >
        <ul className="flex flex-col gap-2">
          {failed.map((outcome) => (
            <li key={outcome.id}>
              <span className="font-medium">{nameOf(outcome.id)}</span>
              <span className="block text-muted">{outcome.failure}</span>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
