import { describe, expect, it } from '@jest/globals';
import { linesOf, type Entry } from './statement-lines';

const base = {
  __typename: 'LedgerEntry', kind: 'hold', at: '2026-11-23T08:00:00Z', posted: '0', pending: '0', change: '0', pendingAfter: '0',
  availableAfter: '0', counterCode: 'used', memo: 'memo', event: 'usage', causeType: 'compute_request', causeId: 'r1',
} as const;
const entry = (id: string, more: Partial<Entry>): Entry => ({ ...base, id, ...more });

describe('a statement as people count', () => {
  it('makes one line of a use that posts from a hold and holds the rest anew', () => {
    const [line, ...others] = linesOf([
      entry('2', { pending: '600', change: '-600', pendingAfter: '600', availableAfter: '9000' }),
      entry('1', { kind: 'post', posted: '-400', pending: '-1000', change: '600', pendingAfter: '0', availableAfter: '9600' }),
    ]);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ used: 400n, held: -400n, change: 0n, given: 0n, heldAfter: 600n, leftAfter: 9000n });
  });

  it('keeps apart what other causes did at the same moment', () => {
    const lines = linesOf([entry('2', { causeId: 'r2', pending: '5' }), entry('1', { pending: '7' })]);
    expect(lines.map(({ held }) => held)).toEqual([5n, 7n]);
  });

  it('tells hours given by the centre from hours used', () => {
    const [given] = linesOf([entry('1', { counterCode: 'issued', posted: '1000', change: '1000', event: 'give' })]);
    expect(given).toMatchObject({ given: 1000n, used: 0n, held: 0n });
  });
});
