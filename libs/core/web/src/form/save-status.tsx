import { Trans } from '@lingui/react/macro';
import { Check, CloudAlert, LoaderCircle } from 'lucide-react';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import type { SaveState } from './use-autosave';

/** Where the draft stands: "Saved 10:42". */
export function SaveStatus({ state, retry }: { state: SaveState; retry: () => void }) {
  const format = useFormat();
  return (
    <span role="status" className="flex items-center gap-1.5 text-caption text-muted [&_svg]:size-3.5">
      {(state.kind === 'waiting' || state.kind === 'saving') && (
        <>
          <LoaderCircle aria-hidden className="animate-spin" />
          <Trans>Saving…</Trans>
        </>
      )}
      {state.kind === 'saved' && (
        <>
          <Check aria-hidden className="text-ok" />
          <Trans>Saved {format.time(state.at)}</Trans>
        </>
      )}
      {state.kind === 'failed' && (
        <span className="flex flex-wrap items-center gap-1.5 text-bad">
          <CloudAlert aria-hidden />
          <span>
            <Trans>Not saved.</Trans> {state.words.message}
          </span>
          <Button size="sm" onPress={retry}>
            <Trans>Save now</Trans>
          </Button>
        </span>
      )}
    </span>
  );
}
