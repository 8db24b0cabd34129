import { useCallback, useEffect, useRef, useState } from 'react';
import { toWords, type ErrorWords } from '../graphql/errors';

export type SaveState =
  | { kind: 'clean' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'failed'; words: ErrorWords };

/** How long after the last key a draft is kept. */
const PAUSE_MS = 1_200;
/** A save that the network refused is tried again after this long. */
const RETRY_MS = 5_000;

/**
 * Keeps a draft as it is written: one save at a time, always the newest state last; a failed network is tried again.
 * Leaving the page with something unsaved asks first. `flush` saves now and gives when it is done.
 */
export function useAutosave<T>(value: T, save: (value: T) => Promise<void>, isOn: boolean) {
  const [state, setState] = useState<SaveState>({ kind: 'clean' });
  const latest = useRef({ value, save });
  latest.current = { value, save };
  const saved = useRef(value);
  const running = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const run = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    if (running.current) await running.current.catch(() => undefined);
    const { value: now, save: keep } = latest.current;
    if (now === saved.current) return;
    setState({ kind: 'saving' });
    running.current = keep(now);
    try {
      await running.current;
      saved.current = now;
      setState({ kind: 'saved', at: new Date() });
    } catch (error) {
      const words = toWords(error);
      setState({ kind: 'failed', words });
      if (words.code === 'NETWORK') timer.current = setTimeout(() => void run().catch(() => undefined), RETRY_MS);
      throw error;
    } finally {
      running.current = null;
    }
  }, []);

  useEffect(() => {
    if (!isOn || value === saved.current) return;
    setState((before) => (before.kind === 'failed' ? before : { kind: 'waiting' }));
    timer.current = setTimeout(() => void run().catch(() => undefined), PAUSE_MS);
    return () => clearTimeout(timer.current);
  }, [value, isOn, run]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (latest.current.value !== saved.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      if (isOn && latest.current.value !== saved.current) void run().catch(() => undefined);
    };
  }, [isOn, run]);

  return { state, flush: run };
}
