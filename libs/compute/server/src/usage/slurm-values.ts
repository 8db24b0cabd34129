/** Values as Slurm writes them, read strictly: `undefined` always means that the text is no such value. */

const NO_TIME = new Set(['', 'unknown', 'none', 'n/a', 'invalid']);
const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(Z|[+-]\d{2}:?\d{2})?$/;
const ELAPSED = /^(?:(\d+)-)?(?:(\d{1,3}):)?(\d{2}):(\d{2})$/;
const DAY_MS = 86_400_000;
const WHOLE = /^\d{1,15}$/;
const STATES = new Set(
  (
    'PENDING RUNNING SUSPENDED COMPLETING CONFIGURING STAGE_OUT SIGNALING STOPPED RESIZING REQUEUE_HOLD REQUEUE_FED ' +
    'SPECIAL_EXIT RESV_DEL_HOLD COMPLETED CANCELLED FAILED TIMEOUT NODE_FAIL PREEMPTED BOOT_FAIL DEADLINE ' +
    'OUT_OF_MEMORY REQUEUED REVOKED LAUNCH_FAILED'
  ).split(' '),
);
const WAITING = new Set(['PENDING', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT', 'RESV_DEL_HOLD']);
const RUNNING = new Set('RUNNING SUSPENDED COMPLETING CONFIGURING STAGE_OUT SIGNALING STOPPED RESIZING'.split(' '));

/** The state without its trimmings: `CANCELLED by 0` and `CANCELLED+` are CANCELLED. */
export function readState(text: string): string | undefined {
  const state = text.trim().split(' ')[0]?.replace(/\+$/, '').toUpperCase() ?? '';
  return STATES.has(state) ? state : undefined;
}

export function isWaiting(state: string): boolean {
  return WAITING.has(state);
}

export function isRunning(state: string): boolean {
  return RUNNING.has(state);
}

/** A whole number from 0, as in ElapsedRaw and NNodes. */
export function readWhole(text: string): number | undefined {
  return WHOLE.test(text) ? Number(text) : undefined;
}

/** Seconds of `[days-][hours:]minutes:seconds`. */
export function readElapsed(text: string): number | undefined {
  const match = ELAPSED.exec(text);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** The most that a column of whole numbers holds; Slurm's own "no limit" and "no value" are beyond it. */
const MOST_LIMIT_SECONDS = 2_147_483_647;

/** Seconds of a time limit in minutes, as TimelimitRaw and the JSON tell it; `null` for none: 0, or a name such as UNLIMITED. */
export function limitOfMinutes(minutes: number | undefined): number | null {
  return minutes === undefined || minutes <= 0 || minutes * 60 > MOST_LIMIT_SECONDS ? null : Math.round(minutes * 60);
}

/** Seconds of a time limit as Timelimit tells it; `null` for UNLIMITED, Partition_Limit, and whatever is no time. */
export function readLimit(text: string): number | null {
  const seconds = readElapsed(text);
  return limitOfMinutes(seconds === undefined ? undefined : seconds / 60);
}

/** An instant, or `null` for Slurm's "Unknown" and "None". Epoch seconds are taken too (SLURM_TIME_FORMAT=%s). */
export function readTime(text: string, timeZone: string): Date | null | undefined {
  const usual = timeZone === 'UTC' ? readUsualTime(text) : undefined;
  if (usual !== undefined) return new Date(usual);
  if (NO_TIME.has(text.trim().toLowerCase())) return null;
  if (WHOLE.test(text)) return text === '0' ? null : validDate(Number(text) * 1000);
  const match = TIME.exec(text);
  if (match === null) return undefined;
  if (match[7] !== undefined) return validDate(Date.parse(text.replace(/([+-]\d{2}):?(\d{2})$/, '$1:$2')));
  const wall = Date.parse(`${text}Z`);
  return validDate(timeZone === 'UTC' ? wall : instantOf(wall, timeZone));
}

// Reading a day is slow, and one time of a file is mostly of the same day as the one before it.
let lastDate = '1970-01-01';
let lastDay = 0;

/** The instant of `2026-11-23T10:00:00` in UTC, as nearly all times are written; undefined for anything else. */
function readUsualTime(text: string): number | undefined {
  if (text.length !== 19 || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined;
  const [hour, minute, second] = [digits(text, 11), digits(text, 14), digits(text, 17)];
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
  if (!text.startsWith(lastDate)) {
    const date = text.slice(0, 10);
    const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
    if (Number.isNaN(day)) return undefined;
    [lastDate, lastDay] = [date, day];
  }
  return lastDay + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** The number of the two digits at this place; NaN when they are none. */
function digits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** `cpu=8,gres/gpu:h800=4,mem=374000M` as a map. */
export function readTres(text: string): Readonly<Record<string, string>> | undefined {
  const tres: Record<string, string> = {};
  for (const part of text.split(',').filter((item) => item.trim() !== '')) {
    const at = part.lastIndexOf('=');
    if (at <= 0 || at === part.length - 1) return undefined;
    tres[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return tres;
}

export interface GpuAllocation {
  readonly gpuClass: string | null;
  readonly gpus: number;
}

/** GPUs, or what is wrong with how they are told. */
export type GpusRead = GpuAllocation | 'noList' | 'badCount' | 'several';

/**
 * GPUs of a job's list of resources. Slurm lists them twice, as `gres/gpu` and by class as `gres/gpu:h800`: the class counts, the
 * sum is never added to it. Else what is wrong: no list, a count that is no whole number up to a million, or classes mixed in one run.
 */
export function readGpus(tres: Readonly<Record<string, string>> | undefined): GpusRead {
  if (tres === undefined) return 'noList';
  let found: GpuAllocation | undefined;
  for (const [name, count] of Object.entries(tres)) {
    if (!name.startsWith('gres/gpu:')) continue;
    const gpus = readGpuCount(count);
    if (gpus === undefined) return 'badCount';
    if (gpus === 0) continue;
    if (found !== undefined) return 'several';
    found = { gpuClass: name.slice('gres/gpu:'.length).toLowerCase(), gpus };
  }
  if (found !== undefined) return found;
  const gpus = readGpuCount(tres['gres/gpu'] ?? '0');
  return gpus === undefined ? 'badCount' : { gpuClass: null, gpus };
}

/** A million GPUs for as long as there are clocks still have hours and a price that the columns hold. */
function readGpuCount(text: string): number | undefined {
  const gpus = readWhole(text);
  return gpus !== undefined && gpus <= 1_000_000 ? gpus : undefined;
}

function validDate(time: number): Date | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The instant at which clocks of a zone show a wall time: the earlier when they show it twice, shifted when never. */
function instantOf(wall: number, timeZone: string): number {
  const instants = [wall - DAY_MS, wall + DAY_MS].map((near) => wall - offsetAt(near, timeZone));
  const shown = instants.filter((instant) => instant + offsetAt(instant, timeZone) === wall);
  return Math.min(...(shown.length > 0 ? shown : instants));
}

// Offsets change at quarters of an hour at most, and asking for one is slow.
const QUARTER_MS = 900_000;
const offsets = new Map<string, number>();
const MOST_OFFSETS = 50_000;

function offsetAt(instant: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(instant / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields, second: 'numeric' });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  const offset = wall - Math.floor(instant / 1000) * 1000;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, offset);
  return offset;
}
