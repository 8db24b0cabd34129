/**
 * JSON that keeps dates and bigints, for answers that are stored and given again.
 * A date is stored as {"$date": "…"}, a bigint as {"$bigint": "…"}.
 */
export function toStored(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(toStored);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toStored(part)]));
  }
  return value ?? null;
}

export function fromStored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromStored);
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    const [only] = entries;
    if (only && entries.length === 1) {
      if (only[0] === '$date') return new Date(only[1] as string);
      if (only[0] === '$bigint') return BigInt(only[1] as string);
    }
    return Object.fromEntries(entries.map(([key, part]) => [key, fromStored(part)]));
  }
  return value;
}

/** The same text for the same data, whatever the order of its keys: what hashes are taken of. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(toStored(value)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, part]) => [key, sorted(part)]),
    );
  }
  return value;
}
