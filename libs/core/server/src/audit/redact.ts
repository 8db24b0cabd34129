/** What is written in the place of a secret. */
export const REDACTED = '[redacted]';

const SECRET =
  /pass(word|phrase|wd)|secret|token|authori[sz]ation|cookie|(api|private)_?key|credential|otp|recovery_?code/i;

/** A copy in which the value of every key that names a secret is replaced, at any depth. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, SECRET.test(key) && part !== null ? REDACTED : redact(part)]),
  );
}
