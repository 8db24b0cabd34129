import { FairState, fillShares, type Participant, type Share, type Want } from './fair-share';
import { CostNetwork } from './min-cost-flow';
import type { Problem } from './problem';

/** What holds for one request in this solve: rules and budgets narrow it before the shares are computed. */
export interface Terms {
  readonly cells: readonly number[];
  readonly demand: number;
  readonly floor: number;
}

/** The share of one tenant in one priority class. */
export interface ClassShare extends Share {
  readonly tenant: number;
  readonly priority: number;
  /** Quanta asked by requests which have a cell at all. */
  readonly demand: number;
  readonly requests: readonly number[];
}

export interface Allocation {
  readonly terms: readonly Terms[];
  /** Quanta per request. */
  readonly units: readonly number[];
  /** Quanta per request which came from its guaranteed floor. */
  readonly floors: readonly number[];
  readonly shares: readonly ClassShare[];
  readonly groups: Groups;
}

/**
 * Requests with equal cells form a group, and cells open to the same groups form a bundle: for shares and prices the
 * members are interchangeable, so the flows run on groups and bundles alone.
 */
export interface Groups {
  /** Group of each request; -1 = it has no cell or no demand. */
  readonly ofRequest: readonly number[];
  /** Bundles of each group, ascending. */
  readonly bundles: readonly (readonly number[])[];
  /** Cells of each bundle, ascending. */
  readonly cells: readonly (readonly number[])[];
  /** Bundle of each cell; -1 = nobody may use it. */
  readonly bundleOf: readonly number[];
}

export function groupRequests(problem: Problem, terms: readonly Terms[]): Groups {
  const names = new Map<string, number>();
  const members: (readonly number[])[] = [];
  const ofRequest = terms.map(({ cells, demand }) => {
    if (cells.length === 0 || demand === 0) return -1;
    const key = cells.join();
    if (!names.has(key)) names.set(key, members.push(cells) - 1);
    return names.get(key)!;
  });
  const users = problem.cells.map((): number[] => []);
  members.forEach((cells, group) => cells.forEach((cell) => users[cell]!.push(group)));
  const bundleNames = new Map<string, number>();
  const cells: number[][] = [];
  const bundles = members.map((): number[] => []);
  const bundleOf = users.map((groups, cell) => {
    if (groups.length === 0) return -1;
    const key = groups.join();
    if (!bundleNames.has(key)) {
      bundleNames.set(key, cells.push([]) - 1);
      groups.forEach((group) => bundles[group]!.push(cells.length - 1));
    }
    const bundle = bundleNames.get(key)!;
    cells[bundle]!.push(cell);
    return bundle;
  });
  return { ofRequest, bundles, cells, bundleOf };
}

/** Floors, then weighted max–min class by class, then each tenant's share split among its own requests. */
export function allocate(problem: Problem, asked: readonly Terms[]): Allocation {
  const terms = asked.map((term) => {
    const room = term.cells.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0);
    const demand = Math.min(term.demand, room);
    return { cells: term.cells, demand, floor: Math.min(term.floor, demand) };
  });
  const groups = groupRequests(problem, terms);
  const capacity = groups.cells.map((cells) => cells.reduce((sum, cell) => sum + problem.cells[cell]!.capacity, 0));
  const state = new FairState({ cells: capacity, groups: groups.bundles });
  const classes = [...new Set(problem.requests.map(({ source }) => source.priority))].sort((a, b) => a - b);
  const floors = terms.map(() => 0);
  for (const priority of classes) giveFloors(problem, terms, groups, state, priority, floors);
  const shares = classes.flatMap((priority) => giveShares(problem, terms, groups, state, priority, floors));
  const units = splitShares(problem, terms, groups, capacity, shares, floors);
  const demanded = shares.map((share) => ({
    ...share,
    demand: share.requests.reduce((sum, at) => (terms[at]!.cells.length > 0 ? sum + asked[at]!.demand : sum), 0),
  }));
  return { terms, units, floors, shares: demanded, groups };
}

