/**
 * Splits a whole number by weights without losing or inventing a unit: each part is the exact share rounded down, and
 * what is left goes one by one to the largest remainders, the earlier first among equals (largest-remainder method,
 * Hamilton; the sort is stable). A negative total is split as its positive, negated.
 *
 * @throws RangeError when a weight is negative, or none is above zero.
 */
export function splitByWeights(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('A weight is negative');
  const sum = weights.reduce((left, right) => left + right, 0n);
  if (sum === 0n) throw new RangeError('No weight is above zero');
  if (total < 0n) return splitByWeights(-total, weights).map((part) => -part);
  const parts = weights.map((weight) => (total * weight) / sum);
  const left = Number(total - parts.reduce((one, other) => one + other, 0n));
  const remainders = weights.map((weight, index) => ({ index, remainder: (total * weight) % sum }));
  remainders.sort((one, other) => Number(other.remainder > one.remainder) - Number(other.remainder < one.remainder));
  const lucky = new Set(remainders.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => (lucky.has(index) ? part + 1n : part));
}
