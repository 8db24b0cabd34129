/** Work that stops now and then, so that the process can serve others between its parts. */
export type WithPauses<T> = Generator<void, T>;

/** So many runs are read or counted between two pauses: some milliseconds, for which others wait. */
export const PAUSE_AFTER = 250;

/** How many are at work for the database, which waits for what they make. */
let awaited = 0;

/** Does all of it, and lets others in at each pause. */
export async function inPauses<T>(work: WithPauses<T>): Promise<T> {
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

let lastInTurn: Promise<unknown> = Promise.resolve();

/**
 * As `inPauses`, for what the database does not wait for yet: one after the other, and whoever it waits for goes first. So one
 * delivery is read while another is stored; where all take turns, the database has nothing to do until all are read.
 */
export function inTurn<T>(work: WithPauses<T>): Promise<T> {
  const done = lastInTurn.then(async () => {
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      do await turn();
      while (awaited > 0);
    }
  });
  lastInTurn = done.catch(() => undefined);
  return done;
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** Does all of it at once. */
export function withoutPauses<T>(work: WithPauses<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
