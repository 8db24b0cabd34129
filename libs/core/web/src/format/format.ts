import { describeUnit, type Locale } from '@wutong/core-shared';

/** A whole number of the smallest unit, as the server sends it: a decimal string, so that nothing is rounded. */
export interface WireQuantity {
  amount: string | number | bigint;
  unit: string;
}

type Instant = string | number | Date;

/** A whole number with its point moved `places` to the left, exactly, as `Intl` takes it. */
export function shift(amount: string | number | bigint, places: number): Intl.StringNumericLiteral {
  const whole = BigInt(amount);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  const point = places > 0 ? `.${digits.slice(cut)}` : '';
  return `${whole < 0n ? '-' : ''}${digits.slice(0, cut)}${point}` as Intl.StringNumericLiteral;
}

/** Everything a page formats, in one language and one time zone. */
export function createFormat(locale: Locale, timeZone: string) {
  const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();
  const numbers = (options: Intl.NumberFormatOptions) => {
    const key = `n${JSON.stringify(options)}`;
    if (!cache.has(key)) cache.set(key, new Intl.NumberFormat(locale, options));
    return cache.get(key) as Intl.NumberFormat;
  };
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const key = `d${JSON.stringify(options)}`;
    if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...options }));
    return cache.get(key) as Intl.DateTimeFormat;
  };
  /** A calendar day has no zone: it is the same day for everybody. */
  const dayOrInstant = (value: Instant) => {
    const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    return { at: new Date(isDay ? `${value}T00:00:00Z` : value), zone: isDay ? { timeZone: 'UTC' } : {} };
  };

  const format = {
    locale,
    timeZone,
    /** 2026年11月23日 · Nov 23, 2026 */
    date(value: Instant) {
      const { at, zone } = dayOrInstant(value);
      return dates({ dateStyle: 'medium', ...zone }).format(at);
    },
    /** 11月23日 · Nov 23, for axes and dense columns */
    day(value: Instant) {
      const { at, zone } = dayOrInstant(value);
      return dates({ month: 'short', day: 'numeric', ...zone }).format(at);
    },
    /** 2026年11月 · November 2026 */
    month(value: Instant) {
      const text = typeof value === 'string' && value.length === 7 ? `${value}-01` : value;
      const { at, zone } = dayOrInstant(text);
      return dates({ year: 'numeric', month: 'long', ...zone }).format(at);
    },
    time: (value: Instant) => dates({ hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(value)),
    dateTime: (value: Instant) =>
      dates({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(
        new Date(value),
      ),
    /** With seconds and the zone's name, for a tooltip or a record. */
    fullTime: (value: Instant) => dates({ dateStyle: 'full', timeStyle: 'long' }).format(new Date(value)),
    /** The zone of all times: 中国标准时间 (GMT+8) */
    zone(now: Instant = Date.now()) {
      const name = (style: 'long' | 'shortOffset') =>
        dates({ timeZoneName: style }).formatToParts(new Date(now)).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
      return `${name('long')} (${name('shortOffset')})`;
    },
    range: (from: Instant, to: Instant) => {
      const start = dayOrInstant(from);
      return dates({ dateStyle: 'medium', ...start.zone }).formatRange(start.at, dayOrInstant(to).at);
    },
    /** 3 天前 · in 2 hours; beyond 30 days the date. */
    relative(value: Instant, now: Instant = Date.now()) {
      const seconds = (new Date(value).getTime() - new Date(now).getTime()) / 1000;
      const size = Math.abs(seconds);
      if (size > 30 * 86_400) return format.date(value);
      if (!cache.has('r')) cache.set('r', new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
      const relative = cache.get('r') as Intl.RelativeTimeFormat;
      if (size < 45) return relative.format(0, 'second');
      if (size < 45 * 60) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 22 * 3600) return relative.format(Math.round(seconds / 3600), 'hour');
      return relative.format(Math.round(seconds / 86_400), 'day');
    },
    /** A time that lasts, of seconds: 45分钟 · 7 hr 30 min · 44 hr; from two days on 3 days 6 hr. */
    duration(seconds: number) {
      const minutes = Math.round(seconds / 60);
      const [whole, parts, small] =
        minutes >= 2880 ? (['day', Math.round(minutes / 60), 'hour'] as const) : (['hour', minutes, 'minute'] as const);
      const size = whole === 'day' ? 24 : 60;
      return ([[Math.floor(parts / size), whole], [parts % size, small]] as const)
        .filter(([count, unit]) => count > 0 || (unit === small && parts === 0))
        .map(([count, unit]) => numbers({ style: 'unit', unit, unitDisplay: 'short' }).format(count))
        .join(locale === 'en' ? ' ' : '');
    },
    number: (value: number | bigint, digits = 0) => numbers({ maximumFractionDigits: digits }).format(value),
    /** 1.2万 · 12K */
    compact: (value: number | bigint) => numbers({ notation: 'compact', maximumFractionDigits: 1, useGrouping: true }).format(value),
    percent: (ratio: number, digits = 0) => numbers({ style: 'percent', maximumFractionDigits: digits }).format(ratio),
    /** Fen as yuan: ¥1,234.50; whole yuan without the fen when `compact` is not asked for. */
    money(fen: string | number | bigint, options: { compact?: boolean; currency?: string } = {}) {
      const whole = BigInt(fen) % 100n === 0n;
      return numbers({
        style: 'currency',
        currency: options.currency ?? 'CNY',
        currencyDisplay: 'narrowSymbol',
        ...(options.compact
          ? { notation: 'compact' as const, maximumFractionDigits: 1 }
          : { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 }),
      }).format(shift(fen, 2));
    },
    /** Thousandths of a GPU-hour as GPU-hours, without their unit: 412.5 */
    gpuHours: (milliHours: string | number | bigint, digits = 1) =>
      numbers({ maximumFractionDigits: digits }).format(shift(milliHours, 3)),
    /** Any quantity with its unit, rounded to `digits`: `{amount: '412500', unit: 'gpu-mh:h800'}` → 412.5 H800 卡时. */
    quantity({ amount, unit }: WireQuantity, digits = 2) {
      if (unit === 'CNY') return format.money(amount);
      const described = describeUnit(unit);
      if (!described) return `${numbers({}).format(BigInt(amount))} ${unit}`;
      const number = numbers({ maximumFractionDigits: digits }).format(shift(amount, described.decimals));
      return `${number} ${described.name[locale]}`;
    },
    /** The number of a quantity without its unit, for a column whose head names the unit. */
    amount({ amount, unit }: WireQuantity, digits = 2) {
      if (unit === 'CNY') return format.money(amount);
      return numbers({ maximumFractionDigits: digits }).format(shift(amount, describeUnit(unit)?.decimals ?? 0));
    },
    bytes(size: number) {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
      const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
      const options = { style: 'unit', unit: units[step], unitDisplay: step === 0 ? 'long' : 'short' } as const;
      return numbers({ ...options, maximumFractionDigits: step > 1 ? 1 : 0 }).format(size / 1000 ** step);
    },
    list: (items: readonly string[]) => new Intl.ListFormat(locale, { style: 'short' }).format(items),
  };
  return format;
}

export type Format = ReturnType<typeof createFormat>;
