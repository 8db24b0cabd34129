import { useLingui } from '@lingui/react/macro';
import { Time, useFormat, type Column, useName } from '@wutong/core-web';
import type { TenancyApplicationQueueQuery } from './application-queue.page.graphql';
import { DueMark } from './due-mark';
import { StateTag } from './state-tag';
import { useStateWords } from './state-words';

export type QueueRow = TenancyApplicationQueueQuery['tenancyApplicationQueue']['nodes'][number];

/** The company's name in the viewer's language. */
export function useCompanyName(): (row: QueueRow) => string {
  const nameOf = useName();
  return (row) => nameOf({ nameZh: row.organisationNameZh, nameEn: row.organisationNameEn });
}

/** The columns of the queue. */
export function useQueueColumns(): Column<QueueRow>[] {
  const { t } = useLingui();
  const format = useFormat();
  const name = useCompanyName();
  const stateWords = useStateWords();
  return [
    { id: 'organisation', header: t`Company`, cell: name, csv: name },
    {
      id: 'number',
      header: t`Number`,
      width: '8rem',
      from: 'sm',
      cell: (row) => <span className="tabular">{row.number}</span>,
      csv: (row) => row.number,
    },
    {
      id: 'state',
      header: t`State`,
      width: '9rem',
      cell: (row) => <StateTag state={row.state} />,
      csv: (row) => stateWords(row.state).label,
    },
    {
      id: 'desks',
      header: t`Desks`,
      width: '5rem',
      align: 'end',
      from: 'lg',
      cell: (row) => (row.desks === null ? '–' : format.number(row.desks)),
      csv: (row) => row.desks,
    },
    {
      id: 'screener',
      header: t`Screener`,
      width: '8rem',
      from: 'md',
      cell: (row) => row.claimedByName ?? '–',
      csv: (row) => row.claimedByName,
    },
    {
      id: 'submittedAt',
      header: t({ message: 'Handed in', context: 'date' }),
      width: '8rem',
      from: 'md',
      cell: (row) => <Time value={row.submittedAt} as="relative" />,
      csv: (row) => row.submittedAt,
    },
    {
      id: 'due',
      header: t`Due`,
      width: '11rem',
      from: 'lg',
      cell: (row) => (row.dueAt ? <DueMark dueAt={row.dueAt} as="date" /> : '–'),
      csv: (row) => row.dueAt,
    },
  ];
}
