import { useLingui } from '@lingui/react/macro';
import type { Facet, ListView } from '@wutong/core-web';
import { ENDED, useStateWords } from './state-words';

/** States with a tab of their own, in the order of the work. */
const WORK = ['submitted', 'screening', 'info_requested', 'due_diligence', 'panel', 'waitlisted', 'offered', 'appealed'];
const REFUSED = ['ineligible', 'declined'];
/** A draft that was discarded was never handed in. */
const OVER = ENDED.filter((state) => state !== 'discarded');

/** The tabs and filters of the queue, with how many applications stand in each state. */
export function useQueueViews(counts: readonly { state: string; count: number }[]): {
  views: ListView[];
  facets: Facet<'state' | 'mine'>[];
} {
  const { t } = useLingui();
  const words = useStateWords();
  const byState = new Map(counts.map(({ state, count }) => [state, count]));
  const total = (states: readonly string[]) => states.reduce((sum, state) => sum + (byState.get(state) ?? 0), 0);
  const view = (id: string, label: string, state: string[]): ListView => ({ id, label, search: { state }, count: total(state) });
  return {
    views: [
      { id: 'all', label: t`All`, search: {}, count: total([...byState.keys()]) },
      { id: 'mine', label: t({ message: 'Mine', context: 'application queue' }), search: { mine: ['me'] } },
      ...WORK.map((state) => view(state, words(state).label, [state])),
      view('refused', t`Refused`, REFUSED),
      view('ended', t`Ended`, OVER),
    ],
    facets: [
      {
        id: 'state',
        label: t`State`,
        options: [...WORK, ...REFUSED, ...OVER].map((state) => ({
          value: state, label: words(state).label, count: byState.get(state) ?? 0,
        })),
      },
      { id: 'mine', label: t`Screener`, options: [{ value: 'me', label: t`Me` }] },
    ],
  };
}
