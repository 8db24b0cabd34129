const keyOf = (queue: string): string => `wutong.queue.${queue}`;

/** Keeps the order of a queue as it was last seen, so that one case leads to the next without going back. */
export function keepOrder(queue: string, ids: readonly string[]): void {
  try {
    sessionStorage.setItem(keyOf(queue), JSON.stringify(ids));
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

/** What stands before and after a case in its queue as it was last seen; `null` when it was not in it. */
export function neighboursOf(queue: string, id: string): Neighbours | null {
  const ids = readOrder(queue);
  const at = ids.indexOf(id);
  return at < 0 ? null : { previous: ids[at - 1], next: ids[at + 1], at: at + 1, of: ids.length };
}

function readOrder(queue: string): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(queue)) ?? '[]') as string[];
  } catch {
    return [];
  }
}
