/** One measured figure. A file `tests/bench/<area>….ts` exports `benches(): Promise<Figure[]>`. */
export interface Figure {
  /** Printed after the area's name: kebab-case words. */
  readonly figure: string;
  readonly value: number;
  /** `ms`, `ops/s`, `MB`, `x` for a ratio, … */
  readonly unit: string;
  /** The bound that makes it good enough; null for what is only reported. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null;
}

export const reached = ({ value, goal }: Figure): boolean =>
  goal === null || ('atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost);

/** The middle of the values; the mean of the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? NaN) + upper) / 2;
}
