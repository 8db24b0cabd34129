import { FlowNetwork } from './max-flow';

/**
 * Weighted max–min fairness, exact: the vector units/weight, sorted ascending, is lexicographically the greatest that
 * the cells admit. Progressive filling (Megiddo 1974) where the next level is found by Newton steps on cuts and
 * every frozen set takes its cells out of the network, so that all capacities left are whole numbers. A level is the
 * fraction p/q; its trial flow runs on the network multiplied by q. Nothing is ever rounded before the end.
 */
export interface FairNetwork {
  /** Capacity of each cell in quanta. */
  readonly cells: readonly number[];
  /** Cells of each group; a group is a set of requests which may use exactly the same cells. */
  readonly groups: readonly (readonly number[])[];
}

export interface Participant {
  readonly weight: number;
  /** Quanta held already by guarantee: counted in the share, carried by `FairState.must`. */
  readonly floor: number;
  /** Quanta asked above the floor, per group; each group at most once. */
  readonly wants: readonly Want[];
}

export interface Want {
  readonly group: number;
  readonly amount: number;
}

export interface Share {
  /** Quanta given in all, floor included, after rounding. */
  units: number;
  /** The share before rounding, as a float: for statements about the plan, never for a decision. */
  exact: number;
}

/** What the classes before have taken; `fillShares` reads and extends it. */
export class FairState {
  /** Quanta which each group must carry whatever happens next. */
  readonly must: number[];
  /** Cells which a frozen set has used up. */
  readonly usedUp: boolean[];

  constructor(readonly network: FairNetwork) {
    this.must = network.groups.map(() => 0);
    this.usedUp = network.cells.map(() => false);
  }

  open(group: number): boolean {
    return this.network.groups[group]!.some((cell) => !this.usedUp[cell]);
  }
}

interface Level {
  readonly p: number;
  readonly q: number;
}

interface Active {
  readonly index: number;
  readonly weight: number;
  readonly floor: number;
  readonly wants: readonly Want[];
  readonly extra: number;
}

/**
 * Gives every participant of one priority class its weighted max–min share of what the state leaves, and records it
 * in the state. Participants must come in canonical order: equal remainders go to the earlier one.
 */
export function fillShares(state: FairState, participants: readonly Participant[]): Share[] {
  const shares = participants.map(({ floor }): Share => ({ units: floor, exact: floor }));
  let active = narrow(state, participants.map((one, index) => ({ ...one, index, extra: 0 })));
  while (active.length > 0) {
    let level: Level | null = null;
    let trial = new Trial(state, active, level);
    for (let side = trial.violated(); side; side = trial.violated()) {
      level = levelOfCut(state, active, trial, side);
      trial = new Trial(state, active, level);
    }
    if (!level) {
      for (const one of active) {
        for (const { group, amount } of one.wants) state.must[group]! += amount;
        shares[one.index] = { units: one.floor + one.extra, exact: one.floor + one.extra };
      }
      break;
    }
    active = freeze(state, active, trial, level, shares);
  }
  return shares;
}

/** Drops wants whose cells are used up, and participants with nothing left to want. */
function narrow(state: FairState, all: readonly Active[]): Active[] {
  const open = new Map<number, boolean>();
  const isOpen = (group: number): boolean => {
    if (!open.has(group)) open.set(group, state.open(group));
    return open.get(group)!;
  };
  return all
    .map((one) => {
      const wants = one.wants.filter(({ group, amount }) => amount > 0 && isOpen(group));
      return { ...one, wants, extra: wants.reduce((sum, { amount }) => sum + amount, 0) };
    })
    .filter(({ extra }) => extra > 0);
}

/** What a participant gets above its floor at a level, multiplied by the level's denominator. */
function claim({ weight, floor, extra }: Active, level: Level | null): number {
  if (!level) return extra;
  return Math.min(extra * level.q, Math.max(0, level.p * weight - floor * level.q));
}

/** The network at one level, all capacities multiplied by the level's denominator, with its maximum flow. */
class Trial {
  readonly groupNode = new Map<number, number>();
  readonly cellNode = new Map<number, number>();
  readonly flow: FlowNetwork;
  private readonly short: boolean;

  constructor(state: FairState, active: readonly Active[], level: Level | null) {
    const scale = level?.q ?? 1;
    let nodes = 2 + active.length;
    const touched = new Set(active.flatMap(({ wants }) => wants.map(({ group }) => group)));
    state.must.forEach((amount, group) => amount > 0 && state.open(group) && touched.add(group));
    for (const group of touched) {
      this.groupNode.set(group, nodes++);
      for (const cell of state.network.groups[group]!) {
        if (!state.usedUp[cell] && !this.cellNode.has(cell)) this.cellNode.set(cell, nodes++);
      }
    }
    this.flow = new FlowNetwork(nodes);
    let expected = 0;
    for (const [group, node] of this.groupNode) {
      const must = state.must[group]! * scale;
      if (must > 0) this.flow.addEdge(0, node, must);
      expected += must;
      for (const cell of state.network.groups[group]!) {
        const other = this.cellNode.get(cell);
        if (other !== undefined) this.flow.addEdge(node, other, Number.MAX_SAFE_INTEGER);
      }
    }
    for (const [cell, node] of this.cellNode) this.flow.addEdge(node, 1, state.network.cells[cell]! * scale);
    active.forEach((one, at) => {
      const amount = claim(one, level);
      expected += amount;
      this.flow.addEdge(0, 2 + at, amount);
      for (const want of one.wants) this.flow.addEdge(2 + at, this.groupNode.get(want.group)!, want.amount * scale);
    });
    this.short = this.flow.augment(0, 1) < expected;
  }

