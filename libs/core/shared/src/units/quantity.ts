import type { Locale, LocalisedText } from '../locale';
import { formatScaled, parseScaled } from './decimal';
import { formatFen, parseYuan } from './money';

/**
 * An amount of something, as a whole number of the unit's smallest step. The unit is a code: `CNY` counts fen,
 * `gpu-mh:h800` thousandths of an hour on one H800, and so on (see `describeUnit`).
 */
export interface Quantity {
  readonly amount: bigint;
  readonly unit: string;
}

export interface UnitDescription {
  /** How many decimals people see: an amount of 1 is 10^-decimals of what they call one. */
  readonly decimals: number;
  /** What people call the unit, in words; empty for money, which has a sign of its own. */
  readonly name: LocalisedText;
}

const PLAIN: Readonly<Record<string, UnitDescription>> = {
  CNY: { decimals: 2, name: { 'zh-CN': '', en: '' } },
  'room-minute': { decimals: 0, name: { 'zh-CN': '会议室分钟', en: 'room minutes' } },
  'mentor-minute': { decimals: 0, name: { 'zh-CN': '导师分钟', en: 'mentor minutes' } },
  'evaluation-credit': { decimals: 0, name: { 'zh-CN': '评测点', en: 'evaluation credits' } },
  desk: { decimals: 0, name: { 'zh-CN': '工位', en: 'desks' } },
};
const CLASS = /^(gpu-mh|voucher):([a-z0-9][a-z0-9._-]{0,39})$/;

/**
 * What a unit's code means; `undefined` when it is no unit. `gpu-mh:<class>` counts GPU-milli-hours of a GPU class,
 * `voucher:<programme>` fen of a voucher.
 */
export function describeUnit(unit: string): UnitDescription | undefined {
  if (Object.hasOwn(PLAIN, unit)) return PLAIN[unit];
  const match = CLASS.exec(unit);
  if (match === null) return undefined;
  const [, kind, name = ''] = match;
  if (kind === 'voucher') return { decimals: 2, name: { 'zh-CN': '元券', en: 'CNY in vouchers' } };
  const label = name.toUpperCase();
  return { decimals: 3, name: { 'zh-CN': `${label} 卡时`, en: `${label} GPU-hours` } };
}

/** The unit in which GPU time of a class is granted, held and used: thousandths of a GPU-hour. */
export function gpuUnit(gpuClass: string): string {
  const unit = `gpu-mh:${gpuClass}`;
  if (!CLASS.test(unit)) throw new RangeError(`"${gpuClass}" is no GPU class: use small letters, digits and . _ -`);
  return unit;
}

/** The GPU class of a GPU-time unit, or `undefined` for another unit. */
export function gpuClassOf(unit: string): string | undefined {
  const match = CLASS.exec(unit);
  return match?.[1] === 'gpu-mh' ? match[2] : undefined;
}

/**
 * A quantity as people read it, exactly and never rounded: `1,250.5 H800 卡时`, `¥12,000.00`.
 *
 * @throws RangeError for an unknown unit.
 */
export function formatQuantity({ amount, unit }: Quantity, locale: Locale): string {
  if (unit === 'CNY') return formatFen(amount, locale);
  const { decimals, name } = known(unit);
  return `${formatScaled(amount, decimals, { group: true })} ${name[locale]}`;
}

/**
 * A quantity from what a person types in the unit people speak of: `1,250.5` GPU-hours, `12.50` yuan. `undefined` when
 * it is no number, or finer than the unit's smallest step: nothing is ever rounded.
 *
 * @throws RangeError for an unknown unit.
 */
export function parseQuantity(text: string, unit: string): Quantity | undefined {
  const { decimals } = known(unit);
  const amount = decimals === 2 ? parseYuan(text) : parseScaled(text.normalize('NFKC').trim(), decimals);
  return amount === undefined ? undefined : { amount, unit };
}

/** The sum of quantities, one for each unit, in the order in which the units first appear. */
export function sumQuantities(quantities: Iterable<Quantity>): readonly Quantity[] {
  const sums = new Map<string, bigint>();
  for (const { amount, unit } of quantities) sums.set(unit, (sums.get(unit) ?? 0n) + amount);
  return [...sums].map(([unit, amount]) => ({ amount, unit }));
}

function known(unit: string): UnitDescription {
  const description = describeUnit(unit);
  if (description === undefined) throw new RangeError(`"${unit}" is no unit`);
  return description;
}
