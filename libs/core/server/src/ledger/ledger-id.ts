import { createHash } from 'node:crypto';

/** What makes an account the one it is: whose it is, what it is for, in which unit. */
export interface AccountKey {
  /** The kind of thing that owns it: `tenancy`, `pool`, `programme`, … */
  readonly ownerType: string;
  readonly ownerId: string;
  /** Its place in the platform's chart of accounts: `available`, `used`, `payable`, … */
  readonly code: string;
  /** The smallest unit that it counts: `cny-fen`, `gpu-mh:h800`, `room-minute`, … */
  readonly unit: string;
}

/** The account's id. The same key gives the same id everywhere, so that nobody has to look it up or keep it. */
export function accountId(key: AccountKey): string {
  return ledgerId('account', key.ownerType, key.ownerId, key.code, key.unit);
}

/**
 * An id (UUID version 8, RFC 9562 §5.8) made of what happened: `ledgerId('charge-refund', jobKey)`. Whoever books
 * the same event again, after a crash or a second pass, gives the same id and so books it once.
 */
export function ledgerId(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