  /** The source side of a cut which is too small for this level, or null when the level can be had. */
  violated(): Uint8Array | null {
    return this.short ? this.flow.reachableFrom(0) : null;
  }
}

/** The highest level at which the given cut is still large enough: where its demand meets its capacity. */
function levelOfCut(state: FairState, active: readonly Active[], trial: Trial, side: Uint8Array): Level {
  let room = 0;
  for (const [cell, node] of trial.cellNode) if (side[node]) room += state.network.cells[cell]!;
  for (const [group, node] of trial.groupNode) if (side[node]) room -= state.must[group]!;
  const events: { p: number; q: number; one: Active; starts: boolean }[] = [];
  active.forEach((one, at) => {
    if (!side[2 + at]) return;
    for (const { group, amount } of one.wants) if (!side[trial.groupNode.get(group)!]) room += amount;
    events.push({ p: one.floor, q: one.weight, one, starts: true });
    events.push({ p: one.floor + one.extra, q: one.weight, one, starts: false });
  });
  events.sort((a, b) => a.p * b.q - b.p * a.q || Number(b.starts) - Number(a.starts));
  // Demand of the cut at level x is constant + slope·x between two events; walk until it would pass the room.
  let slope = 0;
  let constant = 0;
  for (const { p, q, one, starts } of events) {
    if (slope * p > (room - constant) * q) break;
    slope += starts ? one.weight : -one.weight;
    constant += starts ? -one.floor : one.floor + one.extra;
  }
  if (slope <= 0) throw new Error('fair share: a violated cut has no level');
  return { p: room - constant, q: slope };
}

/**
 * Freezes everybody who cannot grow beyond this level: the largest tight cut. Its cells are used by nobody else, so
 * they leave the network; what its members have on cells outside becomes a fixed load there.
 */
function freeze(
  state: FairState,
  active: readonly Active[],
  trial: Trial,
  level: Level,
  shares: Share[],
): Active[] {
  const free = trial.flow.reaching(1);
  const groups = [...trial.groupNode].filter(([, node]) => !free[node]).map(([group]) => group);
  const cells = [...trial.cellNode].filter(([, node]) => !free[node]).map(([cell]) => cell);
  const frozen = active.filter((_, at) => !free[2 + at]);
  if (frozen.length === 0) throw new Error('fair share: a level froze nobody');
  const rounded = roundShares(state, frozen, new Set(groups), cells, level);
  frozen.forEach((one, at) => {
    for (const { group, amount } of one.wants) if (free[trial.groupNode.get(group)!]) state.must[group]! += amount;
    shares[one.index] = { units: one.floor + rounded[at]!, exact: one.floor + claim(one, level) / level.q };
  });
  for (const cell of cells) state.usedUp[cell] = true;
  return narrow(state, active.filter((_, at) => free[2 + at]));
}

/**
 * Whole quanta for one frozen set: each share rounded down, then one quantum each by largest remainder, then canonical
 * order, while the cells admit it. The feasible vectors are an integral polymatroid, so the quanta always fit exactly
 * and nobody ends more than one quantum from the exact share.
 */
function roundShares(
  state: FairState,
  frozen: readonly Active[],
  groups: ReadonlySet<number>,
  cells: readonly number[],
  level: Level,
): number[] {
  const groupNode = new Map([...groups].map((group, at) => [group, 2 + frozen.length + at]));
  const cellNode = new Map(cells.map((cell, at) => [cell, 2 + frozen.length + groups.size + at]));
  const flow = new FlowNetwork(2 + frozen.length + groups.size + cells.length);
  let expected = 0;
  let capacity = 0;
  for (const [group, node] of groupNode) {
    flow.addEdge(0, node, state.must[group]!);
    expected += state.must[group]!;
    for (const cell of state.network.groups[group]!) {
      const other = cellNode.get(cell);
      if (other !== undefined) flow.addEdge(node, other, Number.MAX_SAFE_INTEGER);
    }
  }
  for (const [cell, node] of cellNode) {
    flow.addEdge(node, 1, state.network.cells[cell]!);
    capacity += state.network.cells[cell]!;
  }
  const members = frozen.map((one, at) => {
    const scaled = claim(one, level);
    let outside = 0;
    for (const { group, amount } of one.wants) {
      const node = groupNode.get(group);
      if (node === undefined) outside += amount;
      else flow.addEdge(2 + at, node, amount);
    }
    const inside = Math.floor(scaled / level.q) - outside;
    expected += inside;
    return { outside, edge: flow.addEdge(0, 2 + at, inside), remainder: scaled % level.q, at };
  });
  let given = flow.augment(0, 1);
  if (given !== expected) throw new Error('fair share: rounded-down shares do not fit');
  for (const member of [...members].sort((a, b) => b.remainder - a.remainder || a.at - b.at)) {
    if (member.remainder === 0 || given === capacity) break;
    flow.raise(member.edge, 1);
    given += flow.augment(0, 1);
  }
  if (given !== capacity) throw new Error('fair share: the cut of a frozen set is not tight');
  return members.map(({ edge, outside }) => flow.flow(edge) + outside);
}
