import { describe, expect, it } from '@jest/globals';
import { addDays } from '../gpu-hours';
import { burnDown } from './forecast';

const now = Date.parse('2026-11-23T04:00:00Z');
const noon = (day: string) => new Date(`${day}T12:00:00+08:00`).toISOString();
const steady = Array.from({ length: 30 }, (_, index) => ({ at: noon(addDays('2026-11-23', index - 30)), gpuMh: '10000' }));

describe('what was left and will be', () => {
  it('goes back through use and gifts to what was there', () => {
    const { days, left } = burnDown(100_000n, steady, [{ givenAt: noon('2026-11-20'), amountMh: '50000' }], now);
    const at = (day: string) => left[days.indexOf(day)];
    expect(at('2026-11-23')).toBe(100);
    expect(at('2026-11-20')).toBe(120);
    expect(at('2026-11-19')).toBe(80);
  });

  it('runs out when even use has eaten it, without a band', () => {
    const { days, forecast } = burnDown(100_000n, steady, [], now);
    const on = (day: string) => forecast[days.indexOf(day)];
    expect(on('2026-11-28')).toEqual({ low: 50, expected: 50, high: 50 });
    expect(on('2026-12-03')).toEqual({ low: 0, expected: 0, high: 0 });
  });

  it('widens its band with time when days differ', () => {
    const uneven = steady.map((point, index) => ({ ...point, gpuMh: index % 2 ? '20000' : '0' }));
    const { days, forecast } = burnDown(1_000_000n, uneven, [], now);
    const width = (day: string) => {
      const point = forecast[days.indexOf(day)];
      return point ? point.high - point.low : 0;
    };
    expect(width('2026-12-20')).toBeGreaterThan(width('2026-11-30'));
  });

  it('stays level when nothing was used', () => {
    const { forecast } = burnDown(5000n, [], [], now);
    expect(forecast.at(-1)).toEqual({ low: 5, expected: 5, high: 5 });
  });
});
