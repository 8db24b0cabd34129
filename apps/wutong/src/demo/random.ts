/** Random numbers that are the same in every run: mulberry32, 32 bits of state. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(from: readonly T[]): T {
    const chosen = from[this.int(0, from.length - 1)];
    if (chosen === undefined) throw new Error('There is nothing to pick from');
    return chosen;
  }

  /** `count` different ones, in their order. */
  some<T>(from: readonly T[], count: number): T[] {
    const left = from.map((value, i) => ({ value, i, key: this.next() }));
    return left.sort((a, b) => a.key - b.key).slice(0, count).sort((a, b) => a.i - b.i).map(({ value }) => value);
  }
}
