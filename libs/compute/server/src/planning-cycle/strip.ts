import type { PlannedGpus } from './planning-proposal.entity';

/** GPU-milli-hours of a pool for a request, within a strip. */
export interface StripHours {
  readonly requestId: string;
  /** The most GPUs that the request may have at once. */
  readonly gpus: number;
  readonly mh: number;
}

/** GPUs of a pool that are free from one moment to another, all the while the same number. */
export interface Strip {
  readonly poolId: string;
  readonly gpus: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** GPUs of one node: what a plan gives are whole nodes, but for requests of fewer GPUs. */
export const NODE_GPUS = 8;
/** Milliseconds of one GPU in a GPU-milli-hour. */
const MS_PER_MH = 3600;

/**
 * Turns hours into reservations by McNaughton's wrap-around rule (R. McNaughton, Scheduling with deadlines and loss
 * functions, 1959): the strip is cut into rows of one node; the requests fill row after row in the order given, and who
 * reaches the end of a row goes on at the beginning of the next. Each has as many rows for the whole strip as its
 * hours fill, and parts of at most two more. The hours are exact, the rows never more than the free GPUs, and as a
 * request asks at most all its GPUs for the whole strip, it never has more of them at once.
 *
 * Throws when more is to be placed than the strip has, or than a request may have of it: both would be a mistake of the plan.
 */
export function fillStrip(strip: Strip, wanted: readonly StripHours[]): (PlannedGpus & { requestId: string })[] {
  const { poolId, startsAt, endsAt } = strip;
  const length = endsAt.getTime() - startsAt.getTime();
  const width = wanted.reduce((most, { gpus }) => commonDivisor(most, gpus), NODE_GPUS);
  const rows = Math.floor(strip.gpus / width);
  let row = 0;
  let at = 0;
  const placed = wanted.flatMap(({ requestId, gpus, mh }) => {
    if (mh * MS_PER_MH > gpus * length) throw new Error(`${requestId} would have more than ${gpus} GPUs of ${poolId}`);
    let rest = (mh * MS_PER_MH) / width;
    const steps = new Map<number, number>();
    const add = (from: number, to: number): void => {
      steps.set(from, (steps.get(from) ?? 0) + width);
      steps.set(to, (steps.get(to) ?? 0) - width);
    };
    while (rest > 0) {
      if (row >= rows) throw new Error(`The plan gives more of ${poolId} than is free`);
      const taken = Math.min(rest, length - at);
      add(at, at + taken);
      rest -= taken;
      at += taken;
      if (at === length) [row, at] = [row + 1, 0];
    }
    return levels(steps).map(({ from, to, gpus: level }) => ({
      requestId, poolId, gpus: level,
      startsAt: new Date(startsAt.getTime() + from).toISOString(), endsAt: new Date(startsAt.getTime() + to).toISOString(),
    }));
  });
  return placed;
}

/** Joins what a request has in a pool where it goes on with the same number of GPUs. */
export function joinSpans<S extends PlannedGpus & { requestId: string }>(spans: readonly S[]): S[] {
  const key = ({ requestId, poolId }: S): string => `${requestId} ${poolId}`;
  const sorted = [...spans].sort((a, b) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : Date.parse(a.startsAt) - Date.parse(b.startsAt));
  const joined: S[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    const goesOn = last && key(last) === key(span) && last.gpus === span.gpus && last.endsAt === span.startsAt;
    if (goesOn) joined[joined.length - 1] = { ...last, endsAt: span.endsAt };
    else joined.push(span);
  }
  return joined;
}

/** Times between which the number of GPUs stays the same, where it is above zero. */
function levels(steps: ReadonlyMap<number, number>): { from: number; to: number; gpus: number }[] {
  const times = [...steps.keys()].sort((a, b) => a - b);
  const found: { from: number; to: number; gpus: number }[] = [];
  let gpus = 0;
  times.forEach((from, index) => {
    const change = steps.get(from) ?? 0;
    const to = times[index + 1] ?? from;
    gpus += change;
    const last = found.at(-1);
    if (gpus === 0 || to === from) return;
    if (last && last.gpus === gpus && last.to === from) found[found.length - 1] = { ...last, to };
    else found.push({ from, to, gpus });
  });
  return found;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
