import { activityOf, SLOT_SECONDS, type Activity } from './activity';
import { cheaperPool, type CheaperPool } from './cheaper-class';
import type { GpuTrack, JobUse, PoolOffer } from './job-use';
import type { WasteRules } from './waste-policy.entity';

export type WasteKind = 'idle' | 'low_utilisation' | 'memory_bound' | 'oversized' | 'cheaper_class';
export type Severity = 'low' | 'medium' | 'high';

/** A job of a finding, as its evidence shows it. */
export interface WastefulJob {
  readonly holder: string;
  readonly user: string;
  readonly gpus: number;
  readonly heldSeconds: number;
  readonly lostSeconds: number;
  readonly lostFen: number;
  /** Mean utilisation of all that was read. */
  readonly percent: number;
  readonly longestIdleSeconds: number;
  readonly memoryPercent: number | null;
  /** How it is known whose the GPUs are, where the exporter does not name the job. */
  readonly toldBy: 'index' | 'node' | null;
}

/** What was found about one grant (or, without a grant, one pool): all its jobs with the same fault together. */
export interface Waste {
  readonly kind: WasteKind;
  readonly severity: Severity;
  readonly grantId: string | null;
  readonly poolId: string;
  readonly gpuClass: string;
  /** Seconds since 1970: from the first to the end of the last hour of its evidence. */
  readonly from: number;
  readonly to: number;
  readonly heldSeconds: number;
  readonly lostSeconds: number;
  readonly lostFen: bigint;
  readonly jobs: readonly WastefulJob[];
  /** The most GPUs of the grant that worked in the same five minutes, whatever the job. */
  readonly busyGpus: number;
  /** Mean utilisation while its GPUs worked. */
  readonly workingPercent: number | null;
  /** By the hour: moment, mean utilisation in percent or null, GPUs held. */
  readonly curve: readonly (readonly [number, number | null, number])[];
  /** Where it would cost less; only of the kind `cheaper_class`. */
  readonly cheaper: CheaperPool | null;
}

interface Fault {
  readonly kind: WasteKind;
  readonly job: JobUse;
  readonly tracks: readonly Seen[];
  readonly lostSeconds: number;
  readonly lostFen: number;
  readonly cheaper: CheaperPool | null;
}
type Seen = GpuTrack & { readonly activity: Activity };

/**
 * Everything wasteful about a tenant's jobs. Each GPU of a job has at most one fault, the first that fits, so that
 * nothing is counted twice:
 * 1. `oversized`: it never worked while others of its job did;
 * 2. `idle`: it was held and idle (`activityOf` says how that is judged);
 * 3. `cheaper_class`: what it does would cost less elsewhere (`cheaperPool`);
 * 4. `memory_bound`: its memory is full and its compute poorly used;
 * 5. `low_utilisation`: its compute is poorly used.
 * Lost are the idle hours; for 4 and 5 what the target utilisation would have saved; for 3 no hours, but the difference
 * in price.
 */
export function detectWaste(jobs: readonly JobUse[], offers: readonly PoolOffer[], rules: WasteRules): Waste[] {
  const groups = new Map<string, Fault[]>();
  for (const job of jobs) {
    for (const fault of faultsOf(job, offers, rules)) {
      const key = `${fault.kind} ${job.grantId ?? job.poolId} ${fault.cheaper?.offer.poolId ?? ''}`;
      groups.set(key, [...(groups.get(key) ?? []), fault]);
    }
  }
  const busy = new Map<string, number>();
  const busyOf = (place: string): number => {
    let found = busy.get(place);
    if (found === undefined) busy.set(place, (found = busyAtOnce(jobs.filter((job) => placeOf(job) === place), rules)));
    return found;
  };
  return [...groups.values()]
    .flatMap((faults) => togetherOf(faults, busyOf, rules) ?? [])
    .sort((a, b) => (a.lostFen < b.lostFen ? 1 : a.lostFen > b.lostFen ? -1 : a.kind < b.kind ? -1 : 1));
}

function faultsOf(job: JobUse, offers: readonly PoolOffer[], rules: WasteRules): Fault[] {
  const tracks = job.tracks.map((track): Seen => ({ ...track, activity: activityOf(track.hours, rules) }));
  const money = (seconds: number): number => (seconds * Number(job.fenPerGpuHour)) / 3600;
  const fault = (kind: WasteKind, of: readonly Seen[], lost: (activity: Activity) => number): Fault[] => {
    const lostSeconds = of.reduce((sum, { activity }) => sum + lost(activity), 0);
    return lostSeconds > 0 ? [{ kind, job, tracks: of, lostSeconds, lostFen: money(lostSeconds), cheaper: null }] : [];
  };
  const held = (activity: Activity): number => activity.heldSeconds;
  const unused = tracks.filter(({ activity: { neverWorked, heldSeconds } }) => neverWorked && heldSeconds >= rules.idleHours * 3600);
  const works = tracks.some(({ activity }) => activity.workingPercent !== null);
  const oversized = works ? unused : [];
  const idle = tracks.filter((track) => !oversized.includes(track) && track.activity.wastedSeconds > 0);
  const working = tracks.filter((track) => !oversized.includes(track) && !idle.includes(track) && track.activity.workingPercent !== null);
  return [
    ...fault('oversized', oversized, held),
    ...fault('idle', idle, ({ wastedSeconds }) => wastedSeconds),
    ...ofWorking(job, working, offers, rules, fault),
  ];
}

