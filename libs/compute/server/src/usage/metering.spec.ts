import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gpuMilliHours, sliceUsage } from './metering';

const at = (seconds: number) => new Date(seconds * 1000);
const now = at(10_000_000);

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

  it('within a window is the part of the run that lies in it', () => {
    const record = { start: at(100), end: at(3700), gpus: 8, elapsedSeconds: 3600 };
    expect(sliceUsage(record, { from: at(1900), to: at(9000), now })).toEqual({
      start: at(1900),
      end: at(3700),
      gpuSeconds: 14_400n,
      gpuMilliHours: 4000n,
    });
    expect(sliceUsage(record, { from: at(3700), to: at(9000), now })).toBeNull();
  });

  it('of a running job ends now', () => {
    const record = { start: at(0), end: null, gpus: 2, elapsedSeconds: 1800 };
    expect(sliceUsage(record, { from: at(0), to: at(9000), now: at(1800) })?.gpuSeconds).toBe(3600n);
    expect(sliceUsage(record, { from: at(0), to: at(600), now: at(1800) })?.gpuSeconds).toBe(1200n);
  });

  it('leaves out the time in which a job was suspended', () => {
    const record = { start: at(0), end: at(200), gpus: 1, elapsedSeconds: 100 };
    expect(sliceUsage(record, { from: at(0), to: at(100), now })?.gpuSeconds).toBe(50n);
  });

  it('of a job that waits or has no GPU is nothing', () => {
    const window = { from: at(0), to: at(10), now };
    expect(sliceUsage({ start: null, end: null, gpus: 1, elapsedSeconds: 0 }, window)).toBeNull();
    expect(sliceUsage({ start: at(0), end: at(10), gpus: 0, elapsedSeconds: 10 }, window)).toBeNull();
  });

  it('adds up to the whole run exactly, in seconds and in milli-hours, however it is cut', () => {
    const run = fc.record({ start: fc.nat(10_000), wall: fc.integer({ min: 1, max: 3_000_000 }), gpus: fc.nat(4096) });
    const cuts = fc.array(fc.integer({ min: -100, max: 3_100_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(run, fc.double({ min: 0, max: 1, noNaN: true }), cuts, (given, share, between) => {
        const elapsedSeconds = Math.floor(given.wall * share);
        const record = { start: at(given.start), end: at(given.start + given.wall), gpus: given.gpus, elapsedSeconds };
        const bounds = [-1000, ...between, 4_000_000].sort((one, other) => one - other);
        let [gpuSeconds, milliHours] = [0n, 0n];
        for (const [i, from] of bounds.slice(0, -1).entries()) {
          const slice = sliceUsage(record, { from: at(from), to: at(bounds[i + 1]!), now });
          expect(slice === null || (slice.gpuSeconds > 0n && slice.gpuMilliHours >= 0n)).toBe(true);
          gpuSeconds += slice?.gpuSeconds ?? 0n;
          milliHours += slice?.gpuMilliHours ?? 0n;
        }
        expect(gpuSeconds).toBe(BigInt(given.gpus) * BigInt(elapsedSeconds));
        expect(milliHours).toBe(gpuMilliHours(gpuSeconds));
      }),
    );
  });
});
