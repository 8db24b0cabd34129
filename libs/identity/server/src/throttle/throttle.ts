/**
 * How wrong guesses slow down further ones. The first `free` in a row cost nothing; each further one makes the next
 * wait twice as long, up to `longestMs`. After `forgetMs` without a guess all is forgotten.
 */
export interface ThrottleRule {
  readonly free: number;
  readonly firstMs: number;
  readonly longestMs: number;
  readonly forgetMs: number;
}

export interface ThrottleState {
  readonly failures: number;
  readonly blockedUntil: Date | null;
  readonly updatedAt: Date;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const THROTTLES = {
  /** One account guessed at from one network address. */
  account: { free: 5, firstMs: 2 * SECOND, longestMs: 15 * MINUTE, forgetMs: 6 * HOUR },
  /** Any accounts guessed at from one network address; many honest people may share it. */
  source: { free: 60, firstMs: SECOND, longestMs: 5 * MINUTE, forgetMs: HOUR },
  /** One account in a browser that has signed in to it before. */
  device: { free: 10, firstMs: 2 * SECOND, longestMs: 5 * MINUTE, forgetMs: 6 * HOUR },
  /** Accounts opened from one network address. */
  signUp: { free: 20, firstMs: 10 * SECOND, longestMs: HOUR, forgetMs: HOUR },
  /** New passwords asked for from one network address. */
  resets: { free: 20, firstMs: 10 * SECOND, longestMs: HOUR, forgetMs: HOUR },
  /** Invitations that one organisation sends. */
  invitations: { free: 60, firstMs: MINUTE, longestMs: HOUR, forgetMs: 6 * HOUR },
  /** Letters sent to one e-mail address on anybody's request. */
  letters: { free: 3, firstMs: 5 * MINUTE, longestMs: HOUR, forgetMs: 6 * HOUR },
} as const satisfies Record<string, ThrottleRule>;

/**
 * The state after an attempt that is taken for wrong until it proves right, and whether it may go ahead.
 * A refused attempt changes nothing, so that hammering does not prolong the wait.
 */
export function attempt(
  state: ThrottleState | null,
  rule: ThrottleRule,
  now: Date,
): { allowed: boolean; next: ThrottleState } {
  const forgotten = !state || now.getTime() - state.updatedAt.getTime() >= rule.forgetMs;
  if (!forgotten && state.blockedUntil && state.blockedUntil > now) return { allowed: false, next: state };
  const failures = forgotten ? 1 : state.failures + 1;
  const over = failures - rule.free;
  const waitMs = over < 0 ? 0 : Math.min(rule.firstMs * 2 ** Math.min(over, 30), rule.longestMs);
  const blockedUntil = waitMs > 0 ? new Date(now.getTime() + waitMs) : null;
  return { allowed: true, next: { failures, blockedUntil, updatedAt: now } };
}

/** The part of a network address that one subscriber holds: an IPv4 address whole, the first 64 bits of IPv6. */
export function subscriberOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right];
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
