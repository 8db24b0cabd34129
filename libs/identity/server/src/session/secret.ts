import { createHash, randomBytes } from 'node:crypto';

/** A token nobody can guess: 256 random bits. It goes to its owner; only `hashOf` it is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. A plain hash is enough, as the token itself is random. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
