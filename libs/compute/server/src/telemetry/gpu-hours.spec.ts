import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { promql, type Labels, type Measure } from './dcgm';
import { gpuHours, type GpuHour, type PrometheusSeries } from './gpu-hours';

const HOUR = 3600;
const T0 = 1_764_295_200; // 2025-11-28T02:00:00Z, a whole hour
const BLANK = '9223372036854775794';
const GPU: Labels = { gpu: '0', UUID: 'GPU-aa', device: 'nvidia0', modelName: 'NVIDIA H800', Hostname: 'node-1' };
const IDLE = { idlePercent: 5 };

/** One series of a measure with one value for each five minutes from the hour's start; null for a gap. */
const series = (labels: Labels, values: readonly (number | string | null)[], from = T0): PrometheusSeries => ({
  metric: labels,
  values: values.flatMap((value, index) => (value === null ? [] : [[from + 300 * (index + 1), String(value)] as const])),
});
const read = (answers: Partial<Record<Measure, PrometheusSeries[]>>): GpuHour[] => gpuHours(answers, IDLE);
const all = (value: number | string) => new Array<number | string>(12).fill(value);

describe('an hour of a GPU', () => {
  test('under a Slurm job has its means, its peak, its memory and its power', () => {
    const job = { ...GPU, hpc_job: '4711' };
    const [hour, ...others] = read({
      util: [series(job, all(90))], utilMax: [series(job, all(99))], tensor: [series(job, all(0.41))], dram: [series(job, all(0.2))],
      memoryUsed: [series(job, [...all(60_000).slice(1), 71_000])], memoryFree: [series(job, [...all(21_000).slice(1), 10_000])],
      power: [series(job, all(431.4))], xid: [series(job, all(0))],
    });
    expect(others).toEqual([]);
    expect(hour).toMatchObject({
      at: new Date(T0 * 1000), gpu: 'GPU-aa', holder: '4711', kind: 'job', host: 'node-1', model: 'NVIDIA H800', seen: 4095,
      heldSeconds: HOUR, readSeconds: HOUR, busySeconds: 3240, idleSeconds: 0, utilMax: 99, tensor: 41, dram: 20,
      memoryUsedMib: 71_000, memoryTotalMib: 81_000, powerW: 431, xid: null,
    });
  });

  test('a point stands for the five minutes before it: the first of an hour belongs to that hour, the last too', () => {
    const hours = read({ util: [series({ ...GPU, hpc_job: '1' }, [10, ...new Array<null>(10).fill(null), 20, 30])] });
    expect(hours.map(({ at, seen }) => [at.getTime() / 1000, seen])).toEqual([[T0, 0b1000_0000_0001], [T0 + HOUR, 1]]);
  });

  test('a gap is a gap and no idleness', () => {
    const [hour] = read({ util: [series({ ...GPU, hpc_job: '1' }, [80, 80, null, null, null, null, null, 80, 80, 80, 80, 80])] });
    expect(hour).toMatchObject({ heldSeconds: 7 * 300, readSeconds: 7 * 300, idleSeconds: 0 });
    expect(hour?.util.slice(1, 4)).toEqual([80, null, null]);
  });

  test('a blank is no reading, also where it was averaged into others; the GPU stays held', () => {
    const [hour] = read({
      util: [series({ ...GPU, hpc_job: '1' }, [50, BLANK, '1.5372286728091292e+18', 50])],
      memoryUsed: [series({ ...GPU, hpc_job: '1' }, [BLANK, BLANK, BLANK, BLANK])],
    });
    expect(hour).toMatchObject({ heldSeconds: 1200, readSeconds: 600, memoryUsedMib: null, memoryTotalMib: null });
    expect(hour?.util.slice(0, 4)).toEqual([50, null, null, 50]);
  });

  test('an XID stays told although the driver was reset and tells none any more', () => {
    const [hour] = read({ xid: [series({ ...GPU, hpc_job: '1' }, [0, 79, 0, 0])] });
    expect(hour).toMatchObject({ xid: 79, heldSeconds: 1200, readSeconds: 0 });
  });

  test('a change of jobs within the hour makes two rows that hold the GPU once in all', () => {
    const [one, other] = read({
      util: [series({ ...GPU, hpc_job: '1' }, [90, 90, 90]), series({ ...GPU, hpc_job: '2' }, [null, null, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80])],
    });
    expect([one?.heldSeconds, other?.heldSeconds]).toEqual([750, 2850]);
  });
});

