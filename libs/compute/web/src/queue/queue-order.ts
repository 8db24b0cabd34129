const KEY = 'wutong.compute-request-queue';

/** Keeps the order of the queue as it was last seen, so that one case leads to the next without going back. */
export function keepOrder(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    return;
  }
}

export interface Neighbours {
  previous: string | undefined;
  next: string | undefined;
  /** Place in the queue, counted from 1. */
  at: number;
  of: number;
}

/** What stands before and after a request in the queue as it was last seen; `null` when it was not in it. */
export function neighboursOf(id: string): Neighbours | null {
  const ids = readOrder();
  const at = ids.indexOf(id);
  return at < 0 ? null : { previous: ids[at - 1], next: ids[at + 1], at: at + 1, of: ids.length };
}

function readOrder(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as string[];
  } catch {
    return [];
  }
}