function ofWorking(
  job: JobUse, tracks: readonly Seen[], offers: readonly PoolOffer[], rules: WasteRules,
  fault: (kind: WasteKind, of: readonly Seen[], lost: (activity: Activity) => number) => Fault[],
): Fault[] {
  const workingPercent = workingMean(tracks);
  const heldSeconds = tracks.reduce((sum, { activity }) => sum + activity.heldSeconds, 0);
  // A job that was hardly seen says nothing about its kind.
  if (workingPercent === null || heldSeconds < rules.idleHours * 3600) return [];
  const here = offers.find(({ poolId }) => poolId === job.poolId);
  if (here && job.memoryUsedMib !== null) {
    const need = { gpus: tracks.length, memoryUsedMib: job.memoryUsedMib, workingPercent };
    const cheaper = cheaperPool(need, here, offers, rules);
    if (cheaper) {
      const price = (heldSeconds * Number(job.fenPerGpuHour)) / 3600;
      return [{ kind: 'cheaper_class', job, tracks, lostSeconds: 0, lostFen: (price * cheaper.savingPercent) / 100, cheaper }];
    }
  }
  if (workingPercent >= rules.lowPercent) return [];
  const isFull = (memoryPercentOf(job) ?? 0) >= rules.memoryFullPercent;
  const short = 1 - workingPercent / rules.targetPercent;
  return fault(isFull ? 'memory_bound' : 'low_utilisation', tracks, (activity) => activity.heldSeconds * short);
}

function togetherOf(faults: readonly Fault[], busyOf: (place: string) => number, rules: WasteRules): Waste | null {
  const [first] = faults;
  if (!first) return null;
  const lostFen = BigInt(Math.round(faults.reduce((sum, fault) => sum + fault.lostFen, 0)));
  if (lostFen < BigInt(rules.leastFen)) return null;
  const tracks = faults.flatMap((fault) => fault.tracks);
  const moments = tracks.flatMap(({ hours }) => hours.map(({ at }) => at));
  const { grantId, poolId, gpuClass } = first.job;
  return {
    kind: first.kind, grantId, poolId, gpuClass, lostFen, cheaper: first.cheaper,
    severity: lostFen >= BigInt(rules.highFen) ? 'high' : lostFen >= BigInt(rules.mediumFen) ? 'medium' : 'low',
    from: moments.reduce((a, b) => Math.min(a, b)), to: moments.reduce((a, b) => Math.max(a, b)) + 3600,
    heldSeconds: Math.round(tracks.reduce((sum, { activity }) => sum + activity.heldSeconds, 0)),
    lostSeconds: Math.round(faults.reduce((sum, fault) => sum + fault.lostSeconds, 0)),
    jobs: faults.map(evidenceOf).sort((a, b) => b.lostFen - a.lostFen || (a.holder < b.holder ? -1 : 1)),
    busyGpus: busyOf(placeOf(first.job)), workingPercent: workingMean(tracks), curve: curveOf(tracks),
  };
}

function evidenceOf({ job, tracks, lostSeconds, lostFen }: Fault): WastefulJob {
  const sum = (of: (activity: Activity) => number): number => tracks.reduce((total, { activity }) => total + of(activity), 0);
  const read = sum(({ readSeconds }) => readSeconds);
  const busy = sum(({ workingPercent, readSeconds, idleSeconds }) => (workingPercent ?? 0) * (readSeconds - idleSeconds));
  return {
    holder: job.holder, user: job.user, gpus: tracks.length, heldSeconds: Math.round(sum(({ heldSeconds }) => heldSeconds)),
    lostSeconds: Math.round(lostSeconds), lostFen: Math.round(lostFen), percent: read > 0 ? Math.round(busy / read) : 0,
    longestIdleSeconds: Math.max(...tracks.map(({ activity }) => activity.longestIdleSeconds)), memoryPercent: memoryPercentOf(job),
    toldBy: job.toldBy === 'label' ? null : job.toldBy,
  };
}

function memoryPercentOf({ memoryUsedMib, memoryTotalMib }: JobUse): number | null {
  return memoryUsedMib === null || !memoryTotalMib ? null : Math.round((memoryUsedMib * 100) / memoryTotalMib);
}

function workingMean(tracks: readonly Seen[]): number | null {
  let [sum, seconds] = [0, 0];
  for (const { activity: { workingPercent, readSeconds, idleSeconds } } of tracks) {
    if (workingPercent === null) continue;
    sum += workingPercent * (readSeconds - idleSeconds);
    seconds += readSeconds - idleSeconds;
  }
  return seconds > 0 ? sum / seconds : null;
}

function placeOf({ grantId, poolId }: JobUse): string {
  return grantId ?? poolId;
}

/** The most GPUs that worked in the same five minutes. */
function busyAtOnce(jobs: readonly JobUse[], rules: WasteRules): number {
  const counts = new Map<number, number>();
  for (const { at, util } of jobs.flatMap(({ tracks }) => tracks.flatMap(({ hours }) => hours))) {
    util.forEach((percent, index) => {
      const slot = at / SLOT_SECONDS + index;
      if (percent !== null && percent >= rules.idlePercent) counts.set(slot, (counts.get(slot) ?? 0) + 1);
    });
  }
  return [...counts.values()].reduce((a, b) => Math.max(a, b), 0);
}

function curveOf(tracks: readonly Seen[]): [number, number | null, number][] {
  const hours = new Map<number, { sum: number; read: number; gpus: Set<string> }>();
  for (const { gpu, hours: own } of tracks) {
    for (const { at, util } of own) {
      let hour = hours.get(at);
      if (!hour) hours.set(at, (hour = { sum: 0, read: 0, gpus: new Set() }));
      hour.gpus.add(gpu);
      for (const percent of util) {
        if (percent === null) continue;
        hour.sum += percent;
        hour.read += 1;
      }
    }
  }
  return [...hours].sort(([a], [b]) => a - b)
    .map(([at, { sum, read, gpus }]) => [at, read > 0 ? Math.round(sum / read) : null, gpus.size]);
}
