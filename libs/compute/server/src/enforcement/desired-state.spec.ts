import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredState, limitMinutes, minutesOf, offsetOf, type EnforcedGrant } from './desired-state';

export const grant = (change: Partial<EnforcedGrant> = {}): EnforcedGrant => ({
  grantId: '3b7c0c0e-1111-4000-8000-000000000001', organisationId: '3b7c0c0e-1111-4000-8000-000000000002', account: 'wt-c2026-0042',
  gpuClass: 'h800', gpus: 8, onLoan: 0, grantedMh: 20_000n, usedMh: 0n, endsAt: new Date('2026-12-01T00:00:00Z'), state: 'active', closedAt: null,
  isInGoodStanding: true, users: ['lin', 'chen'], offsetMinutes: null, ...change,
});
const TRES = ['gres/gpu', 'gres/gpu:h800', 'gres/gpu:l40s'];

describe('what a Slurm cluster is to have for a grant', () => {
  test('its hours and GPUs by class and in all, other classes shut, its users in order', () => {
    expect(desiredState([grant()], TRES)).toEqual([
      {
        account: 'wt-c2026-0042', isOpen: true, users: ['chen', 'lin'],
        limits: {
          noDecay: true, gpuMinutes: { 'gres/gpu': 1200, 'gres/gpu:h800': 1200 }, gpus: { 'gres/gpu': 8, 'gres/gpu:h800': 8, 'gres/gpu:l40s': 0 },
        },
      },
    ]);
  });

  test('where the cluster knows no classes, all GPUs together', () => {
    expect(desiredState([grant()], ['gres/gpu'])).toMatchObject([{ limits: { gpuMinutes: { 'gres/gpu': 1200 }, gpus: { 'gres/gpu': 8 } } }]);
  });

  test('where it knows other classes only, the sum alone: nothing is shut that the grant may need', () => {
    expect(desiredState([grant()], ['gres/gpu', 'gres/gpu:h100'])).toMatchObject([{ limits: { gpus: { 'gres/gpu': 8 } } }]);
    expect(Object.keys(desiredState([grant()], ['gres/gpu', 'gres/gpu:h100']).flatMap((one) => (one.isOpen ? [one.limits.gpus] : []))[0] ?? {})).toEqual(['gres/gpu']);
  });

  test.each([
    ['active', true, null, { isOpen: true }],
    ['change_pending', true, null, { isOpen: true }],
    ['renewal_pending', true, null, { isOpen: true }],
    ['allocated', true, null, { isOpen: false, cancelsJobs: false }],
    ['active', false, null, { isOpen: false, cancelsJobs: false }],
    ['expired', true, new Date(), { isOpen: false, cancelsJobs: true }],
    ['revoked', true, new Date(), { isOpen: false, cancelsJobs: true }],
    ['settled', false, new Date(), { isOpen: false, cancelsJobs: true }],
  ])('a grant that is %s, of a tenant in good standing: %s', (state, isInGoodStanding, closedAt, expected) => {
    expect(desiredState([grant({ state, isInGoodStanding, closedAt })], TRES)).toMatchObject([expected]);
  });
});

describe('the limit in the cluster’s own counting', () => {
  const after = (usedMh: bigint, counted: number, offsetMinutes: bigint | null = null): bigint => {
    const one = grant({ usedMh, offsetMinutes });
    return limitMinutes(one, offsetOf(one, counted));
  };

  test('is what was granted while both count the same', () => {
    expect(after(10_000n, 600)).toBe(1200n);
  });

  test('does not move while the cluster is ahead by what the next pull will bring', () => {
    expect(after(10_000n, 700)).toBe(1200n);
  });

  test('follows when the cluster counts hours that were given back here, or lost its count', () => {
    expect(after(5_000n, 600)).toBe(1500n);
    expect(after(10_000n, 0)).toBe(600n);
  });

  test('keeps what it was set by, until that is wrong by more than a quarter of an hour of all its GPUs', () => {
    expect(after(5_000n, 620, 300n)).toBe(1500n);
    expect(after(5_000n, 421, 300n)).toBe(1321n);
  });

  test('is what was granted where the cluster does not tell', () => {
    expect(offsetOf(grant({ usedMh: 5_000n }), null)).toBe(0n);
  });

  test('never gives more than is held, beyond the delay between both counts', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.bigInt(0n, 10n ** 9n), fc.nat(10 ** 7), fc.option(fc.bigInt(-1000n, 1000n)), (grantedMh, used, counted, offsetMinutes) => {
        const usedMh = used < grantedMh ? used : grantedMh;
        const one = grant({ grantedMh, usedMh, offsetMinutes });
        const left = limitMinutes(one, offsetOf(one, counted)) - BigInt(counted);
        expect(left).toBeLessThanOrEqual(minutesOf(grantedMh - usedMh) + 1n + 15n * BigInt(one.gpus));
      }),
    );
  });
});
