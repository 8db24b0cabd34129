import { randomUUID } from 'node:crypto';
import type { Ctx, Locale, Tx } from '@wutong/core-server';
import { User } from './user.entity';

export interface NewUser {
  email: string;
  name: string;
  locale: Locale;
  timeZone: string;
  /** Whether the address is proved already: by an invitation, or by another provider. */
  verified: boolean;
}

/** Inserts a person; null when the address has an account. `tx` has the system's reach. */
export async function insertUser(ctx: Ctx, tx: Tx, user: NewUser): Promise<User | null> {
  const [made] = await tx.query<{ id: string }>(
    `insert into app_user (id, email, email_verified_at, name, locale, time_zone, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing returning id`,
    [randomUUID(), user.email, user.verified ? ctx.now : null, user.name, user.locale, user.timeZone, ctx.now],
  );
  return made ? tx.of(User).findOneByOrFail({ id: made.id }) : null;
}
