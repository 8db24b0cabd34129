import { Injectable } from '@nestjs/common';
import { asSystem, Database, People, type Actor, type Ctx } from '@wutong/core-server';
import { rolesWith } from '@wutong/identity-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { refusalOf } from './review-access';

/** Who of the centre could review a request now. */
@Injectable()
export class Reviewers {
  constructor(
    private readonly database: Database,
    private readonly people: People,
  ) {}

  /** Those whom `refusalOf` lets review it and who have no conflict of interest with its company; as they would act, by name. */
  async of(ctx: Ctx, request: ComputeRequest): Promise<Actor[]> {
    const actors = await this.database.read(asSystem(ctx), async (tx) => {
      const ids = await this.people.holders(tx, { roles: rolesWith('compute-request.score'), organisationKind: 'centre' });
      return this.people.actors(tx, ids);
    });
    return [...actors.values()].flat()
      .filter((actor) => refusalOf({ ...ctx, actor }, request) === null && !actor.conflicts.includes(request.organisationId))
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  }
}
