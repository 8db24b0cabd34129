import { Injectable } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import {
  connectionOf, Database, notFound, PageArgs, pageOf, readCursor, rowsToFetch, WorkflowService, type CaseAction, type CaseEvent, type Ctx,
  type Page,
} from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { In } from 'typeorm';
import { ComputeReclaim } from './compute-reclaim.entity';
import { reclaimCase } from './reclaim-case';
import { reclaimOf } from './reclaim.service';

export const ComputeReclaimConnection = connectionOf(ComputeReclaim, 'ComputeReclaim');

@ArgsType()
export class ComputeReclaimArgs extends PageArgs {
  @Field(() => [String], { nullable: true })
  states?: string[] | null;
}

@ObjectType()
export class ComputeReclaimCount {
  @Field(() => String)
  state: string;

  @Field(() => Int)
  count: number;
}

/** What may be read of reclaims; row-level security keeps each viewer to their own. */
@Injectable()
export class ReclaimReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  get(ctx: Ctx, id: string): Promise<ComputeReclaim> {
    return this.database.read(ctx, (tx) => reclaimOf(tx, id));
  }

  /** The latest notice first. */
  list(ctx: Ctx, args: ComputeReclaimArgs): Promise<Page<ComputeReclaim>> {
    const after = readCursor(args, 2);
    return this.database.read(ctx, async (tx) => {
      const list = tx.of(ComputeReclaim).createQueryBuilder('c')
        .orderBy('c.noticed_at', 'DESC').addOrderBy('c.id', 'DESC').limit(rowsToFetch(args));
      if (args.states?.length) list.where('c.state = any(:states)', { states: args.states });
      if (after) list.andWhere('(c.noticed_at, c.id) < (:at::timestamptz, :id::uuid)', { at: after[0], id: after[1] });
      return pageOf(await list.getMany(), args, ({ noticedAt, id }) => [noticedAt, id]);
    });
  }

  counts(ctx: Ctx): Promise<ComputeReclaimCount[]> {
    return this.database.read(ctx, (tx) =>
      tx.query<ComputeReclaimCount>(`select state, count(*)::int as count from compute_reclaim group by state`),
    );
  }

  /** Of one grant, the latest first. */
  ofGrant(ctx: Ctx, grantId: string): Promise<ComputeReclaim[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputeReclaim).find({ where: { grantId }, order: { noticedAt: 'DESC' } }));
  }

  actions(ctx: Ctx, reclaim: ComputeReclaim): CaseAction[] {
    return this.workflow.actionsFor(ctx, reclaimCase, reclaim);
  }

  timeline(ctx: Ctx, { id }: ComputeReclaim): Promise<CaseEvent[]> {
    return this.database.read(ctx, (tx) => this.workflow.timelines(tx, reclaimCase.workflow.name, [id]));
  }

  /** In the order of the ids; an error for each that the viewer may not see. */
  async organisations(ctx: Ctx, ids: readonly string[]): Promise<(Organisation | Error)[]> {
    const found = await this.database.read(ctx, (tx) => tx.of(Organisation).findBy({ id: In([...ids]) }));
    const byId = new Map(found.map((organisation) => [organisation.id, organisation]));
    return ids.map((id) => byId.get(id) ?? notFound());
  }
}
