import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, Database, type Ctx, type Tx } from '@wutong/core-server';
import { asSystem } from '../session/as-system';
import { attempt, THROTTLES, type ThrottleState } from './throttle';

export interface ThrottleKey {
  readonly rule: keyof typeof THROTTLES;
  /** What is counted: an address, an account, a device. Kept as a hash. */
  readonly of: readonly string[];
}

interface Row {
  key: Buffer;
  failures: number;
  blocked_until: Date | null;
  updated_at: Date;
}

/**
 * Counts attempts before they are made and gives them back when they prove right, so that a thousand guesses sent at
 * once are no better than a thousand one after the other.
 */
@Injectable()
export class ThrottleService {
  constructor(private readonly db: Database) {}

  /** Takes one attempt from each count. Gives null, or when to try again; then nothing was taken. */
  async take(ctx: Ctx, keys: readonly ThrottleKey[]): Promise<Date | null> {
    const counts = keys
      .map((key) => ({ hash: hashOfKey(key), rule: THROTTLES[key.rule] }))
      .sort((a, b) => Buffer.compare(a.hash, b.hash));
    return this.db.write(asSystem(ctx), async (tx) => {
      const hashes = counts.map(({ hash }) => hash);
      await tx.query(
        `insert into sign_in_throttle (key, failures, updated_at)
         select key, 0, $2 from unnest($1::bytea[]) as key order by key on conflict (key) do nothing`,
        [hashes, ctx.now],
      );
      const rows = await tx.query<Row>(
        `select key, failures, blocked_until, updated_at from sign_in_throttle
         where key = any($1::bytea[]) order by key for update`,
        [hashes],
      );
      const outcomes = counts.map(({ hash, rule }) => ({ hash, ...attempt(stateOf(rows, hash), rule, ctx.now) }));
      const waits = outcomes.flatMap(({ allowed, next }) => (!allowed && next.blockedUntil ? [next.blockedUntil] : []));
      if (waits.length > 0) return new Date(Math.max(...waits.map((wait) => wait.getTime())));
      for (const { hash, next } of outcomes) {
        await tx.query(
          `update sign_in_throttle set failures = $2, blocked_until = $3, updated_at = $4 where key = $1`,
          [hash, next.failures, next.blockedUntil, next.updatedAt],
        );
      }
      return null;
    });
  }

  /** As `take`, where too many are an error: throws TOO_MANY_ATTEMPTS, which says when to try again. */
  async takeOrRefuse(ctx: Ctx, keys: readonly ThrottleKey[]): Promise<void> {
    const retryAt = await this.take(ctx, keys);
    if (!retryAt) return;
    const minutes = Math.ceil((retryAt.getTime() - ctx.now.getTime()) / 60_000);
    throw new AppError('TOO_MANY_ATTEMPTS', {
      en: `That was asked for too often. Try again in ${minutes} min.`,
      'zh-CN': `操作过于频繁，请在 ${minutes} 分钟后重试。`,
    }, { details: { retryAt: retryAt.toISOString() } });
  }

  /**
   * The attempt was right: `forget` starts afresh; `giveBack` counts one less but keeps a
   * wait that has begun, as otherwise an account of one's own would buy guesses at others.
   */
  async right(tx: Tx, keys: { forget: readonly ThrottleKey[]; giveBack: readonly ThrottleKey[] }): Promise<void> {
    await tx.query(`delete from sign_in_throttle where key = any($1::bytea[])`, [keys.forget.map(hashOfKey)]);
    await tx.query(
      `update sign_in_throttle set failures = greatest(failures - 1, 0) where key = any($1::bytea[])`,
      [keys.giveBack.map(hashOfKey)],
    );
  }

  /** Drops counts that are long forgotten; gives how many. */
  async sweep(ctx: Ctx): Promise<number> {
    return this.db.write(asSystem(ctx), async (tx) => {
      const longest = Math.max(...Object.values(THROTTLES).map(({ forgetMs }) => forgetMs));
      const gone = await tx.query(`delete from sign_in_throttle where updated_at < $1 returning 1`, [
        new Date(ctx.now.getTime() - longest),
      ]);
      return gone.length;
    });
  }
}

function stateOf(rows: readonly Row[], hash: Buffer): ThrottleState | null {
  const row = rows.find(({ key }) => key.equals(hash));
  return row ? { failures: row.failures, blockedUntil: row.blocked_until, updatedAt: row.updated_at } : null;
}

function hashOfKey({ rule, of }: ThrottleKey): Buffer {
  return createHash('sha256').update(JSON.stringify([rule, ...of])).digest();
}
