import type { Loose } from './slurm-rest';

/** GPUs of one node that a running Slurm job holds. */
export interface Placement {
  /** The job's own number (`SLURM_JOB_ID`), by which the exporter knows it too; each task of an array has one. */
  readonly jobId: string;
  readonly startAt: Date;
  /** Slurm's name of the node. */
  readonly host: string;
  readonly gpus: number;
  /** Which of the node's GPUs, by the number of their /dev/nvidia; null where Slurm only counts them. */
  readonly indexes: readonly number[] | null;
}

/**
 * Where running jobs hold GPUs, by the jobs of slurmrestd or of `squeue --json`, which are the same document. Slurm lists
 * in `gres_detail` what a job has on each of its nodes, in their order. A job whose lists do not agree is passed over.
 * https://slurm.schedmd.com/rest_api.html, v0.0.40_job_info
 */
export function placementsOf({ jobs }: Loose): Placement[] {
  return (Array.isArray(jobs) ? (jobs as Loose[]) : []).flatMap((job) => {
    const [state] = [job.job_state].flat();
    const [jobId, start] = [String(numberOf(job.job_id)), numberOf(job.start_time)];
    const hosts = hostsOf(typeof job.nodes === 'string' ? job.nodes : '');
    const held = Array.isArray(job.gres_detail) ? job.gres_detail.map((gres) => gpusOf(String(gres))) : [];
    if (state !== 'RUNNING' || !start || hosts.length !== held.length) return [];
    return hosts.flatMap((host, n) => {
      const here = held[n];
      return here && here.gpus > 0 ? [{ jobId, startAt: new Date(start * 1000), host, ...here }] : [];
    });
  });
}

/**
 * The nodes of a list as Slurm shortens it: `gpu[01-03,07],cpu5`. A list that is cut off or odd gives none.
 * https://slurm.schedmd.com/scontrol.html, "show hostnames"
 */
export function hostsOf(list: string): string[] {
  if (list === '' || list === '(null)' || !/^(?:[^[\],]|\[[\d,-]+\]|,(?!$))+$/.test(list)) return [];
  return list.split(/,(?![^[]*\])/).flatMap((one) =>
    one.split(/[[\]]/).reduce<string[]>((names, part, n) => {
      const next = n % 2 === 0 ? [part] : part.split(',').flatMap(rangeOf);
      return names.flatMap((name) => next.map((more) => name + more));
    }, ['']),
  );
}

/** `gpu:h800:4(IDX:0-2,5)`, several of them, or others beside them. Null indexes where they do not tell each GPU. */
function gpusOf(gres: string): Pick<Placement, 'gpus' | 'indexes'> {
  const all = gres.split(/,(?![^(]*\))/).flatMap((one) => {
    const [, name = '', index] = /^([^()]*)(?:\((?:.*,)?IDX:([\d,-]+)\))?/.exec(one) ?? [];
    if (!/^gpu(:|$)/.test(name)) return [];
    const indexes = (index ?? '').split(',').filter((range) => range !== '').flatMap(rangeOf).map(Number);
    const count = Number(/:(\d+)$/.exec(name)?.[1] ?? Math.max(1, indexes.length));
    return [{ count, indexes }];
  });
  const gpus = all.reduce((sum, { count }) => sum + count, 0);
  const indexes = all.flatMap((one) => one.indexes);
  return { gpus, indexes: indexes.length === gpus ? indexes : null };
}

/** `07` is itself, `08-10` is 08, 09 and 10. No node has so many GPUs, and no cluster so many nodes, that ten thousand end it. */
function rangeOf(range: string): string[] {
  const [from = '', to = from] = range.split('-');
  const count = Number(to) - Number(from) + 1;
  return count > 0 && count <= 10_000 ? Array.from({ length: count }, (_, n) => String(Number(from) + n).padStart(from.length, '0')) : [];
}

/** Plain or null in v0.0.38, `{ set, number }` later. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  const { set, number } = (value ?? {}) as { set?: unknown; number?: unknown };
  return set === true && typeof number === 'number' ? number : null;
}
