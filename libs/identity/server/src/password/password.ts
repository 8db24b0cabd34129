import { hash, verify } from '@node-rs/argon2';
import { invalid } from '@wutong/core-server';
import { newSecret } from '../session/secret';

/** argon2id (the library's default) with 19 MiB and two passes, as OWASP's Password Storage Cheat Sheet advises. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 200;

/** What guessers try first among passwords of ten characters or more. */
const COMMON = new Set([
  '1234567890', '0123456789', '0987654321', '1111111111', '0000000000', '1q2w3e4r5t', 'qwertyuiop', 'password12',
  'password123', 'password1234', 'passw0rd123', 'iloveyou123', '1234567891', '12345678910', '123456789a', 'a123456789',
  'woaini1314', 'woaini520520', '5201314520', 'qwerty12345', 'administrator', 'changeme123', 'letmein1234',
  'welcome123', 'welcome1234', 'admin123456', 'abc1234567', 'abcd123456', 'abcdefghij', 'q1w2e3r4t5', 'zxcvbnm123',
]);

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/**
 * Whether the password is the one. For an account that is not there, or has no password, the same work is done, so
 * that the time taken does not tell who has an account.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? (await stranger), password.normalize('NFKC'));
  return right && stored !== null;
}

/** The hash that is checked when there is no account: same cost as every other. */
const stranger = hashPassword(newSecret());

/** Refuses a new password that is too short, too long, widely known, or the person's own address or name. */
export function checkNewPassword(field: string, password: string, about: readonly string[]): void {
  const normal = password.normalize('NFKC');
  if ([...normal].length < SHORTEST_PASSWORD) {
    throw invalid(
      field,
      `Choose a password of at least ${SHORTEST_PASSWORD} characters. A few unrelated words are easy to remember.`,
      `密码至少 ${SHORTEST_PASSWORD} 个字符，可用几个不相关的词组成，便于记忆。`,
    );
  }
  if (normal.length > LONGEST_PASSWORD) {
    throw invalid(
      field,
      `A password may have ${LONGEST_PASSWORD} characters at the most.`,
      `密码最长 ${LONGEST_PASSWORD} 个字符。`,
    );
  }
  const lower = normal.toLowerCase();
  const personal = about.some((text) => text.length >= 4 && lower.includes(text.toLowerCase()));
  if (personal || COMMON.has(lower) || new Set(lower).size < 4) {
    throw invalid(
      field,
      'This password is among the first that somebody would guess. Choose another.',
      '该密码过于常见或包含您的个人信息，容易被猜到，请换一个。',
    );
  }
}
