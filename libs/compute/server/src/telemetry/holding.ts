import type { Identity, Measure } from './dcgm';

export const STEP_SECONDS = 300;

/** What was read of a GPU in five minutes; held, with nothing read, when it has no measure. */
export type Cell = { vgpus: Set<string> } & Partial<Record<Measure, number>>;

/** A GPU under one holder in an hour, with a cell for each five minutes. */
export interface Holding {
  readonly identity: Identity;
  readonly cells: (Cell | undefined)[];
}
