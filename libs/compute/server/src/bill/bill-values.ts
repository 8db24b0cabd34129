/**
 * Cells of bills as people and programs write them, read exactly: no number passes through floating point. Full-width
 * digits, thousands separators, ¥ and 元 are understood.
 */

const DECIMAL = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?(?:e([+-]?\d{1,2}))?$/i;

export interface Decimal {
  /** The value is `digits` × 10^−`scale`. */
  readonly digits: bigint;
  readonly scale: number;
}

/** A number, or null for what is none (`NaN`, `-`, `12 台`, `1,23`). Parentheses mean below zero, as accountants write. */
export function readDecimal(text: string): Decimal | null {
  let plain = text.normalize('NFKC').replace(/[\s\u2212]/g, (sign) => (sign === '\u2212' ? '-' : ''));
  const isNegative = /^\(.*\)$/.test(plain);
  if (isNegative) plain = plain.slice(1, -1);
  plain = plain.replace(/^([+-]?)(?:¥|CNY|RMB)/i, '$1').replace(/元$/, '');
  const match = DECIMAL.exec(plain);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const value = BigInt(whole.replaceAll(',', '') + fraction || '0');
  const scale = fraction.length - Number(exponent);
  const digits = (sign === '-') !== isNegative ? -value : value;
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** As a whole number of 10^−decimals, rounded half away from zero; `isRounded` when that lost something. */
export function scaled({ digits, scale }: Decimal, decimals: number): { value: bigint; isRounded: boolean } {
  if (scale <= decimals) return { value: digits * 10n ** BigInt(decimals - scale), isRounded: false };
  const divisor = 10n ** BigInt(scale - decimals);
  return { value: divide(digits, divisor), isRounded: digits % divisor !== 0n };
}

/** Rounded half away from zero. */
export function divide(amount: bigint, by: bigint): bigint {
  const half = by / 2n;
  return amount < 0n ? -((-amount + half) / by) : (amount + half) / by;
}

export function times({ digits, scale }: Decimal, factor: Decimal): Decimal {
  return { digits: digits * factor.digits, scale: scale + factor.scale };
}

/** Zones in which suppliers here write times that carry none. Neither has summer time. */
export const BILL_TIME_ZONES = ['Asia/Shanghai', 'UTC'] as const;
export type BillTimeZone = (typeof BILL_TIME_ZONES)[number];

export interface BillMoment {
  readonly at: Date;
  /** The end of what was written: of the month, of the day, or the moment itself. */
  readonly until: Date;
}

const HOUR = 3_600_000;
const MOMENT =
  /^(\d{4})(?:([-/.年]?)(\d{1,2}))(?:[-/.月]?(\d{1,2})日?)?月?(?:[T ]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/** `2026-10-01T00:00:00Z`, `2026/10/1 8:00`, `20261001`, `2026年10月1日`, and months: `2026-10`, `202610`; or null. */
export function readMoment(text: string, timeZone: BillTimeZone): BillMoment | null {
  const plain = text.normalize('NFKC').trim();
  const compact = /^(\d{4})(\d{2})(\d{2})?$/.exec(plain);
  const match = MOMENT.exec(compact ? [compact[1], compact[2], compact[3]].filter(Boolean).join('-') : plain);
  if (!match) return null;
  const [, year, , month, day, hour, minute = '0', second = '0', zone] = match;
  if (hour !== undefined && day === undefined) return null;
  const [y, m, d, h] = [Number(year), Number(month), Number(day ?? 1), Number(hour ?? 0)];
  const wall = Date.UTC(y, m - 1, d, h, Number(minute), Number(second));
  const back = new Date(wall);
  const isReal = back.getUTCMonth() === m - 1 && back.getUTCDate() === d && h < 24 && Number(minute) < 60 && Number(second) < 60;
  if (!isReal || y < 2000 || y > 2200) return null;
  const offset = offsetOf(zone, timeZone);
  const end = day === undefined ? Date.UTC(y, m, 1) : hour === undefined ? Date.UTC(y, m - 1, d + 1) : wall;
  return { at: new Date(wall - offset), until: new Date(end - offset) };
}

function offsetOf(zone: string | undefined, timeZone: BillTimeZone): number {
  if (zone === undefined) return timeZone === 'UTC' ? 0 : 8 * HOUR;
  const match = /([+-])(\d{2}):?(\d{2})/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
