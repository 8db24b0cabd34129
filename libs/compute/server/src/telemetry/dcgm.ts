/**
 * The metrics and labels of NVIDIA's dcgm-exporter (port 9400) as Prometheus gives them, old and new names.
 * https://github.com/NVIDIA/dcgm-exporter, etc/default-counters.csv and internal/pkg/transformation.
 */
export type Labels = Readonly<Record<string, string>>;

/** What is read of a GPU in each five minutes. */
export type Measure = 'util' | 'utilMax' | 'engine' | 'engineMax' | 'tensor' | 'dram' | 'memoryUsed' | 'memoryFree' | 'power' | 'xid';

interface MeasureQuery {
  readonly over: 'avg' | 'max' | 'min';
  readonly metric: string;
  /** What one of the metric's units is in ours: percent, MiB, W. */
  readonly scale: number;
  /** More than that is no reading, in our unit: DCGM's blanks (9223372036854775794 and near), also averaged into others. */
  readonly most: number;
}

export const MEASURES: Readonly<Record<Measure, MeasureQuery>> = {
  util: { over: 'avg', metric: 'DCGM_FI_DEV_GPU_UTIL', scale: 1, most: 100 },
  utilMax: { over: 'max', metric: 'DCGM_FI_DEV_GPU_UTIL', scale: 1, most: 100 },
  engine: { over: 'avg', metric: 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', scale: 100, most: 100 },
  engineMax: { over: 'max', metric: 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', scale: 100, most: 100 },
  tensor: { over: 'avg', metric: 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', scale: 100, most: 100 },
  dram: { over: 'avg', metric: 'DCGM_FI_PROF_DRAM_ACTIVE', scale: 100, most: 100 },
  memoryUsed: { over: 'max', metric: 'DCGM_FI_DEV_FB_USED', scale: 1, most: 4_000_000 },
  memoryFree: { over: 'min', metric: 'DCGM_FI_DEV_FB_FREE', scale: 1, most: 4_000_000 },
  power: { over: 'avg', metric: 'DCGM_FI_DEV_POWER_USAGE', scale: 1, most: 10_000 },
  xid: { over: 'max', metric: 'DCGM_FI_DEV_XID_ERRORS', scale: 1, most: 1_000_000 },
};

/** Five minutes less a millisecond: before Prometheus 3 a range has both its ends, and the first belongs to those before. */
const RANGE = '4m59s999ms';

/** PromQL of a measure; `matchers` narrows a Prometheus that several clusters share: `cluster="hw1"`. */
export function promql(measure: Measure, matchers: string): string {
  const { over, metric } = MEASURES[measure];
  return `${over}_over_time(${metric}${matchers ? `{${matchers}}` : ''}[${RANGE}])`;
}

/** A sample in our unit; null for one that is no reading. */
export function reading(measure: Measure, sample: string): number | null {
  const { scale, most } = MEASURES[measure];
  const value = Number(sample) * scale;
  // An average of whole percents may come out as 100.00000000000001.
  return Number.isFinite(value) && value >= 0 && value <= most * 1.000001 ? Math.min(value, most) : null;
}

/**
 * How it is known whose a GPU is: by the exporter's labels, by Slurm's record of which GPUs a job holds, or by its record of
 * how many the job holds on that node.
 */
export type ToldBy = 'label' | 'index' | 'node';

/** Of which GPU a series is, and who held it. */
export interface Identity {
  /** The GPU's UUID, with `/<instance>` for one of MIG. */
  readonly gpu: string;
  /** The UUID alone. */
  readonly board: string;
  readonly host: string;
  /** The number of its /dev/nvidia; null where it is not told. */
  readonly index: number | null;
  readonly model: string;
  /** `1g.10gb`, or empty. */
  readonly profile: string;
  readonly kind: 'job' | 'pod' | 'none';
  /** Slurm's job number, `namespace/pod`, or empty for nobody. */
  readonly holder: string;
  readonly toldBy: ToldBy;
  readonly namespace: string;
  /** Which replica of a time-sliced GPU; empty without time-slicing. */
  readonly vgpu: string;
}

/**
 * Whether Prometheus renamed the exporter's labels because the scrape had its own of the same name: then `pod` is the
 * exporter's own pod on every series, and the holder stands in `exported_pod` where there is one.
 */
export function isRelabelled(series: readonly Labels[]): boolean {
  return series.some((labels) => labels['exported_pod'] !== undefined || labels['exported_namespace'] !== undefined);
}

/** Null for a series that names no GPU. A Slurm job goes before a pod. */
export function identityOf(labels: Labels, relabelled: boolean): Identity | null {
  const host = labels['hostname'] ?? labels['Hostname'] ?? labels['instance'] ?? '';
  const index = labels['gpu'] ?? labels['minor_number'];
  const board = labels['UUID'] ?? labels['uuid'] ?? (index === undefined ? undefined : `${host}:${index}`);
  if (!board) return null;
  const instance = labels['GPU_I_ID'] ?? '';
  // DCGM numbers GPUs by the bus, Slurm by their device files.
  const device = /(\d+)$/.exec(labels['device'] ?? '')?.[1] ?? index;
  const about = {
    gpu: instance ? `${board}/${instance}` : board, board, host, index: device === undefined ? null : Number(device),
    model: labels['modelName'] ?? '', toldBy: 'label' as const,
    profile: labels['GPU_I_PROFILE'] ?? '', vgpu: labels['vgpu'] ?? '',
  };
  const job = labels['hpc_job'] ?? '';
  if (job) return { ...about, kind: 'job', holder: job, namespace: '' };
  const [pod, namespace] = relabelled
    ? [labels['exported_pod'] ?? '', labels['exported_namespace'] ?? '']
    : [labels['pod'] ?? labels['pod_name'] ?? '', labels['namespace'] ?? labels['pod_namespace'] ?? ''];
  if (!pod || pod.includes('dcgm-exporter')) return { ...about, kind: 'none', holder: '', namespace: '' };
  return { ...about, kind: 'pod', holder: `${namespace}/${pod}`, namespace };
}

/**
 * What part of a GPU's compute a MIG instance is: NVIDIA names instances by sevenths, `3g.40gb` is three of them. A
 * whole GPU is 1.
 */
export function migShare(profile: string): number {
  const sevenths = Number(/^(\d)g\./.exec(profile)?.[1] ?? 7);
  return Math.min(7, sevenths) / 7;
}
