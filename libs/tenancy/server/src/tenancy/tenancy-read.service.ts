import { Injectable } from '@nestjs/common';
import { Database, notFound, WorkflowService, type CaseAction, type CaseEvent, type Ctx, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import type { StateCount } from '../state-count';
import { tenancyCase } from './tenancy-case';
import { TenancyTask } from './tenancy-task.entity';
import { Tenancy } from './tenancy.entity';
import { tenancyCounts, tenancyList, type TenancyListArgs, type TenancyRow } from './tenancy.queries';

/** What may be read of tenancies; row-level security keeps each viewer to their own. */
@Injectable()
export class TenancyReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  get(ctx: Ctx, id: string): Promise<Tenancy> {
    return this.database.read(ctx, async (tx) => {
      const tenancy = await tx.of(Tenancy).findOneBy({ id });
      if (!tenancy) throw notFound();
      return tenancy;
    });
  }

  /** The latest tenancy of the viewer's own organisation. */
  own(ctx: Ctx): Promise<Tenancy | null> {
    const { organisationId } = ctx.actor;
    if (!organisationId) return Promise.resolve(null);
    return this.database.read(ctx, (tx) => tx.of(Tenancy).findOne({ where: { organisationId }, order: { signedAt: 'DESC' } }));
  }

  list(ctx: Ctx, args: TenancyListArgs): Promise<Page<TenancyRow>> {
    return this.database.read(ctx, (tx) => tenancyList(tx, args));
  }

  counts(ctx: Ctx): Promise<StateCount[]> {
    return this.database.read(ctx, tenancyCounts);
  }

  organisation(ctx: Ctx, id: string): Promise<Organisation> {
    return this.database.read(ctx, (tx) => tx.of(Organisation).findOneByOrFail({ id }));
  }

  actions(ctx: Ctx, tenancy: Tenancy): CaseAction[] {
    return this.workflow.actionsFor(ctx, tenancyCase, tenancy);
  }

  timeline(ctx: Ctx, tenancy: Tenancy): Promise<CaseEvent[]> {
    return this.database.read(ctx, (tx) => this.workflow.timelines(tx, tenancyCase.workflow.name, [tenancy.id]));
  }

  tasks(ctx: Ctx, tenancy: Tenancy): Promise<TenancyTask[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(TenancyTask).find({ where: { tenancyId: tenancy.id }, order: { stage: 'DESC', owner: 'DESC', key: 'ASC' } }),
    );
  }
}
