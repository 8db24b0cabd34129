import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePageCommands } from '../app/commands';
import type { PaletteCommand } from '../app/platform';
import { Button } from '../ui/button';
import { neighboursOf } from './queue-order';

export interface QueueNavigationProps {
  /** The name under which the list keeps its order (`keepOrder`). */
  queue: string;
  id: string;
  /** Address of a case of the queue. */
  hrefOf: (id: string) => string;
}

/** The next and the previous case of the queue as it was last seen, without going back to it. */
export function QueueNavigation({ queue, id, hrefOf }: QueueNavigationProps) {
  const { t } = useLingui();
  const { history } = useRouter();
  const [place] = useState(() => neighboursOf(queue, id));
  const [before, after] = [place?.previous && hrefOf(place.previous), place?.next && hrefOf(place.next)];
  const commands = useMemo(() => {
    const all: PaletteCommand[] = [];
    if (after) all.push({ id: 'next-in-queue', label: t`Next in the queue`, keys: 'j', run: () => history.push(after) });
    if (before) all.push({ id: 'previous-in-queue', label: t`Previous in the queue`, keys: 'k', run: () => history.push(before) });
    return all;
  }, [before, after, history, t]);
  usePageCommands(commands);
  if (!place) return null;
  return (
    <span className="flex items-center gap-1">
      <span className="tabular pr-1 text-caption text-muted">{`${place.at} / ${place.of}`}</span>
      <Button variant="quiet" iconOnly aria-label={t`Previous in the queue`} isDisabled={!before} onPress={() => before && history.push(before)}>
        <ChevronUp aria-hidden />
      </Button>
      <Button variant="quiet" iconOnly aria-label={t`Next in the queue`} isDisabled={!after} onPress={() => after && history.push(after)}>
        <ChevronDown aria-hidden />
      </Button>
    </span>
  );
}
