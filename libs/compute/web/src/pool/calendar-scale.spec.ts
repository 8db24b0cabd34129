import { expect, test } from '@jest/globals';
import { array, assert, integer, property, tuple } from 'fast-check';
import { packed, placeOf, scaleAround, scaleOf, ticksOf, windowOf } from './calendar-scale';

const HOUR = 3_600_000;

test('a scale begins and ends at midnight in Shanghai, and what is beyond it lies at its edge', () => {
  const scale = scaleOf('2026-11-25', 28);
  expect(new Date(scale.start).toISOString()).toBe('2026-11-24T16:00:00.000Z');
  expect(windowOf(scale)).toEqual({ startsAt: '2026-11-25T00:00:00+08:00', endsAt: '2026-12-23T00:00:00+08:00' });
  expect([scale.start - HOUR, scale.start + 14 * 24 * HOUR, scale.end + HOUR].map((at) => placeOf(scale, at))).toEqual([0, 0.5, 1]);
  expect(ticksOf(scale)).toEqual(['2026-11-25', '2026-12-02', '2026-12-09', '2026-12-16']);
  expect(ticksOf(scaleOf('2026-11-25', 14))).toHaveLength(14);
});

test('a scale around spells shows each whole, and today, with fourteen lines at most', () => {
  const now = Date.parse('2026-11-28T04:00:00Z');
  expect(scaleAround([], now)).toMatchObject({ first: '2026-11-28', days: 7 });
  expect(scaleAround([{ startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-04T16:00:00Z' }], now)).toMatchObject({ first: '2026-11-28', days: 7 });
  assert(
    property(array(tuple(integer({ min: -500, max: 500 }), integer({ min: 1, max: 900 })), { maxLength: 9 }), (pairs) => {
      const iso = (days: number) => new Date(now + days * 24 * HOUR).toISOString();
      const spells = pairs.map(([from, length]) => ({ startsAt: iso(from), endsAt: iso(from + length) }));
      const scale = scaleAround(spells, now);
      for (const at of [now, ...spells.flatMap(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)])]) {
        expect(at >= scale.start && at <= scale.end).toBe(true);
      }
      expect(ticksOf(scale).length).toBeLessThanOrEqual(14);
    }),
  );
});

test('no two of a row overlap, and there are as many rows as overlap at the worst moment', () => {
  assert(
    property(array(tuple(integer({ min: 0, max: 50 }), integer({ min: 1, max: 20 })), { maxLength: 30 }), (pairs) => {
      const iso = (hours: number) => new Date(hours * HOUR).toISOString();
      const spells = pairs.sort((a, b) => a[0] - b[0]).map(([from, length]) => ({ startsAt: iso(from), endsAt: iso(from + length) }));
      const rows = packed(spells);
      expect(rows.flat()).toHaveLength(spells.length);
      for (const row of rows) row.forEach((spell, index) => expect(index === 0 || row[index - 1]!.endsAt <= spell.startsAt).toBe(true));
      const worst = spells.map(({ startsAt }) => spells.filter((one) => one.startsAt <= startsAt && one.endsAt > startsAt).length);
      expect(rows).toHaveLength(Math.max(0, ...worst));
    }),
  );
});
