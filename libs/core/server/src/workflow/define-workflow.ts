/**
 * A workflow is a table of moves: who may move a case from which state to which. `defineWorkflow` checks the table
 * when the program starts, so that a state nobody can reach, or a case that can never end, stops the start.
 */
export interface Move {
  readonly event: string;
  readonly from: string;
  readonly to: string;
  /** Roles that may do it; `system` is the machine itself. */
  readonly by: readonly string[];
  /** A person must say why. Kept in the timeline, and by a CHECK in the database. */
  readonly reason?: true;
}

export interface Workflow<M extends Move = Move> {
  readonly name: string;
  readonly initial: M['from'] | M['to'];
  readonly terminal: readonly string[];
  /** States where a case may stay for good although moves lead out of them. */
  readonly resting: readonly string[];
  readonly moves: readonly M[];
  readonly states: readonly string[];
}

export type EventOf<W extends Workflow> = W['moves'][number]['event'];
export type StateOf<W extends Workflow> = W['moves'][number]['from' | 'to'];

/** Gives the checked workflow; throws with every fault of the table at once. */
export function defineWorkflow<const M extends Move>(table: {
  name: string;
  initial: string;
  terminal: readonly string[];
  resting?: readonly string[];
  moves: readonly M[];
}): Workflow<M> {
  const states = [...new Set([table.initial, ...table.moves.flatMap((move) => [move.from, move.to])])].sort();
  const faults = [...duplicateMoves(table.moves), ...stateFaults(table, states)];
  if (faults.length > 0) throw new Error(`Workflow ${table.name} is not sound:\n  ${faults.join('\n  ')}`);
  const workflow = { ...table, resting: table.resting ?? [], states };
  defined.set(workflow.name, workflow);
  return workflow;
}

const defined = new Map<string, Workflow>();

/** Every workflow whose module is loaded, by name: for what walks over all of them, such as the diagrams in docs. */
export function definedWorkflows(): Workflow[] {
  return [...defined.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function duplicateMoves(moves: readonly Move[]): string[] {
  const seen = new Set<string>();
  return moves.flatMap(({ event, from, to }) => {
    const key = `${from} –${event}→ ${to}`;
    return seen.has(key) ? [`${key} is listed twice`] : (seen.add(key), []);
  });
}

function stateFaults(
  table: { initial: string; terminal: readonly string[]; resting?: readonly string[]; moves: readonly Move[] },
  states: readonly string[],
): string[] {
  const ends = new Set([...table.terminal, ...(table.resting ?? [])]);
  const reachable = closure([table.initial], (state) => table.moves.filter((m) => m.from === state).map((m) => m.to));
  const canEnd = closure([...ends], (state) => table.moves.filter((m) => m.to === state).map((m) => m.from));
  return [
    ...[...ends].filter((state) => !states.includes(state)).map((state) => `${state} is an end that no move leads to`),
    ...table.moves.filter((m) => table.terminal.includes(m.from)).map((m) => `${m.from} is terminal but ${m.event} leaves it`),
    ...states.filter((state) => !reachable.has(state)).map((state) => `${state} cannot be reached from ${table.initial}`),
    ...states.filter((state) => !canEnd.has(state)).map((state) => `${state} can never come to an end`),
  ];
}

function closure(start: readonly string[], next: (state: string) => string[]): Set<string> {
  const found = new Set(start);
  for (const state of found) for (const other of next(state)) found.add(other);
  return found;
}

/** The moves that leave `state` and that one of `roles` may make, in the order of the table. */
export function movesFor<M extends Move>(workflow: Workflow<M>, state: string, roles: readonly string[]): M[] {
  return workflow.moves.filter((move) => move.from === state && move.by.some((role) => roles.includes(role)));
}
