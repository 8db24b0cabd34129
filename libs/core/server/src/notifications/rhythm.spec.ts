import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mailTime, USUAL_HOURS, type Hours } from './rhythm';

const night: Hours = { quietFrom: '22:00', quietTo: '07:30', digestAt: '09:00' };
const at = (text: string): Date => new Date(text);

test.each([
  ['at once by day', '2026-11-23T10:00:00+08:00', night, 'immediate', '2026-11-23T10:00:00+08:00'],
  ['in the evening it waits', '2026-11-23T22:00:00+08:00', night, 'immediate', '2026-11-24T07:30:00+08:00'],
  ['after midnight too', '2026-11-24T00:10:30+08:00', night, 'immediate', '2026-11-24T07:30:00+08:00'],
  ['when they end it goes', '2026-11-24T07:30:00+08:00', night, 'immediate', '2026-11-24T07:30:00+08:00'],
  ['a digest goes at its hour', '2026-11-23T08:59:59+08:00', USUAL_HOURS, 'daily', '2026-11-23T09:00:00+08:00'],
  ['or with the next day’s', '2026-11-23T09:00:00+08:00', USUAL_HOURS, 'daily', '2026-11-24T09:00:00+08:00'],
  [
    'a digest hour within the quiet hours gives way', '2026-11-23T12:00:00+08:00',
    { quietFrom: '08:00', quietTo: '18:00', digestAt: '09:00' }, 'daily', '2026-11-24T18:00:00+08:00',
  ],
] as const)('%s', (_, now, hours, mode, expected) => {
  expect(mailTime(at(now), 'Asia/Shanghai', hours, mode)).toEqual(at(expected));
});

test('the hours are those of the reader’s zone', () => {
  const berlin = mailTime(at('2026-11-23T22:30:00+01:00'), 'Europe/Berlin', night, 'immediate');
  expect(berlin).toEqual(at('2026-11-24T07:30:00+01:00'));
});

test('a digest keeps its hour when clocks are changed that night', () => {
  const spring = mailTime(at('2026-03-28T12:00:00Z'), 'Europe/Berlin', USUAL_HOURS, 'daily');
  const autumn = mailTime(at('2026-10-24T12:00:00Z'), 'Europe/Berlin', USUAL_HOURS, 'daily');
  expect([spring, autumn]).toEqual([at('2026-03-29T09:00:00+02:00'), at('2026-10-25T09:00:00+01:00')]);
});

test('where clocks skip its hour, a digest comes in the hour after, and quiet hours without any other hour end a day later', () => {
  const digest = { ...USUAL_HOURS, digestAt: '02:30' };
  expect(mailTime(at('2032-03-27T12:00:00Z'), 'Europe/Berlin', digest, 'daily')).toEqual(at('2032-03-28T03:30:00+02:00'));
  const quiet = { ...USUAL_HOURS, quietFrom: '03:00', quietTo: '02:00' };
  expect(mailTime(at('2032-03-27T02:00:00Z'), 'Europe/Berlin', quiet, 'immediate')).toEqual(at('2032-03-29T02:00:00+02:00'));
});

test('nothing is mailed where mails are off', () => {
  expect(mailTime(at('2026-11-23T10:00:00Z'), 'Asia/Shanghai', night, 'off')).toBeNull();
});

test('no mail goes out within the quiet hours, before its time, or more than two days late', () => {
  const time = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));
  const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');
  const moments = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z'), noInvalidDate: true });
  const property = fc.property(
    moments, zones, time, time, time, fc.constantFrom('immediate', 'daily'),
    (now, zone, quietFrom, quietTo, digestAt, mode) => {
      fc.pre(quietFrom !== quietTo);
      const due = mailTime(now, zone, { quietFrom, quietTo, digestAt }, mode as 'daily');
      const again = mailTime(due as Date, zone, { quietFrom, quietTo, digestAt }, 'immediate');
      expect(again).toEqual(due);
      expect(due?.getTime()).toBeGreaterThanOrEqual(now.getTime());
      expect(due?.getTime()).toBeLessThan(now.getTime() + 50 * 3_600_000);
    },
  );
  fc.assert(property, { numRuns: 500 });
});
