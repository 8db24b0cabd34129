/** Work that stops now and then, so that the process can serve others between its parts. */
export type WithPauses<T> = Generator<void, T>;

/** So many runs are read or counted between two pauses: some milliseconds, for which others wait. */
export const PAUSE_AFTER = 250;

/** How many are at work for the database, which waits for what they make. */
let awaited = 0;

/** Does all of it, and lets others in at each pause; who works for the database goes on before it does. */
export async function inPauses<T>(work: WithPauses<T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    do await turn();
    while (awaited > 0);
  }
}

/**
 * As `inPauses`, for what the database waits for: one delivery is read while another is stored, and where reading took its
 * turn between, the database was idle for a third of the time.
 */
export async function inPausesFirst<T>(work: WithPauses<T>): Promise<T> {
  awaited += 1;
  try {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      await turn();
    }
  } finally {
    awaited -= 1;
  }
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Does all of it at once. */
export function withoutPauses<T>(work: WithPauses<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
