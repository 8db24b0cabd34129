/**
 * China's unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters of 31, the last a check character
 * with weights 3^i mod 31.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const SHAPE = /^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}$/;

export type OrganisationIdProblem = 'shape' | 'check';

/** What is wrong with a unified social credit code, or `undefined`. Capital letters are expected, as on the licence. */
export function organisationIdProblem(code: string): OrganisationIdProblem | undefined {
  if (!SHAPE.test(code)) return 'shape';
  return organisationIdCheck(code.slice(0, 17)) === code[17] ? undefined : 'check';
}

/** The check character for the first 17 characters of a unified social credit code (GB 32100-2015, 4.3). */
export function organisationIdCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(first17[i] ?? '0'), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}
