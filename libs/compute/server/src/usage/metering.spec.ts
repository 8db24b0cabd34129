import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gpuMilliHours, milliHoursUsed } from './metering';

describe('GPU time', () => {
  it.each([
    [0n, 0n],
    [3600n, 1000n],
    [1n, 0n],
    [2n, 1n],
    [9n, 3n],
    [3_600_000_000n, 1_000_000_000n],
  ])('of %s GPU-seconds is %s GPU-milli-hours', (gpuSeconds, milliHours) => {
    expect(gpuMilliHours(gpuSeconds)).toBe(milliHours);
  });

  it('used up to a moment is that part of the run', () => {
    const run = { gpus: 8, busySeconds: 3600, wallSeconds: 3600 };
    expect([0, 1800, 3600].map((seconds) => milliHoursUsed(run, seconds))).toEqual([0n, 4000n, 8000n]);
  });

  it('leaves out the time in which a job was suspended, spread evenly', () => {
    const run = { gpus: 1, busySeconds: 3600, wallSeconds: 7200 };
    expect([3600, 7200].map((seconds) => milliHoursUsed(run, seconds))).toEqual([500n, 1000n]);
  });

  // Up to where numbers are no longer exact, and beyond.
  const run = fc.record({ gpus: fc.nat(1_000_000), wallSeconds: fc.integer({ min: 1, max: 300_000_000 }) })
    .chain(({ gpus, wallSeconds }) => fc.record({
      gpus: fc.constant(gpus), wallSeconds: fc.constant(wallSeconds), busySeconds: fc.nat(wallSeconds),
      cuts: fc.array(fc.nat(wallSeconds), { maxLength: 30 }),
    }));

  it('is reckoned exactly', () => {
    fc.assert(fc.property(run, ({ cuts, ...time }) => {
      for (const seconds of cuts) {
        const gpuSeconds = (BigInt(time.gpus) * BigInt(time.busySeconds) * BigInt(seconds)) / BigInt(time.wallSeconds);
        expect(milliHoursUsed(time, seconds)).toBe(gpuMilliHours(gpuSeconds));
      }
    }));
  });

  it('adds up to the whole run however it is cut, and no part is negative', () => {
    fc.assert(fc.property(run, ({ cuts, ...time }) => {
      let [before, sum] = [0n, 0n];
      for (const seconds of [...cuts.sort((one, other) => one - other), time.wallSeconds]) {
        const after = milliHoursUsed(time, seconds);
        expect(after - before >= 0n).toBe(true);
        sum += after - before;
        before = after;
      }
      expect(sum).toBe(gpuMilliHours(BigInt(time.gpus) * BigInt(time.busySeconds)));
    }));
  });
});
