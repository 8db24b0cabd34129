import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components/Toast';

export type ToastTone = 'ok' | 'bad' | 'info';

export interface ToastMessage {
  tone: ToastTone;
  message: string;
  detail?: string | undefined;
  undo?: (() => void) | undefined;
}

export const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });

/** A short message at the edge of the page. One that can be undone stays for ten seconds, a failure until it is closed. */
export const toast = {
  done: (message: string, options: { detail?: string; undo?: () => void } = {}) =>
    queue.add({ tone: 'ok', message, ...options }, { timeout: options.undo ? 10_000 : 5_000 }),
  tell: (message: string, detail?: string) => queue.add({ tone: 'info', message, detail }, { timeout: 6_000 }),
  failed: (message: string, detail?: string) => queue.add({ tone: 'bad', message, detail }),
};

/** Whether a message is in view, and who wants to hear when that changes. */
export const hasToasts = (): boolean => queue.visibleToasts.length > 0;
export const onToasts = (tell: () => void): (() => void) => queue.subscribe(tell);
