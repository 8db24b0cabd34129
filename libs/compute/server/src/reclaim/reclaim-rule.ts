import type { Window } from '../pool/free-capacity.queries';

/** When hours that lie idle are asked back, and how many: percents of the window, of what was granted, of the pace. */
export interface ReclaimRule {
  /** From when on it is looked at: so much of the window has passed in which the grant could be used. */
  readonly atPercent: number;
  /** Less than this of what was granted is used by then. */
  readonly minUsedPercent: number;
  /** So much of what it would use to its end at its pace so far stays with it. */
  readonly keepPercent: number;
}

/** What is known of a grant's use. */
export interface GrantUse extends Window {
  readonly grantedMh: bigint;
  readonly usedMh: bigint;
  readonly heldMh: bigint;
  /** Until when its pool's use is known. */
  readonly meteredUntil: Date;
  /** Times in which it could not be used: maintenance, failed nodes, suspension. They may overlap. */
  readonly blocked: readonly Window[];
}

export interface Idle {
  /** GPU-milli-hours that its pace so far leaves unused. */
  readonly idleMh: bigint;
  /** The time, until its use is known, in which it could be used. */
  readonly usableMs: number;
}

/**
 * What of a grant lies idle by the rule at `now`, or null when the rule asks nothing back: not enough of its window has
 * passed in which it could be used, enough was used, or what it holds is what its pace needs.
 */
export function idleOf(rule: ReclaimRule, use: GrantUse, now: Date): Idle | null {
  const { startsAt, endsAt, grantedMh, usedMh, heldMh } = use;
  const usableMs = timeOutside(use.blocked, { startsAt, endsAt: use.meteredUntil });
  const window = endsAt.getTime() - startsAt.getTime();
  if (usableMs <= 0 || usableMs * 100 < window * rule.atPercent) return null;
  if (usedMh * 100n >= grantedMh * BigInt(rule.minUsedPercent)) return null;
  const rest = BigInt(Math.max(0, endsAt.getTime() - now.getTime()));
  const needed = ceilDiv(usedMh * rest * BigInt(rule.keepPercent), BigInt(usableMs) * 100n);
  return needed < heldMh ? { idleMh: heldMh - needed, usableMs } : null;
}

/**
 * How many of its GPUs a grant still needs for the hours that it keeps: as many as what is left of its window needs at
 * the pace for which it was sized, never more than it had, none without hours.
 */
export function gpusFor(
  { gpus, startsAt, endsAt, grantedMh }: Window & { gpus: number; grantedMh: bigint }, keptMh: bigint, left: Window,
): number {
  const rest = length(left);
  if (keptMh <= 0n || rest <= 0n) return 0;
  const window = length({ startsAt, endsAt });
  const needed = ceilDiv(BigInt(gpus) * keptMh * window, grantedMh * rest);
  return needed < BigInt(gpus) ? Number(needed) : gpus;
}

/** Milliseconds of a window that lie in none of the given times. */
export function timeOutside(blocked: readonly Window[], { startsAt, endsAt }: Window): number {
  let left = 0;
  let at = startsAt.getTime();
  const end = endsAt.getTime();
  for (const { startsAt: from, endsAt: to } of [...blocked].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    if (from.getTime() >= end) break;
    left += Math.max(0, from.getTime() - at);
    at = Math.max(at, to.getTime());
  }
  return left + Math.max(0, end - at);
}

function length({ startsAt, endsAt }: Window): bigint {
  return BigInt(endsAt.getTime() - startsAt.getTime());
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
