import { Injectable } from '@nestjs/common';
import { Database, notFound, WorkflowService, type CaseAction, type CaseEvent, type Ctx, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { DUE_DILIGENCE_CHECKLIST } from '../due-diligence/due-diligence-checklist';
import { DueDiligenceItem } from '../due-diligence/due-diligence-item.entity';
import type { StateCount } from '../state-count';
import { applicationCase } from './application-case';
import { ApplicationLookup } from './application-lookup';
import { PanelDecision } from './panel-decision.entity';
import { TenancyApplication } from './tenancy-application.entity';
import {
  applicationCounts, applicationQueue, type TenancyApplicationQueueArgs, type TenancyApplicationRow,
} from './tenancy-application.queries';

export interface Revision {
  revision: number;
  answers: Record<string, unknown>;
  submittedAt: Date;
}

/** What may be read of applications; row-level security keeps each viewer to their own. */
@Injectable()
export class ApplicationReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly lookup: ApplicationLookup,
  ) {}

  get(ctx: Ctx, id: string): Promise<TenancyApplication> {
    return this.database.read(ctx, (tx) => this.lookup.get(tx, id));
  }

  own(ctx: Ctx): Promise<TenancyApplication[]> {
    const { organisationId } = ctx.actor;
    if (!organisationId) throw notFound();
    return this.database.read(ctx, (tx) =>
      tx.of(TenancyApplication).find({ where: { organisationId }, order: { savedAt: 'DESC' } }),
    );
  }

  queue(ctx: Ctx, args: TenancyApplicationQueueArgs): Promise<Page<TenancyApplicationRow>> {
    return this.database.read(ctx, (tx) => applicationQueue(tx, ctx.actor.userId, args));
  }

  counts(ctx: Ctx): Promise<StateCount[]> {
    return this.database.read(ctx, applicationCounts);
  }

  organisation(ctx: Ctx, id: string): Promise<Organisation> {
    return this.database.read(ctx, (tx) => tx.of(Organisation).findOneByOrFail({ id }));
  }

  actions(ctx: Ctx, application: TenancyApplication): CaseAction[] {
    return this.workflow.actionsFor(ctx, applicationCase, application);
  }

  timeline(ctx: Ctx, application: TenancyApplication): Promise<CaseEvent[]> {
    return this.database.read(ctx, (tx) => this.workflow.timelines(tx, applicationCase.workflow.name, [application.id]));
  }

  /** In the checklist's order; empty for the applicant: the centre's checks are its own. */
  async dueDiligence(ctx: Ctx, application: TenancyApplication): Promise<DueDiligenceItem[]> {
    const items = await this.database.read(ctx, (tx) => tx.of(DueDiligenceItem).findBy({ applicationId: application.id }));
    const place = (item: DueDiligenceItem): number => DUE_DILIGENCE_CHECKLIST.findIndex(({ key }) => key === item.key);
    return items.sort((one, other) => place(one) - place(other));
  }

  /** Empty for the applicant: the panel's minutes are the centre's own. */
  panelDecisions(ctx: Ctx, application: TenancyApplication): Promise<PanelDecision[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(PanelDecision).find({ where: { applicationId: application.id }, order: { decidedAt: 'ASC' } }),
    );
  }

  revisions(ctx: Ctx, application: TenancyApplication): Promise<Revision[]> {
    return this.database.read(ctx, (tx) =>
      tx.query<Revision>(
        `select revision, answers, submitted_at as "submittedAt" from tenancy_application_revision
          where application_id = $1 order by revision`,
        [application.id],
      ),
    );
  }
}
