import { Injectable } from '@nestjs/common';
import { Database, notFound, type Ctx } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { In } from 'typeorm';

/** Whose a row of a list is: organisations by id, all that a list asks for at once. */
@Injectable()
export class TenantNames {
  constructor(private readonly database: Database) {}

  readonly of = async (ctx: Ctx, ids: readonly string[]): Promise<(Organisation | Error)[]> => {
    const found = await this.database.read(ctx, (tx) => tx.of(Organisation).findBy({ id: In([...ids]) }));
    const byId = new Map(found.map((organisation) => [organisation.id, organisation]));
    return ids.map((id) => byId.get(id) ?? notFound());
  };
}
