import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adviceOn } from './advice';
import { cheaperPool } from './cheaper-class';
import { detectWaste } from './detect';
import type { GpuTrack, JobUse, PoolOffer } from './job-use';
import type { WasteRules } from './waste-policy.entity';

const RULES: WasteRules = {
  idlePercent: 5, idleHours: 3, idleSharePercent: 60, lowPercent: 30, targetPercent: 60, memoryFullPercent: 90, savingPercent: 15,
  slowdownPercent: 50, leastFen: 100, mediumFen: 10_000, highFen: 100_000, lookBackDays: 14, snoozeDays: 30,
};
const T0 = 1_764_295_200;
const five = (percent: number | null): (number | null)[] => new Array<number | null>(12).fill(percent);
/** A GPU for hours of a steady utilisation. */
const track = (gpu: string, ...percents: (number | null)[]): GpuTrack => ({
  gpu, hours: percents.map((percent, n) => ({ at: T0 + n * 3600, seen: 4095, heldSeconds: 3600, util: five(percent) })),
});
const steady = (gpu: string, percent: number, hours = 10): GpuTrack => track(gpu, ...new Array<number>(hours).fill(percent));
const job = (more: Partial<JobUse> & Pick<JobUse, 'tracks'>): JobUse => ({
  holder: '1', user: 'li', grantId: 'grant-1', poolId: 'h', gpuClass: 'h800', fenPerGpuHour: 1000n, memoryUsedMib: 40_000,
  memoryTotalMib: 81_920, toldBy: 'label', ...more,
});
const offer = (poolId: string, more: Partial<PoolOffer> = {}): PoolOffer => ({
  poolId, nameZh: poolId, nameEn: poolId, gpuClass: poolId, memoryGib: 80, factorMilli: 1000, fenPerGpuHour: 1000n, freeGpus: 100, ...more,
});
const HERE = offer('h', { gpuClass: 'h800' });
const told = (jobs: JobUse[], offers = [HERE]) =>
  detectWaste(jobs, offers, RULES).map(({ kind, lostSeconds, lostFen }) => [kind, lostSeconds / 3600, Number(lostFen)]);

describe('one job', () => {
  test.each<[string, JobUse, (string | number)[][]]>([
    ['that works is no finding', job({ tracks: [steady('a', 80), steady('b', 75)] }), []],
    ['idle all night', job({ tracks: [track('a', 90, 90, 90, 90, 0, 0, 0, 0, 0)] }), [['idle', 5, 5000]]],
    ['on eight GPUs of which it uses six', job({ tracks: [0, 1, 2, 3, 4, 5].map((n) => steady(`g${n}`, 80)).concat(steady('x', 0), steady('y', 0)) }), [['oversized', 20, 20_000]]],
    ['none of whose GPUs ever worked is idle, not too large', job({ tracks: [steady('a', 0), steady('b', 1)] }), [['idle', 20, 20_000]]],
    ['at a third of the target', job({ tracks: [steady('a', 20)] }), [['low_utilisation', 10 * (1 - 20 / 60), 6667]]],
    ['with full memory and little compute', job({ tracks: [steady('a', 20)], memoryUsedMib: 80_000 }), [['memory_bound', 10 * (1 - 20 / 60), 6667]]],
    ['with full memory and busy is none', job({ tracks: [steady('a', 85)], memoryUsedMib: 80_000 }), []],
    ['that was hardly seen says nothing', job({ tracks: [steady('a', 10, 2)] }), []],
    ['whose readings are missing says nothing', job({ tracks: [track('a', null, null, null, null)] }), []],
    ['that loses less than anybody cares for', job({ tracks: [steady('a', 20)], fenPerGpuHour: 10n }), []],
    ['whose low phase is idleness: what works is not counted again', job({ tracks: [track('a', 40, 40, 40, 40, 40, 0, 0, 0)] }), [['idle', 3, 3000]]],
  ])('%s', (_, one, expected) => {
    const found = told([one]);
    expect(found.map(([kind]) => kind)).toEqual(expected.map(([kind]) => kind));
    expected.forEach(([, lost, fen], n) => {
      expect(found[n]?.[1]).toBeCloseTo(Number(lost), 2);
      expect(found[n]?.[2]).toBe(fen);
    });
  });
});

