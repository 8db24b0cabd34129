import { useCallback, useEffect, useSyncExternalStore } from 'react';

export interface OnDemand<Module> {
  /** Begins to fetch it, so that it is here when it is wanted. */
  fetch: () => void;
  /** The module, or `undefined` until it is here; fetches it once `isWanted`. */
  use: (isWanted: boolean) => Module | undefined;
}

/**
 * A module that is fetched when it is first wanted. Unlike what `lazy` gives, it is drawn in the very frame in which it is
 * asked for when it is here already, and at once when it comes: React holds back for up to 300 ms what was suspended.
 */
export function onDemand<Module>(load: () => Promise<Module>): OnDemand<Module> {
  let module: Module | undefined;
  let isFetching = false;
  const waiting = new Set<() => void>();
  const fetch = (): void => {
    if (isFetching) return;
    isFetching = true;
    load().then(
      (loaded) => {
        module = loaded;
        for (const tell of waiting) tell();
      },
      // The next time it is wanted, it is tried again.
      () => (isFetching = false),
    );
  };
  return {
    fetch,
    use(isWanted) {
      const subscribe = useCallback(
        (tell: () => void) => {
          if (!isWanted) return () => undefined;
          waiting.add(tell);
          fetch();
          return () => void waiting.delete(tell);
        },
        [isWanted],
      );
      return useSyncExternalStore(subscribe, () => module);
    },
  };
}

/** Once the page has come, what will soon be wanted is fetched, when nobody came near it before. */
const SOON_MS = 1500;

/** Fetches it by itself a moment after the component stands. */
export function useFetchedSoon({ fetch }: Pick<OnDemand<unknown>, 'fetch'>): void {
  useEffect(() => {
    const timer = setTimeout(fetch, SOON_MS);
    return () => clearTimeout(timer);
  }, [fetch]);
}
