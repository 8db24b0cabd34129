import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { attempt, subscriberOf, THROTTLES, type ThrottleState } from './throttle';

const start = new Date('2026-11-23T02:00:00Z');
const rule = THROTTLES.account;

/** What becomes of attempts made after these waits, in milliseconds. */
function attempts(waits: readonly number[]): { at: number; allowed: boolean }[] {
  let state: ThrottleState | null = null;
  let at = start.getTime();
  return waits.map((wait) => {
    at += wait;
    const outcome = attempt(state, rule, new Date(at));
    state = outcome.next;
    return { at, allowed: outcome.allowed };
  });
}

describe('waiting after wrong guesses', () => {
  test('five guesses cost nothing, then each wait doubles up to a quarter of an hour', () => {
    const waits: number[] = [];
    let state: ThrottleState | null = null;
    let now = start;
    for (let n = 0; n < 20; n++) {
      const { next } = attempt(state, rule, now);
      waits.push(next.blockedUntil ? next.blockedUntil.getTime() - now.getTime() : 0);
      state = next;
      now = next.blockedUntil ?? now;
    }
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 2_000, 4_000, 8_000, 16_000]);
    expect(Math.max(...waits)).toBe(rule.longestMs);
  });

  test('hammering does not prolong the wait', () => {
    const blocked = attempts([0, 0, 0, 0, 0, 100, 100, 100, 1_699, 1]);
    expect(blocked.map(({ allowed }) => allowed)).toEqual([
      true, true, true, true, true, false, false, false, false, true,
    ]);
  });

  test('however they are timed, guesses in a day stay few', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * 60_000 }), { maxLength: 400 }), (waits) => {
        const made = attempts(waits).filter(({ allowed }) => allowed);
        for (const [i, { at }] of made.entries()) {
          const later = made.slice(i).filter((other) => other.at - at < 24 * 3_600_000);
          expect(later.length).toBeLessThanOrEqual(5 + 10 + 24 * 4 + 1);
        }
      }),
    );
  });

  test('six hours later all is forgotten', () => {
    const state = { failures: 30, blockedUntil: null, updatedAt: start };
    expect(attempt(state, rule, new Date(start.getTime() + rule.forgetMs)).next.failures).toBe(1);
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s belongs to the subscriber %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});
