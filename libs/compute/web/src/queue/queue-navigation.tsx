import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Button, usePageCommands, type PaletteCommand } from '@wutong/core-web';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { neighboursOf } from './queue-order';

/** The next and the previous request of the queue as it was last seen, without going back to it. */
export function QueueNavigation({ id }: { id: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [place] = useState(() => neighboursOf(id));
  const commands = useMemo(() => {
    const go = (to: string) => () => void navigate({ to: '/compute/requests/$id', params: { id: to } });
    const all: PaletteCommand[] = [];
    if (place?.next) all.push({ id: 'next-request', label: t`Next request`, keys: 'j', run: go(place.next) });
    if (place?.previous) all.push({ id: 'previous-request', label: t`Previous request`, keys: 'k', run: go(place.previous) });
    return all;
  }, [place, navigate, t]);
  usePageCommands(commands);
  if (!place) return null;
  const run = (command: string) => () => commands.find((one) => one.id === command)?.run?.();
  return (
    <span className="flex items-center gap-1">
      <span className="tabular pr-1 text-caption text-muted">{`${place.at} / ${place.of}`}</span>
      <Button variant="quiet" iconOnly aria-label={t`Previous request`} isDisabled={!place.previous} onPress={run('previous-request')}>
        <ChevronUp aria-hidden />
      </Button>
      <Button variant="quiet" iconOnly aria-label={t`Next request`} isDisabled={!place.next} onPress={run('next-request')}>
        <ChevronDown aria-hidden />
      </Button>
    </span>
  );
}
