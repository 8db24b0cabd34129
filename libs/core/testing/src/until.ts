import { setTimeout as pause } from 'node:timers/promises';

/** Asks twenty times a second until it is so; says what did not happen when it takes longer than so many seconds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 90): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await pause(50)) {
    if (Date.now() > end) throw new Error(`In ${seconds} s it did not happen that ${what}`);
  }
}
