import { useSyncExternalStore } from 'react';

const query = '(min-width: 1280px)';

/** Whether there is room for the material on the left and the judgement on its right. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
