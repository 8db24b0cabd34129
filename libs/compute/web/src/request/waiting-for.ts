export interface WaitingFor {
  /** Requests of its class that come before it on the waiting list. */
  readonly before: number;
  /** GPUs by which the pool with most room falls short of it, throughout its window. */
  readonly missing: number;
}

/** What a request on the waiting list waits for: others before it, GPUs that no pool has free, or both. */
export function waitingFor({ place, gpus, freeInOnePool }: { place: number | null; gpus: number; freeInOnePool: number }): WaitingFor {
  return { before: Math.max(0, (place ?? 1) - 1), missing: Math.max(0, gpus - Math.max(0, freeInOnePool)) };
}
