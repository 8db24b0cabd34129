import type { EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import type { PoolClient } from 'pg';

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

  /** Plain SQL with $1, $2, … parameters; gives the rows. */
  async query<Row extends object = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const result = await this.client.query<Row & Record<string, unknown>>(sql, params);
    return result.rows;
  }

  /** As `query`, prepared once per connection under `name`: for the few hot statements. */
  async prepared<Row extends object>(name: string, sql: string, params: unknown[] = []): Promise<Row[]> {
    const result = await this.client.query<Row & Record<string, unknown>>({ name, text: sql, values: params });
    return result.rows;
  }
}
