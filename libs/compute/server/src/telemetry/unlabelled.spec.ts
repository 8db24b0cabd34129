import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HeldPlacement } from '../cluster/placement.queries';
import { gpuHours, type PrometheusSeries } from './gpu-hours';

const T0 = 1_764_295_200; // a whole hour
/** A GPU of a node with its utilisation in each five minutes. */
const gpu = (n: number, percents: number | readonly (number | null)[], labels: object = {}): PrometheusSeries => ({
  metric: { UUID: `GPU-${n}`, gpu: String(n), device: `nvidia${n}`, Hostname: 'gpu01.hall.example', modelName: 'NVIDIA H800', ...labels },
  values: (typeof percents === 'number' ? new Array<number>(12).fill(percents) : percents)
    .flatMap((percent, slot) => (percent === null ? [] : [[T0 + 300 * (slot + 1), String(percent)] as const])),
});
const at = (minutes: number): Date => new Date((T0 + minutes * 60) * 1000);
const held = (jobId: string, gpus: number, indexes: readonly number[] | null, more: Partial<HeldPlacement> = {}): HeldPlacement => ({
  jobId, host: 'gpu01', gpus, indexes, startAt: at(-600), untilAt: at(600), ...more,
});
/** `GPU holder how:minutes`, of whom anybody holds. */
const told = (util: readonly PrometheusSeries[], placements: readonly HeldPlacement[]): string[] =>
  gpuHours({ util }, { idlePercent: 5, placements })
    .filter(({ kind }) => kind !== 'none').map(({ gpu: name, holder, toldBy, heldSeconds }) => `${name} ${holder} ${toldBy}:${heldSeconds / 60}`);
const idle = (...numbers: number[]) => numbers.map((n) => gpu(n, 0));

describe('GPUs on which the exporter names nobody', () => {
  test.each<[string, PrometheusSeries[], HeldPlacement[], string[]]>([
    ['are a job’s by their indexes, busy or not', [gpu(0, 90), ...idle(1, 2, 3)], [held('7', 2, [0, 1])], ['GPU-0 7 index:60', 'GPU-1 7 index:60']],
    ['are several jobs’ on one node', idle(0, 1, 2, 3), [held('7', 2, [0, 1]), held('8', 1, [3])], ['GPU-0 7 index:60', 'GPU-1 7 index:60', 'GPU-3 8 index:60']],
    ['are a job’s while it runs', idle(0), [held('7', 1, [0], { startAt: at(10), untilAt: at(31) })], ['GPU-0 7 index:20']],
    ['change hands', idle(0), [held('7', 1, [0], { untilAt: at(22) }), held('8', 1, [0], { startAt: at(22) })], ['GPU-0 7 index:20', 'GPU-0 8 index:40']],
    ['go by their device files, not by the bus', [gpu(0, 0, { gpu: '5' }), gpu(5, 0, { gpu: '0' })], [held('7', 1, [5])], ['GPU-5 7 index:60']],
    ['are not whose a label says otherwise', [gpu(0, 50, { hpc_job: '9' }), ...idle(1)], [held('7', 2, [0, 1])], ['GPU-0 9 label:60', 'GPU-1 7 index:60']],
    ['are nobody’s on another node', idle(0), [held('7', 1, [0], { host: 'gpu011' })], []],
    ['are nobody’s where two jobs share one', idle(0, 1), [held('7', 2, [0, 1]), held('8', 1, [1])], ['GPU-0 7 index:60']],
    ['are nobody’s where the exporter numbers them all alike', [gpu(0, 0), gpu(1, 0, { device: 'nvidia0' })], [held('7', 1, [0])], []],
    ['are nobody’s where Slurm numbers instances', [gpu(0, 0, { GPU_I_ID: '7', GPU_I_PROFILE: '1g.10gb' }), ...idle(1)], [held('7', 1, [1])], []],
    ['are all a job’s where it has the node alone', idle(0, 1), [held('7', 2, null)], ['GPU-0 7 node:60', 'GPU-1 7 node:60']],
    ['of which some work are the job’s that work first', [...idle(0, 1, 2), gpu(3, 80)], [held('7', 2, null)], ['GPU-0 7 node:60', 'GPU-3 7 node:60']],
    ['are judged by their work while the job ran', [gpu(0, [...new Array<number>(6).fill(99), 0, 0, 0, 0, 0, 0]), gpu(1, [...new Array<number>(6).fill(0), 9, 9, 9, 9, 9, 9])],
      [held('7', 1, null, { startAt: at(30) })], ['GPU-1 7 node:30']],
    ['are not guessed among jobs that are only counted', idle(0, 1, 2, 3), [held('7', 2, null), held('8', 2, null)], []],
    ['are what is left beside jobs whose GPUs are told', idle(0, 1, 2), [held('7', 2, [0, 2]), held('8', 1, null)], ['GPU-0 7 index:60', 'GPU-1 8 node:60', 'GPU-2 7 index:60']],
    ['are what a job has beyond those with its label', [gpu(0, 70, { hpc_job: '7' }), ...idle(1, 2)], [held('7', 2, null)], ['GPU-0 7 label:60', 'GPU-1 7 node:60']],
  ])('%s', (_, series, placements, expected) => expect(told(series, placements)).toEqual(expected));

  test('no GPU is held more than once, nor a job more GPUs than Slurm gave it', () => {
    const percent = fc.constantFrom(0, 3, 60, null);
    const series = fc.array(fc.record({ percents: fc.array(percent, { minLength: 12, maxLength: 12 }), job: fc.constantFrom(undefined, '7', '9') }), { minLength: 1, maxLength: 6 })
      .map((gpus) => gpus.map(({ percents, job }, n) => gpu(n, percents, job ? { hpc_job: job } : {})));
    const claims = fc.array(
      fc.record({ indexes: fc.option(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 4 })), gpus: fc.integer({ min: 1, max: 4 }), from: fc.nat(60), minutes: fc.nat(60) }),
      { maxLength: 4 },
    ).map((all) => all.map(({ indexes, gpus, from, minutes }, n) => held(`${7 + n}`, indexes?.length ?? gpus, indexes, { startAt: at(from), untilAt: at(from + minutes) })));
    fc.assert(fc.property(series, claims, (util, placements) => {
      const hours = gpuHours({ util }, { idlePercent: 5, placements });
      const read = gpuHours({ util }, { idlePercent: 5 });
      const sum = (rows: typeof hours): number => rows.reduce((total, { heldSeconds }) => total + heldSeconds, 0);
      expect(sum(hours)).toBe(sum(read));
      for (let slot = 0; slot < 12; slot += 1) {
        const now = hours.filter(({ seen }) => (seen >> slot) & 1);
        expect(new Set(now.map(({ gpu: name }) => name)).size).toBe(now.length);
        for (const { jobId, gpus } of placements) {
          expect(now.filter(({ holder, toldBy }) => holder === jobId && toldBy !== 'label').length).toBeLessThanOrEqual(gpus);
        }
      }
    }));
  });
});
