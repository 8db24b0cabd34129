/** Finer than this the eye sees nothing in so small a chart. */
const MOST_POINTS = 84;

/** Every hour of the window, null where no GPU was held; long windows by means of several hours. */
export function wholeHours(at: readonly number[], percent: readonly (number | null)[]): { at: number; percent: number | null }[] {
  const [first, last] = [at[0], at.at(-1)];
  if (first === undefined || last === undefined) return [];
  const known = new Map(at.map((moment, index) => [moment, percent[index] ?? null]));
  const each = Math.ceil((last - first + 3600) / 3600 / MOST_POINTS);
  const points: { at: number; percent: number | null }[] = [];
  for (let from = first; from <= last; from += each * 3600) {
    const values = Array.from({ length: each }, (_, n) => known.get(from + n * 3600)).filter((value) => value != null);
    points.push({ at: from, percent: values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null });
  }
  return points;
}
