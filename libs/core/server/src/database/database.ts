import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Ctx } from '../context/ctx';
import { AppError } from '../errors/app-error';
import { canonicalJson, fromStored, toStored } from './stored-json';
import { behind } from './behind';
import { setScope } from './scope';
import { Tx } from './tx';

/** Serialisation failure and deadlock: the whole transaction may be run again. */
const RETRY = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

/**
 * The only door to PostgreSQL. Whatever runs inside sees the rows its actor may see and no others: the connection's
 * scope is set before the first statement, and row-level security reads it (migration core-access).
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  constructor(private readonly source: DataSource) {}

  /** Reads without a transaction: each statement sees the latest committed rows. */
  async read<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      return await behind(setScope(client, ctx, false), () => work(new Tx(runner, client, false)));
    } finally {
      await runner.release();
    }
  }

  /**
   * Statements for which nobody's scope is set, one round trip each: for finding out who asks, through functions of the
   * schema that open exactly that (security definer). Anything that row-level security guards is not to be asked here.
   */
  async lookUp<T>(work: (tx: Pick<Tx, 'query'>) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      return await work(new Tx(runner, (await runner.connect()) as PoolClient, false));
    } finally {
      await runner.release();
    }
  }

  /** One transaction: all of it happens or none. Run again from the start, up to 5 times, when it met another one. */
  async write<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const runner = this.source.createQueryRunner();
      try {
        const client = (await runner.connect()) as PoolClient;
        const opened = Promise.all([client.query('begin'), setScope(client, ctx, true)]);
        markTransaction(runner, true);
        try {
          const result = await behind(opened, () => work(new Tx(runner, client, true)));
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback');
          throw error;
        } finally {
          markTransaction(runner, false);
        }
      } catch (error) {
        if (attempt < ATTEMPTS && RETRY.has(sqlState(error))) continue;
        throw error;
      } finally {
        await runner.release();
      }
    }
  }

  /**
   * An idempotent write. With an idempotency key in the context, the first run's answer is kept in the same
   * transaction; a second run with the same key, name and input gives that answer and does nothing.
   * The same key with another input is refused with IDEMPOTENCY_KEY_REUSED. The answer must be plain data
   * (dates and bigints allowed).
   */
  async command<T>(ctx: Ctx, name: string, input: unknown, work: (tx: Tx) => Promise<T>): Promise<T> {
    const key = ctx.idempotencyKey;
    if (key === null) return this.write(ctx, work);
    const actor = ctx.actor.userId ?? ctx.actor.kind;
    const inputHash = createHash('sha256').update(canonicalJson(input)).digest();
    return this.write(ctx, async (tx) => {
      const claimed = await tx.query(
        `insert into idempotency_key (actor, command, key, input_hash, created_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing returning key`,
        [actor, name, key, inputHash, ctx.now],
      );
      if (claimed.length === 0) {
        const [first] = await tx.query<{ same: boolean; answer: unknown }>(
          `select input_hash = $4 as same, answer from idempotency_key where actor = $1 and command = $2 and key = $3`,
          [actor, name, key, inputHash],
        );
        if (!first?.same) throw idempotencyKeyReused();
        return fromStored(first.answer) as T;
      }
      const answer = await work(tx);
      await tx.query(`update idempotency_key set answer = $4 where actor = $1 and command = $2 and key = $3`, [
        actor,
        name,
        key,
        JSON.stringify(toStored(answer)),
      ]);
      return answer;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

/**
 * Tells TypeORM that the connection is in a transaction, so that it takes locks in it and opens none of its own. Its own
 * way to begin one waits for an answer before anything else can be sent.
 */
function markTransaction(runner: { isTransactionActive: boolean }, isActive: boolean): void {
  runner.isTransactionActive = isActive;
}

function sqlState(error: unknown): string {
  const cause = error as { code?: string; driverError?: { code?: string } };
  return cause.driverError?.code ?? cause.code ?? '';
}

function idempotencyKeyReused(): AppError {
  return new AppError('IDEMPOTENCY_KEY_REUSED', {
    en: 'This idempotency key was used before with another input. Send a new key for a new request.',
    'zh-CN': '该幂等键已用于另一份请求内容。新请求请使用新的幂等键。',
  });
}
