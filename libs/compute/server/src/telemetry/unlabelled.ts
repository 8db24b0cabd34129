import type { HeldPlacement } from '../cluster/placement.queries';
import { STEP_SECONDS, type Cell, type Holding } from './holding';

interface Claim {
  readonly placement: HeldPlacement;
  readonly slots: readonly number[];
}

/**
 * Gives GPUs on which the exporter names nobody to the Slurm jobs that hold them by Slurm's own records, five minutes by
 * five minutes: a process is not needed for it. Only what is certain is said:
 * - where Slurm tells which GPUs of the node are a job's, those are (`index`);
 * - where it only counts them, and one such job is on the node, it is given as many of those that are left, and of these the
 *   ones that worked most while it ran (`node`): it idles at least as much as it then seems to;
 * - of several such jobs on a node nothing is said, nor of nodes with MIG, whose instances Slurm numbers by itself.
 */
export function placeUnlabelled(hour: number, holdings: readonly Holding[], placements: readonly HeldPlacement[]): Holding[] {
  if (placements.length === 0) return [...holdings];
  const placed = Map.groupBy(placements, ({ host }) => shortName(host));
  return [...Map.groupBy(holdings, ({ identity }) => shortName(identity.host))].flatMap(([host, here]) => {
    const claims = (placed.get(host) ?? []).map((placement): Claim => ({
      placement, slots: here[0]?.cells.flatMap((_, slot) => (covers(placement, hour, slot) ? [slot] : [])) ?? [],
    }));
    return claims.length === 0 || here.some(({ identity }) => identity.profile !== '') ? here : placeOnNode(here, claims);
  });
}

function placeOnNode(here: readonly Holding[], claims: readonly Claim[]): Holding[] {
  const given = new Map(here.map((holding) => [`${holding.identity.gpu}\n${holding.identity.holder}`, { ...holding, cells: [...holding.cells] }]));
  const nobody = [...given.values()].filter(({ identity }) => identity.kind === 'none').sort((a, b) => (a.identity.index ?? 0) - (b.identity.index ?? 0));
  const named = here.filter(({ identity }) => identity.kind !== 'none');
  const give = (from: Holding, slot: number, jobId: string, toldBy: 'index' | 'node'): void => {
    const key = `${from.identity.gpu}\n${jobId}`;
    const to = given.get(key) ?? { identity: { ...from.identity, kind: 'job' as const, holder: jobId, toldBy }, cells: new Array<Cell | undefined>(from.cells.length).fill(undefined) };
    given.set(key, to);
    [to.cells[slot], from.cells[slot]] = [from.cells[slot], undefined];
  };
  const slots = [...new Set(claims.flatMap((claim) => claim.slots))];
  for (const slot of slots) {
    const present = claims.filter((claim) => claim.slots.includes(slot));
    const isFree = (gpu: string): boolean => !named.some(({ identity, cells }) => identity.gpu === gpu && cells[slot]);
    for (const holding of nobody) {
      const owners = present.filter(({ placement: { indexes } }) => indexes?.some((index) => only(here, index) === holding.identity.gpu));
      const [owner] = owners;
      if (owner && owners.length === 1 && holding.cells[slot] && isFree(holding.identity.gpu)) give(holding, slot, owner.placement.jobId, 'index');
    }
    const counted = present.filter(({ placement }) => placement.indexes === null);
    const [one] = counted;
    if (!one || counted.length > 1) continue;
    const { jobId, gpus } = one.placement;
    const labelled = named.filter(({ identity, cells }) => identity.holder === jobId && cells[slot]).length;
    const taken = new Set(present.flatMap(({ placement: { indexes } }) => indexes ?? []));
    const work = (holding: Holding): number => one.slots.reduce((sum, n) => sum + percentOf(originalOf(here, holding)?.cells[n]), 0);
    nobody.filter(({ identity, cells }) => cells[slot] && isFree(identity.gpu) && !taken.has(identity.index ?? -1))
      .sort((a, b) => work(b) - work(a)).slice(0, Math.max(0, gpus - labelled))
      .forEach((holding) => give(holding, slot, jobId, 'node'));
  }
  return [...given.values()];
}

/** The GPU of that number; undefined where the exporter gives it to several. */
function only(here: readonly Holding[], index: number): string | undefined {
  const [gpu, ...others] = new Set(here.filter(({ identity }) => identity.index === index).map(({ identity }) => identity.gpu));
  return others.length === 0 ? gpu : undefined;
}

/** Cells move away from a holding as they are given; its work is what it was at first. */
function originalOf(here: readonly Holding[], { identity }: Holding): Holding | undefined {
  return here.find((one) => one.identity.gpu === identity.gpu && one.identity.kind === 'none');
}

function percentOf(cell: Cell | undefined): number {
  return cell?.util ?? cell?.engine ?? 0;
}

/** Whether a job was there at the middle of five minutes. */
function covers({ startAt, untilAt }: HeldPlacement, hour: number, slot: number): boolean {
  const middle = (hour + (slot + 0.5) * STEP_SECONDS) * 1000;
  return startAt.getTime() <= middle && middle < untilAt.getTime();
}

/** Exporters tell `gpu01.hall.example:9400` of the node that Slurm calls `gpu01`. */
function shortName(host: string): string {
  return host.toLowerCase().replace(/[.:].*$/, '');
}
