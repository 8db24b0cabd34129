import type { HeldPlacement } from '../cluster/placement.queries';
import { identityOf, isRelabelled, migShare, reading, type Identity, type Labels, type Measure, type ToldBy } from './dcgm';
import { STEP_SECONDS, type Cell, type Holding } from './holding';
import { placeUnlabelled } from './unlabelled';

const HOUR_SECONDS = 3600;
const SLOTS = HOUR_SECONDS / STEP_SECONDS;

/** A series of a Prometheus matrix: pairs of a moment in seconds and a number as text. */
export interface PrometheusSeries {
  readonly metric: Labels;
  readonly values: readonly (readonly [number, string])[];
}

/** One hour of one GPU, or MIG instance, under one holder. */
export interface GpuHour {
  readonly at: Date;
  readonly gpu: string;
  readonly holder: string;
  readonly kind: 'job' | 'pod' | 'none';
  readonly toldBy: ToldBy;
  readonly namespace: string;
  readonly host: string;
  readonly model: string;
  readonly profile: string;
  /** Bit n: held in the nth five minutes. */
  readonly seen: number;
  /** GPU-seconds: a seventh of a GPU held for an hour is 514. */
  readonly heldSeconds: number;
  /** GPU-seconds for which the utilisation is known. */
  readonly readSeconds: number;
  /** GPU-seconds × utilisation. */
  readonly busySeconds: number;
  /** GPU-seconds of those five minutes whose mean was below the policy's `idlePercent`. */
  readonly idleSeconds: number;
  /** Percent, mean of each five minutes; null where nothing was read. */
  readonly util: readonly (number | null)[];
  readonly utilMax: number | null;
  readonly tensor: number | null;
  readonly dram: number | null;
  readonly memoryUsedMib: number | null;
  readonly memoryTotalMib: number | null;
  readonly powerW: number | null;
  /** The last XID the driver told; null when none. */
  readonly xid: number | null;
}

/**
 * Hours of GPUs from what Prometheus gave for each measure. A point at t stands for the five minutes before it.
 * - The same GPU, holder and five minutes read twice (two scrapes, a pair of Prometheus) count once, the higher value.
 * - Where somebody held a GPU, a series of it that names nobody is not counted; where MIG instances are told, their
 *   board is not.
 * - Several holders in the same five minutes (time-slicing, a change of jobs) share the GPU by their number of replicas,
 *   so that no GPU is held more than once.
 * - What is no reading is a gap, never zero: the GPU was held, its use is unknown.
 * - GPUs on which nobody is named are given to the Slurm jobs of `placements` as `placeUnlabelled` says.
 */
export function gpuHours(
  answers: Readonly<Partial<Record<Measure, readonly PrometheusSeries[]>>>,
  { idlePercent, placements = [] }: { readonly idlePercent: number; readonly placements?: readonly HeldPlacement[] },
): GpuHour[] {
  const entries = Object.entries(answers) as [Measure, readonly PrometheusSeries[]][];
  const relabelled = isRelabelled(entries.flatMap(([, series]) => series.map(({ metric }) => metric)));
  const hours = new Map<number, Map<string, Holding>>();
  for (const [measure, series] of entries) {
    for (const { metric, values } of series) {
      const identity = identityOf(metric, relabelled);
      if (identity) for (const [at, sample] of values) put(hours, identity, measure, at, sample);
    }
  }
  return [...hours].flatMap(([at, holdings]) => rowsOfHour(at, placeUnlabelled(at, [...holdings.values()], placements), idlePercent))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || order(a.gpu, b.gpu) || order(a.holder, b.holder));
}

