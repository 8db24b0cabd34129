import { gpuUnit } from '@wutong/core-shared';
import type { Format } from '@wutong/core-web';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A window as whole days in Shanghai, where the centre keeps its calendar; both days belong to it. */
export interface Days {
  start: string;
  end: string;
}

export interface Window {
  startsAt: string;
  endsAt: string;
}

/** From the first day's midnight to the last day's; from the hour under way when the first day is today, so that it can start as soon as it is approved. */
export function windowOf({ start, end }: Days, now: number = Date.now()): Window {
  const first = midnight(start);
  const from = first < now ? Math.floor(now / HOUR_MS) * HOUR_MS : first;
  return { startsAt: new Date(from).toISOString(), endsAt: new Date(midnight(end) + DAY_MS).toISOString() };
}

/** The days that a window touches. */
export function daysOf({ startsAt, endsAt }: Window): Days {
  return { start: dayOf(new Date(startsAt).getTime()), end: dayOf(new Date(endsAt).getTime() - 1) };
}

/** The calendar day in Shanghai of a moment: `2026-11-23`. */
export function dayOf(moment: number): string {
  return new Date(moment + 8 * HOUR_MS).toISOString().slice(0, 10);
}

/** The end of a day in Shanghai. */
export function endOfDay(day: string): string {
  return new Date(midnight(day) + DAY_MS).toISOString();
}

export function addDays(day: string, days: number): string {
  return dayOf(midnight(day) + days * DAY_MS);
}

/** Whether a window keeps to whole days: from a midnight in Shanghai to a later one. */
export function isWholeDays({ startsAt, endsAt }: Window): boolean {
  return startsAt < endsAt && isMidnight(startsAt) && isMidnight(endsAt);
}

/** Whether a moment is a midnight in Shanghai: what ends then has the day before as its last. */
export function isMidnight(at: string): boolean {
  return midnight(dayOf(Date.parse(at))) === Date.parse(at);
}

/** When a window ends, as people say it: its last day, or the day and time where it ends within a day. */
export function sayEnd(format: Format, endsAt: string): string {
  return isMidnight(endsAt) ? format.date(Date.parse(endsAt) - 1) : format.dateTime(endsAt);
}

/** A window as people say it: its first and last day, with times where it does not keep to whole days. */
export function sayWindow(format: Format, window: Window): string {
  const { startsAt, endsAt } = window;
  return isWholeDays(window) ? format.range(startsAt, Date.parse(endsAt) - 1) : `${format.dateTime(startsAt)} – ${format.dateTime(endsAt)}`;
}

/** GPU-milli-hours of all GPUs for a whole window; 0 for a window that ends before it starts. */
export function fullWindowMh(gpus: number, { startsAt, endsAt }: Window): bigint {
  const ms = new Date(endsAt).getTime() - new Date(startsAt).getTime();
  return ms > 0 ? (BigInt(gpus) * BigInt(ms) + 3599n) / 3600n : 0n;
}

/** GPU-hours as typed, in GPU-milli-hours. */
export function toMh(hours: number): bigint {
  return BigInt(Math.round(hours * 1000));
}

export function toHours(mh: string | bigint): number {
  return Number(mh) / 1000;
}

/** GPU-milli-hours of a class in words: 412.5 H800 卡时. */
export function sayMh(format: Format, gpuClass: string, amount: string | bigint): string {
  return format.quantity({ amount, unit: gpuUnit(gpuClass) });
}

/** A class as it is written on the GPU: `h800` → H800. */
export function className(gpuClass: string): string {
  return gpuClass.toUpperCase();
}

function midnight(day: string): number {
  return new Date(`${day}T00:00:00+08:00`).getTime();
}
