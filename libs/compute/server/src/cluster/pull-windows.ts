import type { PullWindow } from './slurm-cluster';

const HOUR = 3_600_000;
/** Records may come to the accounting database late; so much of what was pulled is pulled again. */
const OVERLAP_HOURS = 6;
/** One question never spans more: the accounting database reads it at once. */
const MOST_HOURS = 24;
/** After so many windows a pull ends; what is left comes with the next one. */
const MOST_WINDOWS = 31;

/**
 * What to pull next: from where the last pull ended, less the overlap, to now, in bounded windows that leave no gap.
 * A first pull has no overlap: what was before it was not asked for.
 */
export function pullWindows(pulledUntil: Date, isFirst: boolean, now: Date): PullWindow[] {
  const windows: PullWindow[] = [];
  let from = pulledUntil.getTime() - (isFirst ? 0 : OVERLAP_HOURS * HOUR);
  while (from < now.getTime() && windows.length < MOST_WINDOWS) {
    const to = Math.min(from + MOST_HOURS * HOUR, now.getTime());
    windows.push({ from: new Date(from), to: new Date(to) });
    from = to;
  }
  return windows;
}

/** When to pull again after so many failures in a row: 5 minutes, doubled for each, at most an hour. */
export function nextPull(now: Date, failures: number): Date {
  return new Date(now.getTime() + Math.min(5 * 2 ** failures, 60) * 60_000);
}
