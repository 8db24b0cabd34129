import type { WasteRules } from './waste-policy.entity';

export const SLOT_SECONDS = 300;
/** A gap in the readings that is longer than this ends a run of idleness: what happened in it is not known. */
const LONGEST_GAP_SLOTS = 3;

/** An hour in which a GPU was held by one job or pod. */
export interface HeldHour {
  /** Seconds since 1970. */
  readonly at: number;
  /** Bit n: held in the nth five minutes. */
  readonly seen: number;
  /** GPU-seconds: less than the time where only a part of the GPU was held. */
  readonly heldSeconds: number;
  /** Percent in each five minutes; null where it was not read. */
  readonly util: readonly (number | null)[];
}

/** What a GPU did while one job held it. Seconds are GPU-seconds, but for the longest run. */
export interface Activity {
  readonly heldSeconds: number;
  readonly readSeconds: number;
  readonly idleSeconds: number;
  /** The longest time on end without a busy five minutes, in seconds. */
  readonly longestIdleSeconds: number;
  /** Idle time that counts as waste: of long runs, or all of it where idleness prevails. */
  readonly wastedSeconds: number;
  /** Mean utilisation of the five minutes that were not idle; null when there were none. */
  readonly workingPercent: number | null;
  /** Whether it never had a five minutes that was not idle. */
  readonly neverWorked: boolean;
}

/**
 * Whether a GPU idled is not told by its mean: five busy minutes every two hours make 4 %, a burst at the start hides a
 * night. So idle five minutes are counted: in runs of at least `idleHours`, or by their share of all that were read of a
 * GPU held for that long. A gap is neither idle nor busy.
 */
export function activityOf(hours: readonly HeldHour[], rules: Pick<WasteRules, 'idlePercent' | 'idleHours' | 'idleSharePercent'>): Activity {
  let [held, read, idle, working, workingSeconds] = [0, 0, 0, 0, 0];
  let [longest, inLongRuns] = [0, 0];
  let run = { slots: 0, seconds: 0 };
  let lastSlot = -Infinity;
  const close = (): void => {
    const seconds = run.slots * SLOT_SECONDS;
    longest = Math.max(longest, seconds);
    if (seconds >= rules.idleHours * 3600) inLongRuns += run.seconds;
    run = { slots: 0, seconds: 0 };
  };
  for (const { at, seen, heldSeconds, util } of hours) {
    held += heldSeconds;
    const each = heldSeconds / Math.max(1, bits(seen));
    util.forEach((percent, index) => {
      if (percent === null) return;
      const slot = at / SLOT_SECONDS + index;
      if (slot - lastSlot - 1 > LONGEST_GAP_SLOTS) close();
      lastSlot = slot;
      read += each;
      if (percent < rules.idlePercent) {
        idle += each;
        run = { slots: run.slots + 1, seconds: run.seconds + each };
      } else {
        close();
        working += percent * each;
        workingSeconds += each;
      }
    });
  }
  close();
  const prevails = held >= rules.idleHours * 3600 && idle * 100 >= read * rules.idleSharePercent && read > 0;
  return {
    heldSeconds: held, readSeconds: read, idleSeconds: idle, longestIdleSeconds: longest, wastedSeconds: prevails ? idle : inLongRuns,
    workingPercent: workingSeconds > 0 ? working / workingSeconds : null, neverWorked: read > 0 && workingSeconds === 0,
  };
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
