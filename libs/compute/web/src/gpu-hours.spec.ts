import { describe, expect, it } from '@jest/globals';
import { daysOf, fullWindowMh, isMidnight, isWholeDays, windowOf } from './gpu-hours';

const now = Date.parse('2026-11-23T04:20:00Z');

describe('a window of days', () => {
  it('runs from the first midnight of Shanghai to the last', () => {
    const window = windowOf({ start: '2026-11-24', end: '2026-11-30' }, now);
    expect(window).toEqual({ startsAt: '2026-11-23T16:00:00.000Z', endsAt: '2026-11-30T16:00:00.000Z' });
    expect(daysOf(window)).toEqual({ start: '2026-11-24', end: '2026-11-30' });
    expect(fullWindowMh(8, window)).toBe(1_344_000n);
  });

  it('begins with the hour under way when its first day is today', () => {
    expect(windowOf({ start: '2026-11-23', end: '2026-11-23' }, now).startsAt).toBe('2026-11-23T04:00:00.000Z');
  });

  it('has no hours when it ends before it starts', () => {
    expect(fullWindowMh(8, { startsAt: '2026-11-24T00:00:00Z', endsAt: '2026-11-23T00:00:00Z' })).toBe(0n);
  });
});

describe('what is said in days', () => {
  const [first, after] = ['2026-11-23T16:00:00.000Z', '2026-11-30T16:00:00Z'];

  it.each([
    ['from one midnight of Shanghai to another', first, after, true],
    ['that begins within a day', '2026-11-24T02:00:00Z', after, false],
    ['that ends within a day', first, '2026-11-30T08:00:00Z', false],
    ['between midnights of London', '2026-11-24T00:00:00Z', '2026-11-30T00:00:00Z', false],
    ['that was cut to nothing', first, first, false],
  ])('a window %s', (_, startsAt, endsAt, isSaid) => {
    expect(isWholeDays({ startsAt, endsAt })).toBe(isSaid);
  });

  it('an end at midnight, however it is written', () => {
    expect(['2026-11-30T16:00:00.000Z', '2026-12-01T00:00:00+08:00', '2026-11-30T15:59:59.999Z'].map(isMidnight)).toEqual([true, true, false]);
  });
});
