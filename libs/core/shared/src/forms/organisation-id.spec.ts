import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { organisationIdCheck, organisationIdProblem } from './organisation-id';

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const some = (characters: string[], length: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: length, maxLength: length });
const first17 = fc
  .tuple(some(ALPHABET, 2), some([...'0123456789'], 6), some(ALPHABET, 9))
  .map((parts) => parts.join(''));

describe('a unified social credit code', () => {
  // Codes of listed companies and ministries, as printed in their public filings.
  it.each(['9144030071526726XG', '914403001922038216', '91330100799655058B'])('%s is right', (code) => {
    expect(organisationIdProblem(code)).toBeUndefined();
  });

  it('with its check character is right, and with one character mistyped is not', () => {
    fc.assert(
      fc.property(first17, fc.nat(17), fc.constantFrom(...ALPHABET), (body, at, other) => {
        const code = body + organisationIdCheck(body);
        expect(organisationIdProblem(code)).toBeUndefined();
        const mistyped = code.slice(0, at) + other + code.slice(at + 1);
        if (mistyped !== code) expect(organisationIdProblem(mistyped)).toBeDefined();
      }),
    );
  });

  it('with two neighbours swapped is not right', () => {
    fc.assert(
      fc.property(first17, fc.nat(16), (body, at) => {
        const code = body + organisationIdCheck(body);
        const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
        if (swapped !== code) expect(organisationIdProblem(swapped)).toBeDefined();
      }),
    );
  });
});