/** Floors of one class; when not all can be kept they are shared max–min by weight, request by request. */
function giveFloors(
  problem: Problem,
  terms: readonly Terms[],
  groups: Groups,
  state: FairState,
  priority: number,
  floors: number[],
): void {
  const members = problem.requests.flatMap(({ source }, at) =>
    source.priority === priority && terms[at]!.floor > 0 && groups.ofRequest[at]! >= 0 ? [at] : [],
  );
  const shares = fillShares(
    state,
    members.map((at) => ({
      weight: problem.tenants[problem.requests[at]!.tenant]!.share,
      floor: 0,
      wants: [{ group: groups.ofRequest[at]!, amount: terms[at]!.floor }],
    })),
  );
  members.forEach((at, index) => (floors[at] = shares[index]!.units));
}

function giveShares(
  problem: Problem,
  terms: readonly Terms[],
  groups: Groups,
  state: FairState,
  priority: number,
  floors: readonly number[],
): ClassShare[] {
  const byTenant = new Map<number, number[]>();
  problem.requests.forEach(({ source, tenant }, at) => {
    if (source.priority !== priority) return;
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), at]);
  });
  const members = [...byTenant].sort(([a], [b]) => a - b);
  const participants = members.map(([tenant, requests]): Participant => {
    const wants = new Map<number, number>();
    for (const at of requests) {
      const group = groups.ofRequest[at]!;
      if (group >= 0) wants.set(group, (wants.get(group) ?? 0) + terms[at]!.demand - floors[at]!);
    }
    return {
      weight: problem.tenants[tenant]!.share,
      floor: requests.reduce((sum, at) => sum + floors[at]!, 0),
      wants: [...wants].map(([group, amount]): Want => ({ group, amount })),
    };
  });
  const shares = fillShares(state, participants);
  return members.map(([tenant, requests], at) => ({ tenant, priority, requests, demand: 0, ...shares[at]! }));
}

const STEPS = 10;

/**
 * A tenant with several requests in one class gets one share; here it is split: lower ranks first, equal ranks evenly
 * in tenths of their demand. Where every request is met, or there is only one, nothing is left to choose.
 */
function splitShares(
  problem: Problem,
  terms: readonly Terms[],
  groups: Groups,
  capacity: readonly number[],
  shares: readonly ClassShare[],
  floors: readonly number[],
): number[] {
  const units = [...floors];
  const open: ClassShare[] = [];
  const load = groups.bundles.map(() => 0);
  for (const share of shares) {
    const asking = share.requests.filter((at) => groups.ofRequest[at]! >= 0);
    const demand = asking.reduce((sum, at) => sum + terms[at]!.demand, 0);
    if (asking.length === 1) units[asking[0]!] = share.units;
    else if (share.units === demand) for (const at of asking) units[at] = terms[at]!.demand;
    else open.push(share);
  }
  if (open.length === 0) return units;

  units.forEach((amount, at) => amount > 0 && (load[groups.ofRequest[at]!]! += amount));
  const groupNode = (group: number): number => 2 + open.length + group;
  const bundleNode = (bundle: number): number => groupNode(groups.bundles.length) + bundle;
  const network = new CostNetwork(bundleNode(capacity.length));
  load.forEach((amount, group) => network.addEdge(0, groupNode(group), amount, 0));
  groups.bundles.forEach((bundles, group) =>
    bundles.forEach((bundle) => network.addEdge(groupNode(group), bundleNode(bundle), Number.MAX_SAFE_INTEGER, 0)),
  );
  capacity.forEach((amount, bundle) => network.addEdge(bundleNode(bundle), 1, amount, 0));
  const edges: { at: number; edge: number }[] = [];
  open.forEach((share, index) => {
    const held = share.requests.reduce((sum, at) => sum + floors[at]!, 0);
    network.addEdge(0, 2 + index, share.units - held, 0);
    for (const at of share.requests) {
      const group = groups.ofRequest[at]!;
      const extra = terms[at]!.demand - floors[at]!;
      if (group < 0) continue;
      for (let step = 0; step < STEPS; step += 1) {
        const size = Math.floor((extra * (step + 1)) / STEPS) - Math.floor((extra * step) / STEPS);
        const cost = (problem.requests[at]!.source.rank - 1) * STEPS + step;
        if (size > 0) edges.push({ at, edge: network.addEdge(2 + index, groupNode(group), size, cost) });
      }
    }
  });
  network.solve(0, 1);
  for (const { at, edge } of edges) units[at]! += network.flow(edge);
  return units;
}
