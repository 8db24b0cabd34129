import type { Ctx, Tx } from '@wutong/core-server';
import type { QueryDeepPartialEntity } from 'typeorm';
import type { PublishedVersion } from './published-version';

/** The versions of one thing that the centre publishes. The first came with the portal: where one is missing, something is wrong with us. */
export class PublishedVersions<E extends PublishedVersion> {
  constructor(private readonly entity: new () => E) {}

  /** The last hundred, newest first. */
  list(tx: Tx): Promise<E[]> {
    return this.rows(tx).orderBy('v.version', 'DESC').limit(100).getMany();
  }

  /** The version that holds today. */
  async current(tx: Tx): Promise<E> {
    return (await this.rows(tx).orderBy('v.version', 'DESC').limit(1).getOne()) ?? this.missing(1);
  }

  async get(tx: Tx, version: number): Promise<E> {
    const [found] = await this.many(tx, [version]);
    return found ?? this.missing(version);
  }

  /** In the order of the versions. */
  async many(tx: Tx, versions: readonly number[]): Promise<E[]> {
    const found = await this.rows(tx).where('v.version = any(:versions)', { versions }).getMany();
    const byVersion = new Map(found.map((one) => [one.version, one]));
    return versions.map((version) => byVersion.get(version) ?? this.missing(version));
  }

  /** Adds a version after the one on which it is based; null when that is not the newest any more. */
  async publish(ctx: Ctx, tx: Tx, basedOn: number, note: string, content: Omit<E, keyof PublishedVersion>): Promise<E | null> {
    if ((await this.current(tx)).version !== basedOn) return null;
    const version = Object.assign(new this.entity(), content, {
      version: basedOn + 1, note, publishedBy: ctx.actor.userId, publishedByName: ctx.actor.name, publishedAt: ctx.now,
    });
    const { raw } = await tx.of(this.entity).createQueryBuilder().insert()
      .values(version as QueryDeepPartialEntity<E>).orIgnore().returning('version').execute();
    return (raw as readonly unknown[]).length > 0 ? version : null;
  }

  private rows(tx: Tx) {
    return tx.of(this.entity).createQueryBuilder('v');
  }

  private missing(version: number): never {
    throw new Error(`There is no version ${version} of ${this.entity.name}`);
  }
}
