import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A forward-only migration in plain SQL, run as the owner of the schema. `name` ends in a timestamp of 13 digits, as
 * TypeORM orders by it. Going back is restoring a backup: a `down` that loses data is worse than none.
 */
export function migration(name: string, sql: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }
    down(): Promise<void> {
      return Promise.reject(new Error(`${name} cannot be undone: restore a backup`));
    }
  };
}
