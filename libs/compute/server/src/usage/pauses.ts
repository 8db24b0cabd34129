/** Work that stops now and then, so that the process can serve others between its parts. */
export type WithPauses<T> = Generator<void, T>;

/** So many runs are read or counted between two pauses: some milliseconds, for which others wait. */
export const PAUSE_AFTER = 250;

/** Does all of it, and lets others in at each pause. */
export async function inPauses<T>(work: WithPauses<T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await new Promise((done) => setImmediate(done));
  }
}

/** Does all of it at once. */
export function withoutPauses<T>(work: WithPauses<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
