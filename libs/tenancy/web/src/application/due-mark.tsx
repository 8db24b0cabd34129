import { Trans } from '@lingui/react/macro';
import { Tag, Time } from '@wutong/core-web';
import { urgency } from './due';

/** A due date, marked when it is near or past. */
export function DueMark({ dueAt, as = 'dateTime' }: { dueAt: string; as?: 'date' | 'dateTime' }) {
  const how = urgency(dueAt);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Time value={dueAt} as={how && as === 'date' ? 'relative' : as} />
      {how === 'soon' && (
        <Tag tone="warn">
          <Trans>Due soon</Trans>
        </Tag>
      )}
      {how === 'overdue' && (
        <Tag tone="bad">
          <Trans>Overdue</Trans>
        </Tag>
      )}
    </span>
  );
}
