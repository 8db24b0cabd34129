import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillStrip, joinSpans, NODE_GPUS, type StripHours } from './strip';

const START = Date.UTC(2027, 0, 4, 16);
const HOUR = 3_600_000;

/** A strip of some nodes and days, and requests that fit into it, none above its own GPUs. */
const strips = fc
  .record({ nodes: fc.integer({ min: 1, max: 40 }), days: fc.integer({ min: 1, max: 31 }), seeds: fc.array(
    fc.record({ gpus: fc.constantFrom(1, 2, 3, 4, 8, 12, 16, 64), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { minLength: 1, maxLength: 12 },
  ) })
  .map(({ nodes, days, seeds }) => {
    const hours = days * 24;
    let left = nodes * NODE_GPUS * hours * 1000;
    const wanted = seeds.map(({ gpus, part }, at): StripHours => {
      const mh = Math.min(left, Math.floor(gpus * hours * 1000 * part));
      left -= mh;
      return { requestId: `r${at}`, gpus, mh };
    });
    const strip = {
      poolId: 'p', gpus: nodes * NODE_GPUS, startsAt: new Date(START), endsAt: new Date(START + days * 24 * HOUR),
    };
    return { strip, wanted };
  });

type Spans = ReturnType<typeof fillStrip>;

const moments = (spans: Spans): number[] => [...new Set(spans.map(({ startsAt }) => Date.parse(startsAt)))];
const gpusAt = (spans: Spans, at: number): number =>
  spans.filter(({ startsAt, endsAt }) => Date.parse(startsAt) <= at && at < Date.parse(endsAt)).reduce((sum, { gpus }) => sum + gpus, 0);
const mhOf = (spans: Spans): number =>
  spans.reduce((sum, { gpus, startsAt, endsAt }) => sum + (gpus * (Date.parse(endsAt) - Date.parse(startsAt))) / 3600, 0);

describe('hours become reservations', () => {
  test('exactly, never above the free GPUs or the request’s own, inside the strip, in few pieces', () => {
    fc.assert(
      fc.property(strips, ({ strip, wanted }) => {
        const spans = fillStrip(strip, wanted);
        for (const at of moments(spans)) expect(gpusAt(spans, at)).toBeLessThanOrEqual(strip.gpus);
        for (const { requestId, gpus, mh } of wanted) {
          const own = spans.filter((span) => span.requestId === requestId);
          expect(mhOf(own)).toBe(mh);
          expect(own.length).toBeLessThanOrEqual(3);
          for (const at of moments(own)) expect(gpusAt(own, at)).toBeLessThanOrEqual(gpus);
          for (const { startsAt, endsAt } of own) {
            expect(Date.parse(startsAt)).toBeGreaterThanOrEqual(strip.startsAt.getTime());
            expect(Date.parse(endsAt)).toBeLessThanOrEqual(strip.endsAt.getTime());
          }
        }
        expect(fillStrip(strip, wanted)).toEqual(spans);
        expect(mhOf(joinSpans(spans))).toBe(mhOf(spans));
      }),
      { numRuns: 200 },
    );
  });

  const day = { poolId: 'p', gpus: 16, startsAt: new Date(START), endsAt: new Date(START + 24 * HOUR) };

  test('whole nodes for all who ask for whole nodes: one and a half each make two shared rows', () => {
    const spans = fillStrip({ ...day, gpus: 24 }, [{ requestId: 'a', gpus: 16, mh: 288_000 }, { requestId: 'b', gpus: 16, mh: 288_000 }]);
    expect(spans.map(({ requestId, gpus, startsAt, endsAt }) => [
      requestId, gpus, (Date.parse(startsAt) - START) / HOUR, (Date.parse(endsAt) - START) / HOUR,
    ])).toEqual([['a', 16, 0, 12], ['a', 8, 12, 24], ['b', 8, 0, 12], ['b', 16, 12, 24]]);
  });

  test('what goes on in the next strip with as many GPUs is one reservation', () => {
    const next = { ...day, startsAt: day.endsAt, endsAt: new Date(START + 72 * HOUR) };
    const both = [...fillStrip(day, [{ requestId: 'a', gpus: 8, mh: 192_000 }]), ...fillStrip(next, [{ requestId: 'a', gpus: 8, mh: 384_000 }])];
    expect(joinSpans(both)).toHaveLength(1);
  });

  test('a plan that gives more than there is, or than a request may have, is refused', () => {
    expect(() => fillStrip(day, [{ requestId: 'a', gpus: 8, mh: 192_001 }])).toThrow('more than 8 GPUs');
    expect(() => fillStrip({ ...day, gpus: 8 }, [{ requestId: 'a', gpus: 8, mh: 100_000 }, { requestId: 'b', gpus: 8, mh: 100_000 }]))
      .toThrow('more of p than is free');
  });
});
