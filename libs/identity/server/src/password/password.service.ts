import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { SessionService } from '../session/session.service';

/** Keeps the hash of each person's password, in a table of its own that only the system's reach opens. */
@Injectable()
export class PasswordService {
  constructor(private readonly sessions: SessionService) {}

  /** A person's first password. `tx` has the system's reach. */
  async set(ctx: Ctx, tx: Tx, userId: string, hash: string): Promise<void> {
    const row = [userId, hash, ctx.now];
    await tx.query(`insert into user_password (user_id, hash, changed_at) values ($1, $2, $3)`, row);
  }

  /** Another password: whoever is signed in with the old one is signed out, and no browser counts as known. */
  async replace(ctx: Ctx, tx: Tx, userId: string, hash: string): Promise<void> {
    await tx.query(
      `insert into user_password (user_id, hash, changed_at) values ($1, $2, $3)
       on conflict (user_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
      [userId, hash, ctx.now],
    );
    await this.sessions.endAllOf(ctx, tx, userId);
    await tx.query(`delete from known_device where user_id = $1`, [userId]);
    await tx.query(
      `update one_time_token set used_at = $2
       where user_id = $1 and purpose = 'reset_password' and used_at is null`,
      [userId, ctx.now],
    );
  }
}
