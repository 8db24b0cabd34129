import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { movesFor, type Workflow } from '@wutong/core-server';

export interface MachineTransition {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly by: readonly string[];
}

/** A state machine as the centre's table gives it. */
export interface Machine {
  readonly initial: string;
  readonly terminal: readonly string[];
  readonly transitions: readonly MachineTransition[];
}

const SHARED = new URL('../../../../../../shared/workflows.json', import.meta.url);

/**
 * Tests that a workflow accepts and refuses exactly what a table says, for every state and every role that occurs in it
 * or in `strangers`. The table stands beside the spec as a fixture; where the centre's own table is at hand, the
 * fixture is compared with it.
 */
export function machineTests(workflow: Workflow, fixture: URL, strangers: readonly string[] = ['finance', 'auditor']): Machine {
  const machine = JSON.parse(readFileSync(fixture, 'utf8')) as Machine;
  const roles = [...new Set([...machine.transitions.flatMap(({ by }) => by), ...strangers])].sort();

  describe(`the machine ${workflow.name}`, () => {
    test('has exactly the moves of the table, and begins and ends as it says', () => {
      expect(inOrder(workflow.moves)).toEqual(inOrder(machine.transitions));
      expect(workflow.initial).toBe(machine.initial);
      expect([...workflow.terminal].sort()).toEqual([...machine.terminal].sort());
    });

    test.each(workflow.states)('opens to nobody in %s what the table does not', (state) => {
      for (const role of roles) {
        const open = movesFor(workflow, state, [role]).map(({ event, to }) => `${event} ${to}`).sort();
        const wanted = machine.transitions.filter(({ from, by }) => from === state && by.includes(role));
        expect([role, open]).toEqual([role, wanted.map(({ event, to }) => `${event} ${to}`).sort()]);
      }
    });

    const shared = sharedMachine(workflow.name);
    (shared ? test : test.skip)('is the one of ../shared/workflows.json (skipped: it is not there)', () => {
      expect(inOrder(shared?.transitions ?? [])).toEqual(inOrder(machine.transitions));
    });
  });
  return machine;
}

function sharedMachine(name: string): Machine | undefined {
  if (!existsSync(SHARED)) return undefined;
  return (JSON.parse(readFileSync(SHARED, 'utf8')) as { machines: Record<string, Machine> }).machines[name];
}

function inOrder(moves: readonly MachineTransition[]): MachineTransition[] {
  return moves
    .map(({ from, to, event, by }) => ({ from, to, event, by: [...by].sort() }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
