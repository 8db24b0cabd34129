import type { EntityTarget, ObjectLiteral, QueryDeepPartialEntity, QueryRunner, Repository } from 'typeorm';
import type { PoolClient } from 'pg';
import { asSystem, type Ctx } from '../context/ctx';
import { behind } from './behind';
import { setScope } from './scope';

/**
 * One connection whose row-level security is set to one actor. Always a visible parameter, never hidden in a context.
 * Repositories and SQL can be had only from here.
 */
export class Tx {
  constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    readonly writable: boolean,
  ) {}

  /** The TypeORM repository of an entity, on this connection. */
  of<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.runner.manager.getRepository(entity);
  }

  /** Inserts one row; columns that are left out take their default. */
  async insert<E extends ObjectLiteral>(entity: EntityTarget<E>, row: Partial<E>): Promise<void> {
    await this.runner.manager.insert(entity, row as QueryDeepPartialEntity<E>);
  }

  /** Plain SQL with $1, $2, … parameters; gives the rows. */
  async query<Row extends object = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const result = await this.client.query<Row & Record<string, unknown>>(sql, params);
    return result.rows;
  }

  /**
   * Goes on as the machine, in this transaction: for consequences of what a person does that reach rows which are not
   * theirs. Afterwards the connection is the person's again.
   */
  async bySystem<T>(ctx: Ctx, work: (system: Ctx) => Promise<T>): Promise<T> {
    const system = asSystem(ctx);
    try {
      return await behind(setScope(this.client, system, true), () => work(system));
    } finally {
      // Also when the work was refused, as its caller may go another way. Where this fails, the transaction has failed.
      await setScope(this.client, ctx, true).catch(() => undefined);
    }
  }
}