function put(hours: Map<number, Map<string, Holding>>, identity: Identity, measure: Measure, at: number, sample: string): void {
  const start = at - STEP_SECONDS;
  const hour = start - (start % HOUR_SECONDS);
  const slot = Math.floor((start - hour) / STEP_SECONDS);
  let holdings = hours.get(hour);
  if (!holdings) hours.set(hour, (holdings = new Map()));
  const key = `${identity.gpu}\n${identity.holder}`;
  let holding = holdings.get(key);
  if (!holding) holdings.set(key, (holding = { identity, cells: new Array<undefined>(SLOTS).fill(undefined) }));
  const cell = (holding.cells[slot] ??= { vgpus: new Set() });
  cell.vgpus.add(identity.vgpu);
  const value = reading(measure, sample);
  if (value === null) return;
  const known = cell[measure];
  cell[measure] = known === undefined ? value : measure === 'memoryFree' ? Math.min(known, value) : Math.max(known, value);
}

function rowsOfHour(hour: number, holdings: readonly Holding[], idlePercent: number): GpuHour[] {
  const replicas = new Map<string, number>();
  const split = new Set<string>();
  const place = (name: string, slot: number): string => `${name} ${slot}`;
  for (const { identity: { board, gpu, profile, kind }, cells } of holdings) {
    cells.forEach((cell, slot) => {
      if (!cell) return;
      if (profile) split.add(place(board, slot));
      if (kind !== 'none') replicas.set(place(gpu, slot), (replicas.get(place(gpu, slot)) ?? 0) + cell.vgpus.size);
    });
  }
  return holdings.flatMap(({ identity, cells }) => {
    const { gpu, board, profile, kind } = identity;
    const shares = cells.map((cell, slot) => {
      if (!cell || (!profile && split.has(place(board, slot)))) return 0;
      const all = replicas.get(place(gpu, slot)) ?? 0;
      if (kind === 'none') return all > 0 ? 0 : migShare(profile);
      return (migShare(profile) * cell.vgpus.size) / all;
    });
    return rowOf(hour, identity, cells.map((cell, slot) => (shares[slot] ? cell : undefined)), shares, idlePercent) ?? [];
  });
}

function rowOf(
  hour: number, identity: Identity, cells: readonly (Cell | undefined)[], shares: readonly number[], idlePercent: number,
): GpuHour | null {
  const seen = cells.reduce((bits, cell, slot) => (cell ? bits | (1 << slot) : bits), 0);
  if (seen === 0) return null;
  // On MIG there is no GPU_UTIL; elsewhere it is what people know.
  const util = cells.map((cell) => rounded(cell?.util ?? cell?.engine ?? null));
  const seconds = (weigh: (percent: number | null) => number): number =>
    Math.round(cells.reduce((sum, cell, slot) => sum + (cell ? weigh(util[slot] ?? null) * (shares[slot] ?? 0) * STEP_SECONDS : 0), 0));
  const of = (measure: Measure): number[] => cells.flatMap((cell) => cell?.[measure] ?? []);
  const peaks = of('utilMax');
  const totals = cells.flatMap((cell) => (cell?.memoryUsed !== undefined && cell.memoryFree !== undefined ? [cell.memoryUsed + cell.memoryFree] : []));
  const { gpu, holder, kind, toldBy, namespace, host, model, profile } = identity;
  return {
    at: new Date(hour * 1000), gpu, holder, kind, toldBy, namespace, host, model, profile, seen,
    heldSeconds: seconds(() => 1),
    readSeconds: seconds((percent) => (percent === null ? 0 : 1)),
    busySeconds: seconds((percent) => (percent ?? 0) / 100),
    idleSeconds: seconds((percent) => (percent !== null && percent < idlePercent ? 1 : 0)),
    util, utilMax: rounded(most(peaks.length > 0 ? peaks : of('engineMax'))),
    tensor: rounded(mean(of('tensor'))), dram: rounded(mean(of('dram'))),
    memoryUsedMib: rounded(most(of('memoryUsed'))), memoryTotalMib: rounded(most(totals)), powerW: rounded(mean(of('power'))),
    xid: most(of('xid').filter((code) => code > 0)),
  };
}

function most(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