describe('jobs of a grant', () => {
  test('with the same fault are one finding, the dearest job first; of different grants two', () => {
    const found = detectWaste([
      job({ holder: '1', tracks: [steady('a', 0, 4)] }), job({ holder: '2', tracks: [steady('b', 0, 30)] }),
      job({ holder: '3', grantId: 'grant-2', tracks: [steady('c', 0, 5)] }),
    ], [HERE], RULES);
    expect(found.map(({ grantId, jobs }) => [grantId, jobs.map(({ holder }) => holder)])).toEqual([['grant-1', ['2', '1']], ['grant-2', ['3']]]);
    expect(found[0]).toMatchObject({ from: T0, to: T0 + 30 * 3600, severity: 'medium', lostFen: 34_000n, busyGpus: 0 });
  });

  test('are shown by the hour: the mean over their GPUs, and how many there were', () => {
    const [found] = detectWaste([job({ tracks: [track('a', 0, 0, 0, 0), track('b', 0, 0, 2, null)] })], [HERE], RULES);
    expect(found?.curve).toEqual([[T0, 0, 2], [T0 + 3600, 0, 2], [T0 + 7200, 1, 2], [T0 + 10_800, 0, 2]]);
  });

  test('lose no hour twice, and never more than was held', () => {
    const percents = fc.array(fc.option(fc.nat(100), { freq: 6 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.array(percents, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (all) => {
        const jobs = all.map((tracks, n) => job({ holder: String(n), tracks: tracks.map((list, k) => track(`${n}/${k}`, ...list)) }));
        const found = detectWaste(jobs, [HERE, offer('b', { fenPerGpuHour: 500n })], RULES);
        const held = jobs.flatMap(({ tracks }) => tracks).reduce((sum, { hours }) => sum + hours.length * 3600, 0);
        const lost = found.reduce((sum, { lostFen }) => sum + Number(lostFen), 0);
        expect(found.reduce((sum, { lostSeconds }) => sum + lostSeconds, 0)).toBeLessThanOrEqual(held + found.length);
        expect(lost).toBeLessThanOrEqual((held * 1000) / 3600 + found.length);
      }),
    );
  });
});

describe('the cheaper pool', () => {
  const need = { gpus: 8, memoryUsedMib: 40_000, workingPercent: 40 };
  test.each<[string, typeof need, PoolOffer[], [string, number, number] | null]>([
    ['is the one that saves most, the longer time counted', need, [offer('a', { factorMilli: 500, fenPerGpuHour: 600n }), offer('b', { factorMilli: 320, fenPerGpuHour: 400n })], ['b', 50, 1.25]],
    ['costs 38 % less where the work fits as it is', need, [offer('a', { factorMilli: 460, fenPerGpuHour: 620n })], ['a', 38, 1]],
    ['is none where the memory does not fit', { ...need, memoryUsedMib: 60_000 }, [offer('a', { memoryGib: 48, fenPerGpuHour: 400n })], null],
    ['is none where there is no room', need, [offer('a', { fenPerGpuHour: 400n, freeGpus: 7 })], null],
    ['is none where it would take too long', { ...need, workingPercent: 90 }, [offer('a', { factorMilli: 300, fenPerGpuHour: 100n })], null],
    ['is none where it saves too little', need, [offer('a', { fenPerGpuHour: 900n })], null],
    ['is never the same pool', need, [offer('h', { fenPerGpuHour: 1n })], null],
  ])('%s', (_, one, offers, expected) => {
    const found = cheaperPool(one, HERE, offers, RULES);
    expect(found && [found.offer.poolId, found.savingPercent, found.slowdown]).toEqual(expected);
  });

  test('comes before calling the use poor, saves money and no hours', () => {
    const [found, ...others] = detectWaste([job({ tracks: [steady('a', 25)] })], [HERE, offer('b', { factorMilli: 460, fenPerGpuHour: 620n })], RULES);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'cheaper_class', lostSeconds: 0, lostFen: 3800n, cheaper: { savingPercent: 38 } });
  });
});

describe('advice', () => {
  const advise = (jobs: JobUse[], grantGpus: number | null, offers = [HERE]) => {
    const [waste] = detectWaste(jobs, offers, RULES);
    return waste && adviceOn(waste, grantGpus, RULES);
  };
  const many = (count: number, percent: number): GpuTrack[] => Array.from({ length: count }, (_, n) => steady(`${percent}/${n}`, percent));
  test.each<[string, JobUse[], number | null, object]>([
    ['give back what never worked', [job({ tracks: many(8, 0) })], 8, { step: 'release', gpus: null }],
    ['ask for the GPUs that work, in whole nodes', [job({ tracks: [...many(9, 80), ...many(23, 0)] })], 32, { step: 'change', gpus: 16 }],
    ['ask for them one by one where the grant has no whole nodes', [job({ tracks: [...many(3, 80), ...many(3, 0)] })], 6, { step: 'change', gpus: 3 }],
    ['ask for a part of one node', [job({ tracks: [...many(4, 80), ...many(4, 0)] })], 8, { step: 'change', gpus: 4 }],
    ['fill fewer GPUs to the target', [job({ tracks: many(32, 15) })], 32, { step: 'change', gpus: 8 }],
    ['mend the job where its memory is full', [job({ tracks: many(32, 15), memoryUsedMib: 80_000 })], 32, { step: 'fix', gpus: null }],
    ['mend the job where no GPU could go', [job({ tracks: [track('a', 80, 80, 80, 80, 0, 0, 0, 0)] })], 1, { step: 'fix', gpus: null }],
    ['mend the job where there is no grant', [job({ grantId: null, tracks: many(8, 0) })], null, { step: 'fix', gpus: null }],
  ])('%s', (_, jobs, gpus, expected) => {
    expect(advise(jobs, gpus)).toMatchObject(expected);
  });

  test('says where it costs less and how much longer it takes', () => {
    const offers = [HERE, offer('b', { factorMilli: 320, fenPerGpuHour: 400n, gpuClass: 'l40s' })];
    expect(advise([job({ tracks: many(4, 40) })], 8, offers)).toMatchObject({
      step: 'draft', gpus: 4, poolId: 'b', gpuClass: 'l40s', savingPercent: 50, slowdownPercent: 25,
    });
  });
});
