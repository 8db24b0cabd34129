import { Trans } from '@lingui/react/macro';
import { Tag, Time } from '@wutong/core-web';

const SOON_MS = 3 * 86_400_000;

/** A due date, marked when it is near or past. */
export function DueMark({ dueAt, as = 'dateTime' }: { dueAt: string; as?: 'date' | 'dateTime' }) {
  const left = new Date(dueAt).getTime() - Date.now();
  return (
    <span className={as === 'date' ? 'inline-flex items-center gap-x-2 whitespace-nowrap' : 'inline-flex flex-wrap items-center gap-x-2 gap-y-1'}>
      <Time value={dueAt} as={left < SOON_MS && as === 'date' ? 'relative' : as} />
      {left < 0 ? (
        <Tag tone="bad"><Trans>Overdue</Trans></Tag>
      ) : left < SOON_MS ? (
        <Tag tone="warn"><Trans>Due soon</Trans></Tag>
      ) : null}
    </span>
  );
}
