import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { PaletteCommand } from './platform';

/** Commands of the page in view, beside those of the platforms. One registry feeds palette, keys and the `?` sheet. */
const pageCommands = new Map<object, readonly PaletteCommand[]>();
const listeners = new Set<() => void>();
let snapshot: readonly PaletteCommand[] = [];

function publish(): void {
  snapshot = [...pageCommands.values()].flat();
  for (const listener of listeners) listener();
}

/** Offers commands while the page is in view: `usePageCommands([{ id, label: t`Approve`, keys: 'a', run }])`. */
export function usePageCommands(commands: readonly PaletteCommand[]): void {
  const owner = useMemo(() => ({}), []);
  useEffect(() => {
    pageCommands.set(owner, commands);
    publish();
  }, [owner, commands]);
  useEffect(
    () => () => {
      pageCommands.delete(owner);
      publish();
    },
    [owner],
  );
}

export function useRegisteredCommands(): readonly PaletteCommand[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}
