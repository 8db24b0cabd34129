import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Attribution, nextPayers, type GrantWindow } from './attribution';
import type { Run } from './run';

const day = (n: number): Date => new Date(Date.UTC(2026, 5, n));
const grant = (id: string, facts: Partial<GrantWindow> = {}): GrantWindow => ({
  id, organisationId: 'tidal', gpuClass: 'h100', poolIds: ['here'], startsAt: day(1), endsAt: day(30), closedAt: null, grantedMh: 100n, usedMh: 0n, paysFirst: false, ...facts,
});
const attribution = (...grants: GrantWindow[]): Attribution =>
  new Attribution(
    [
      { cluster: 'c', account: 'tidal', organisationId: 'tidal', grantId: null },
      { cluster: 'c', account: 'late', organisationId: 'tidal', grantId: 'late' },
    ],
    [{ id: 'here', cluster: 'c', gpuClass: 'h100' }],
    grants,
  );
const run = (facts: Partial<Run> = {}): Run => ({
  key: 'c/1', cluster: 'c', jobId: '1', account: 'tidal', user: 'lin', state: 'COMPLETED', gpuClass: 'h100', gpus: 1, elapsedSeconds: 3600, limitSeconds: null,
  startAt: day(10), endAt: day(10), untilAt: day(10), gpuMh: 60n, ...facts,
});
const payer = (of: Attribution, facts: Partial<Run> = {}): unknown => {
  const whose = of.of(run(facts));
  return typeof whose === 'string' ? whose : whose.grantId;
};

describe('which grant pays', () => {
  test.each<[string, GrantWindow[], Partial<Run>, unknown]>([
    ['the one whose account it is, though another ends first', [grant('soon', { endsAt: day(12) }), grant('late')], { account: 'late' }, 'late'],
    ['the one that ends first', [grant('late'), grant('soon', { endsAt: day(12) })], {}, 'soon'],
    ['one in the same pool before one that ends first', [grant('here'), grant('there', { poolIds: ['there'], endsAt: day(12) })], {}, 'here'],
    ['the one put first, before one in the same pool that ends first', [grant('soon', { endsAt: day(12) }), grant('first', { poolIds: ['there'], paysFirst: true })], {}, 'first'],
    ['another when the one put first is used up', [grant('late'), grant('first', { paysFirst: true, usedMh: 100n })], {}, 'late'],
    ['another when the one put first has not begun', [grant('late'), grant('first', { paysFirst: true, startsAt: day(11) })], {}, 'late'],
    ['one with hours left before one that is used up', [grant('late'), grant('soon', { endsAt: day(12), usedMh: 100n })], {}, 'late'],
    ['one with hours left elsewhere before one used up here', [grant('here', { usedMh: 100n }), grant('there', { poolIds: ['there'] })], {}, 'there'],
    ['the one that ends first, beyond its hours, when all are used up', [grant('late', { usedMh: 100n }), grant('soon', { endsAt: day(12), usedMh: 120n })], {}, 'soon'],
    ['none that has not begun, has ended, was closed, or is of another class', [
      grant('coming', { startsAt: day(11) }), grant('over', { endsAt: day(10) }), grant('closed', { closedAt: day(9) }), grant('a800', { gpuClass: 'a800' }),
    ], {}, null],
    ['the one whose account it is, for a run that began before its end', [grant('soon', { endsAt: day(12) }), grant('late', { endsAt: day(11) })], { account: 'late', untilAt: day(20) }, 'late'],
    ['the one whose account it is, for a run that began before its early close', [grant('soon', { endsAt: day(12) }), grant('late', { closedAt: day(11) })], { account: 'late' }, 'late'],
    ['the one whose account it is, though it has not begun', [grant('soon', { endsAt: day(12) }), grant('late', { startsAt: day(11) })], { account: 'late' }, 'late'],
    ['another that is open, for a run that begins when the one whose account it is has ended', [grant('late', { endsAt: day(10) }), grant('other')], { account: 'late' }, 'other'],
    ['another that is open, for a run that begins after its early close', [grant('late', { closedAt: day(9) }), grant('other')], { account: 'late' }, 'other'],
    ['none, when the one whose account it is has ended and no other is open', [grant('late', { endsAt: day(9) }), grant('coming', { startsAt: day(11) })], { account: 'late' }, null],
    ['nobody’s, under an account that nobody knows', [grant('late')], { account: 'x' }, 'unknown_account'],
  ])('is %s', (_, grants, facts, expected) => {
    expect(payer(attribution(...grants), facts)).toBe(expected);
  });

  test('moves on when the runs of one delivery use it up', () => {
    const of = attribution(grant('late'), grant('soon', { endsAt: day(12) }));
    expect([1, 2, 3, 4, 5].map(() => payer(of))).toEqual(['soon', 'soon', 'late', 'late', 'soon']);
  });

  test('is never one that is used up while another that is open has hours', () => {
    const grants = fc.uniqueArray(fc.record({ id: fc.nat(9), end: fc.integer({ min: 11, max: 29 }), used: fc.bigInt(0n, 130n), isHere: fc.boolean() }), {
      selector: ({ id }) => id, minLength: 1,
    });
    fc.assert(
      fc.property(grants, fc.array(fc.bigInt(1n, 60n), { minLength: 1, maxLength: 20 }), (given, runs) => {
        const all = given.map(({ id, end, used, isHere }) => grant(`g${id}`, { endsAt: day(end), usedMh: used, poolIds: isHere ? ['here'] : [] }));
        const left = new Map(all.map(({ id, grantedMh, usedMh }) => [id, grantedMh - usedMh]));
        const of = attribution(...all);
        for (const gpuMh of runs) {
          const paid = String(payer(of, { gpuMh }));
          expect((left.get(paid) ?? 0n) > 0n || [...left.values()].every((mh) => mh <= 0n)).toBe(true);
          left.set(paid, (left.get(paid) ?? 0n) - gpuMh);
        }
      }),
    );
  });
});

test('the next run is paid by one grant of a company and class, or by one for each pool that leads to another', () => {
  const next = (...grants: GrantWindow[]): string[] => [...nextPayers(grants, day(10))].sort();
  expect(next(grant('late'), grant('soon', { endsAt: day(12) }), grant('a800', { gpuClass: 'a800' }))).toEqual(['a800', 'soon']);
  expect(next(grant('here'), grant('there', { poolIds: ['there'], endsAt: day(12) }))).toEqual(['here', 'there']);
  expect(next(grant('here'), grant('first', { poolIds: ['there'], paysFirst: true }))).toEqual(['first']);
  expect(next(grant('late', { poolIds: [] }), grant('other', { organisationId: 'ebb', usedMh: 100n }))).toEqual(['late', 'other']);
  expect(next(grant('coming', { startsAt: day(11) }), grant('closed', { closedAt: day(9) }))).toEqual([]);
});
