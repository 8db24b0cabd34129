import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { hashOf, newSecret } from '../session/secret';

export type Purpose = 'verify_email' | 'reset_password' | 'set_up';

const HOUR = 60 * 60 * 1000;

/** How long each kind is good for. */
export const ONE_TIME_MS: Record<Purpose, number> = {
  verify_email: 72 * HOUR,
  reset_password: HOUR,
  set_up: 72 * HOUR,
};

export interface OneTimeToken {
  id: string;
  user_id: string | null;
  email: string | null;
}

/** Secrets that are good once and not for long: in letters, and for the first administrator. `tx` is the system's. */
@Injectable()
export class OneTimeTokenService {
  /** A new token; those issued before for the same person and purpose are void. */
  async issue(ctx: Ctx, tx: Tx, purpose: Purpose, person: { id: string; email: string } | null): Promise<string> {
    await this.revoke(ctx, tx, purpose, person?.id ?? null);
    const token = newSecret();
    await tx.query(
      `insert into one_time_token (id, purpose, token_hash, user_id, email, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        randomUUID(), purpose, hashOf(token), person?.id ?? null, person?.email ?? null, ctx.now,
        new Date(ctx.now.getTime() + ONE_TIME_MS[purpose]),
      ],
    );
    return token;
  }

  /** Uses a token up; null when it is unknown, expired or used. Of two at once, one gets it. */
  async use(ctx: Ctx, tx: Tx, purpose: Purpose, token: string): Promise<OneTimeToken | null> {
    const [used] = await tx.query<OneTimeToken>(
      `update one_time_token set used_at = $3
       where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3
       returning id, user_id, email`,
      [hashOf(token), purpose, ctx.now],
    );
    return used ?? null;
  }

  async revoke(ctx: Ctx, tx: Tx, purpose: Purpose, userId: string | null): Promise<void> {
    await tx.query(
      `update one_time_token set used_at = $3
       where purpose = $1 and user_id is not distinct from $2 and used_at is null`,
      [purpose, userId, ctx.now],
    );
  }
}
