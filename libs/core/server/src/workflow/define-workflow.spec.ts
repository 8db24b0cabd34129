import { describe, expect, test } from '@jest/globals';
import { defineWorkflow, movesFor, type Move } from './define-workflow';

const move = (event: string, from: string, to: string, ...by: string[]): Move => ({ event, from, to, by: by.length > 0 ? by : ['founder'] });
const define = (moves: Move[], terminal: string[], resting: string[] = []) =>
  defineWorkflow({ name: 'case', initial: 'draft', terminal, resting, moves });

test('a sound table gives its states, and to each role its moves', () => {
  const workflow = define([move('submit', 'draft', 'submitted'), move('decide', 'submitted', 'done', 'approver')], ['done']);
  expect(workflow.states).toEqual(['done', 'draft', 'submitted']);
  expect(movesFor(workflow, 'submitted', ['founder'])).toEqual([]);
  expect(movesFor(workflow, 'submitted', ['approver']).map(({ event }) => event)).toEqual(['decide']);
});

describe('does not start with', () => {
  test.each([
    ['a state that cannot be reached', [move('submit', 'draft', 'done'), move('undo', 'lost', 'done')], ['done'], 'lost cannot be reached'],
    ['a case that can never end', [move('go', 'draft', 'loop'), move('back', 'loop', 'draft')], [], 'can never come to an end'],
    ['a way out of an end', [move('submit', 'draft', 'done'), move('reopen', 'done', 'draft')], ['done'], 'done is terminal but reopen leaves it'],
    ['an end that no move leads to', [move('submit', 'draft', 'done')], ['done', 'gone'], 'gone is an end that no move leads to'],
    ['the same move twice', [move('submit', 'draft', 'done'), move('submit', 'draft', 'done')], ['done'], 'is listed twice'],
  ])('%s', (_, moves, terminal, message) => {
    expect(() => define(moves, terminal)).toThrow(message);
  });
});

test('a case may rest where moves still lead out', () => {
  expect(() => define([move('graduate', 'draft', 'alumni'), move('leave', 'alumni', 'gone')], ['gone'], ['alumni'])).not.toThrow();
});