describe('labels', () => {
  test.each<[string, Labels, Partial<GpuHour>]>([
    ['of a pod', { ...GPU, pod: 'train-0', namespace: 'acme', container: 'main' }, { kind: 'pod', holder: 'acme/train-0', namespace: 'acme' }],
    ['of old exporters', { ...GPU, pod_name: 'train-0', pod_namespace: 'acme' }, { kind: 'pod', holder: 'acme/train-0' }],
    ['of a new host label', { gpu: '0', UUID: 'GPU-aa', hostname: 'node-9' }, { kind: 'none', holder: '', host: 'node-9' }],
    ['of the exporter’s own pod', { ...GPU, pod: 'nvidia-dcgm-exporter-x7x', namespace: 'gpu-operator' }, { kind: 'none', holder: '' }],
    ['of a job inside a pod', { ...GPU, hpc_job: '12', pod: 'slurmd-0', namespace: 'slurm' }, { kind: 'job', holder: '12' }],
    ['without UUID', { gpu: '3', Hostname: 'node-1' }, { gpu: 'node-1:3' }],
  ])('%s', (_, labels, expected) => {
    expect(read({ util: [series(labels, all(50))] })).toMatchObject([expected]);
  });

  test('that the scrape renamed: the holder stands in exported_pod, and pod is the exporter on every series', () => {
    const scrape = { pod: 'exporter-1', namespace: 'monitoring' };
    const hours = read({
      util: [
        series({ ...GPU, ...scrape, exported_pod: 'train-0', exported_namespace: 'acme' }, all(50)),
        series({ ...GPU, UUID: 'GPU-bb', ...scrape }, all(0)),
      ],
    });
    expect(hours.map(({ gpu, kind, holder }) => [gpu, kind, holder])).toEqual([['GPU-aa', 'pod', 'acme/train-0'], ['GPU-bb', 'none', '']]);
  });

  test('series that name no GPU are passed over', () => {
    expect(read({ util: [series({ job: 'node' }, all(50))] })).toEqual([]);
  });
});

describe('nothing is held twice', () => {
  test('the same series scraped twice counts once, the higher value', () => {
    const hours = read({
      util: [series({ ...GPU, hpc_job: '1', instance: 'a:9400' }, all(40)), series({ ...GPU, hpc_job: '1', instance: 'b:9400' }, all(60))],
    });
    expect(hours).toMatchObject([{ heldSeconds: HOUR, busySeconds: 2160 }]);
  });

  test('a series of nobody beside the holder’s is not counted', () => {
    const hours = read({ util: [series({ ...GPU, hpc_job: '1' }, all(40)), series(GPU, all(40))] });
    expect(hours.map(({ holder, heldSeconds }) => [holder, heldSeconds])).toEqual([['1', HOUR]]);
  });

  test('time-slicing: pods on one GPU share it by their replicas', () => {
    const pod = (name: string, vgpu: string): Labels => ({ ...GPU, pod: name, namespace: 'acme', vgpu });
    const hours = read({ util: [series(pod('a', '0'), all(80)), series(pod('a', '1'), all(80)), series(pod('b', '2'), all(80))] });
    expect(hours.map(({ holder, heldSeconds }) => [holder, heldSeconds])).toEqual([['acme/a', 2400], ['acme/b', 1200]]);
  });

  test('MIG: an instance counts its sevenths, by GR_ENGINE_ACTIVE, and its board not at all', () => {
    const mig = (id: string, profile: string, pod: string): Labels => ({ ...GPU, GPU_I_ID: id, GPU_I_PROFILE: profile, pod, namespace: 'acme' });
    const hours = read({
      engine: [series(mig('7', '1g.10gb', 'small'), all(0.5)), series(mig('2', '3g.40gb', 'large'), all(0.02))],
      power: [series(GPU, all(300))],
    });
    expect(hours.map(({ gpu, profile, heldSeconds, busySeconds, idleSeconds }) => [gpu, profile, heldSeconds, busySeconds, idleSeconds])).toEqual([
      ['GPU-aa/2', '3g.40gb', 1543, 31, 1543], ['GPU-aa/7', '1g.10gb', 514, 257, 0],
    ]);
  });

  test('whatever series there are, in whatever order', () => {
    const pod = fc.record({ holder: fc.constantFrom('a', 'b', 'c', ''), vgpu: fc.constantFrom('', '0', '1'), values: fc.array(fc.option(fc.nat(100)), { maxLength: 12 }) });
    fc.assert(
      fc.property(fc.array(pod, { maxLength: 6 }), (pods) => {
        const list = pods.map(({ holder, vgpu, values }) => series({ ...GPU, vgpu, ...(holder ? { pod: holder, namespace: 'n' } : {}) }, values));
        const hours = read({ util: list });
        expect(hours.reduce((sum, { heldSeconds }) => sum + heldSeconds, 0)).toBeLessThanOrEqual(HOUR + 2);
        for (const hour of hours) {
          expect(hour.readSeconds).toBeLessThanOrEqual(hour.heldSeconds);
          expect(hour.busySeconds + hour.idleSeconds).toBeLessThanOrEqual(hour.readSeconds + hour.idleSeconds * 0.05 + 1);
        }
        expect(read({ util: [...list].reverse() })).toEqual(hours);
      }),
    );
  });
});

test('a query is narrowed to the cluster’s labels where several share a Prometheus', () => {
  expect(promql('util', 'cluster="hw1"')).toBe('avg_over_time(DCGM_FI_DEV_GPU_UTIL{cluster="hw1"}[4m59s999ms])');
  expect(promql('memoryFree', '')).toBe('min_over_time(DCGM_FI_DEV_FB_FREE[4m59s999ms])');
});
