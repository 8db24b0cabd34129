import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, dayInShanghai, isPublished, isWorkingDay, workingDaysBetween } from './business-calendar';
import { HOLIDAY_NOTICES } from './holidays';

const shanghai = (text: string) => new Date(`${text}+08:00`);
const instant = fc.date({ min: shanghai('2024-01-01T00:00'), max: shanghai('2028-12-31T00:00'), noInvalidDate: true });

describe('working days in mainland China', () => {
  it.each([
    ['2026-11-23', true, 'a Monday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-02-14', true, 'a Saturday before the Spring Festival that is worked'],
    ['2026-02-15', false, 'the first day off of the Spring Festival'],
    ['2026-02-23', false, 'the last day off of the Spring Festival, a Monday'],
    ['2026-02-24', true, 'the day after'],
    ['2026-10-10', true, 'a Saturday that makes up for the National Day week'],
    ['2025-10-08', false, 'the Mid-Autumn day added to the week of 2025'],
    ['2024-02-09', true, 'New Year’s Eve of 2024, which was not a day off'],
  ])('%s: %s, %s', (day, working) => {
    expect(isWorkingDay(day)).toBe(working);
  });

  it.each([
    // 366 or 365 days, less weekends and statutory holidays that fall on weekdays after all moves.
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, count) => {
    const from = shanghai(`${year - 1}-12-31T12:00`);
    expect(workingDaysBetween(from, shanghai(`${year}-12-31T12:00`))).toBe(count);
  });

  it('a notice moves working days but takes away only the statutory holidays', () => {
    for (const { off, work } of HOLIDAY_NOTICES) {
      for (const day of work) expect([0, 6]).toContain(new Date(`${day}T00:00Z`).getUTCDay());
      for (const [, first, last] of off) expect(first <= last).toBe(true);
    }
  });

  it('refuses days that do not exist', () => {
    expect(() => isWorkingDay('2026-02-29')).toThrow(RangeError);
    expect(() => isWorkingDay('23.11.2026')).toThrow(RangeError);
    expect(() => dayInShanghai(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('a deadline in working days', () => {
  it.each([
    ['2026-11-23T10:00', 1, '2026-11-24'],
    ['2026-11-20T18:30', 1, '2026-11-23'],
    ['2026-11-21T10:00', 1, '2026-11-23'],
    ['2026-09-30T09:00', 1, '2026-10-08'],
    ['2026-09-30T09:00', 3, '2026-10-10'],
    ['2026-02-13T09:00', 10, '2026-03-05'],
    ['2026-11-23T10:00', 0, '2026-11-23'],
  ])('from %s, %i working days, is the end of %s in Shanghai', (from, n, day) => {
    const deadline = addWorkingDays(shanghai(from), n);
    expect(deadline).toEqual({ at: shanghai(`${day}T23:59:59.999`), day, provisional: false });
  });

  it('goes by the day in Shanghai, wherever the clock stands', () => {
    expect(dayInShanghai(new Date('2026-11-22T15:59:59Z'))).toBe('2026-11-22');
    expect(dayInShanghai(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(addWorkingDays(new Date('2026-11-22T16:00:00Z'), 1).day).toBe('2026-11-24');
  });

  it('says when it lies in a year whose holidays are not announced', () => {
    expect(isPublished(2026)).toBe(true);
    expect(isPublished(2027)).toBe(false);
    expect(addWorkingDays(shanghai('2026-12-31T09:00'), 1)).toMatchObject({ day: '2027-01-01', provisional: true });
  });

  it('counts back to the number it was made with, on a working day, later with each day more', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 300 }), (from, n) => {
        const deadline = addWorkingDays(from, n);
        expect(workingDaysBetween(from, deadline.at)).toBe(n);
        expect(workingDaysBetween(deadline.at, from)).toBe(-n);
        expect(isWorkingDay(deadline.day)).toBe(true);
        expect(deadline.at > addWorkingDays(from, n - 1).at).toBe(true);
      }),
    );
  });

  it('refuses what is no count', () => {
    for (const n of [-1, 1.5, Number.NaN, Infinity]) {
      expect(() => addWorkingDays(new Date(0), n)).toThrow(RangeError);
    }
  });
});
