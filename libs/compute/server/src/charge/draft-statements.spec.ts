import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draftStatements, toFen, type Chargeable, type TenantSource } from './draft-statements';

const use = (facts: Partial<Chargeable> = {}): Chargeable => ({
  organisationId: 'a', kind: 'usage', usageMonth: '2026-10', grantId: 'g', poolId: 'p', gpuClass: 'h800', gpuMh: 1000n, chargeMfen: 1_000_000n,
  reason: null, ...facts,
});
const voucher = (facts: Partial<TenantSource> = {}): TenantSource => ({
  id: 'v', organisationId: 'a', kind: 'voucher', firstMonth: '2026-10', lastMonth: '2026-10', givenAt: new Date(0), sharePercent: 100,
  monthCapFen: null, gpuClasses: [], poolIds: [], amountFen: 400n, usedFen: 0n, lapsedFen: 0n, clawedBackFen: 0n, lapsedAt: null, ...facts,
});

describe('a statement', () => {
  test.each([
    [2_500n, 2n], [3_500n, 4n], [2_501n, 3n], [2_499n, 2n], [-2_500n, -2n], [-3_500n, -4n], [0n, 0n],
  ])('rounds %s thousandths of a fen half to even: %s fen', (mfen, fen) => {
    expect(toFen(mfen)).toBe(fen);
  });

  test('is the sum of its lines, less what funding pays', () => {
    const [draft] = draftStatements('2026-10', [use(), use({ kind: 'refund', chargeMfen: -100_000n })], [], [voucher()]);
    expect(draft).toMatchObject({ chargedFen: 900n, fundedFen: 400n, dueFen: 500n });
  });

  test('charges nothing above the tenant’s cap, and says why', () => {
    const [draft] = draftStatements('2026-10', [use()], [{ organisationId: 'a', capFen: 600n, reason: 'Seed budget' }], []);
    expect(draft?.lines.at(-1)).toMatchObject({ kind: 'cap', amountFen: -400n, reason: '¥6.00 · Seed budget' });
    expect(draft?.chargedFen).toBe(600n);
  });

  test('lists free use at nothing', () => {
    const [draft] = draftStatements('2026-10', [use({ chargeMfen: 0n })], [], [voucher()]);
    expect(draft).toMatchObject({ chargedFen: 0n, fundedFen: 0n, lines: [{ gpuMh: 1000n, amountFen: 0n }] });
  });

  test.each<[string, Partial<TenantSource>]>([
    ['has not begun', { firstMonth: '2026-11', lastMonth: '2026-12' }],
    ['is over', { firstMonth: '2026-08', lastMonth: '2026-09' }],
    ['has lapsed', { lapsedAt: new Date(0) }],
    ['is another tenant’s', { organisationId: 'b' }],
  ])('is not paid by funding that %s', (_, facts) => {
    expect(draftStatements('2026-10', [use()], [], [voucher(facts)])[0]?.fundedFen).toBe(0n);
  });

  test('gives money back to funding that paid, also when that is over', () => {
    const past = voucher({ lastMonth: '2026-09', lapsedAt: new Date(0), usedFen: 250n });
    const [draft] = draftStatements('2026-10', [use({ kind: 'correction', usageMonth: '2026-09', chargeMfen: -300_000n })], [], [past]);
    expect(draft).toMatchObject({ chargedFen: -300n, fundedFen: -250n, dueFen: -50n });
  });
});

test('whatever is charged: lines add up, each is within half a fen of what is exact, and their order does not matter', () => {
  const lines = fc.array(
    fc.record({
      organisationId: fc.constantFrom('a', 'b'), kind: fc.constantFrom('usage', 'correction', 'refund'),
      poolId: fc.constantFrom('p', 'q'), gpuClass: fc.constantFrom('h800', 'a800'), chargeMfen: fc.bigInt({ min: -5_000_000n, max: 90_000_000n }),
    }).map((facts) => use(facts)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(lines, fc.bigInt({ min: 0n, max: 100_000n }), (all, capFen) => {
      const caps = [{ organisationId: 'a', capFen, reason: 'x' }];
      const drafts = draftStatements('2026-10', all, caps, [voucher()]);
      const figures = (list: typeof drafts) => list.map(({ organisationId, chargedFen, fundedFen, dueFen }) => ({ organisationId, chargedFen, fundedFen, dueFen }));
      expect(figures(draftStatements('2026-10', all.toReversed(), caps, [voucher()]))).toEqual(figures(drafts));
      for (const { organisationId, lines: own, chargedFen, fundedFen, dueFen, shares } of drafts) {
        expect(own.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(chargedFen);
        expect(shares.reduce((sum, { amountFen }) => sum + amountFen, 0n)).toBe(fundedFen);
        expect(dueFen).toBe(chargedFen - fundedFen);
        if (organisationId === 'a') expect(chargedFen).toBeLessThanOrEqual(capFen);
        for (const { amountFen, chargeMfen } of own) {
          const off = amountFen * 1000n - chargeMfen;
          expect(off < 0n ? -off : off).toBeLessThanOrEqual(500n);
        }
      }
    }),
  );
});
