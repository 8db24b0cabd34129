import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import type { TenancyApplication } from '../application/tenancy-application.entity';
import { tenancyCase } from './tenancy-case';
import { TENANCY_CHECKLISTS } from './tenancy-checklists';
import { TenancyTask, TenancyTaskStage } from './tenancy-task.entity';
import { Tenancy } from './tenancy.entity';

/** Turns a signed offer into a tenancy with its onboarding tasks, in the signature's transaction. */
@Injectable()
export class TenancyStart {
  constructor(private readonly workflow: WorkflowService) {}

  async begin(ctx: Ctx, tx: Tx, application: TenancyApplication): Promise<Tenancy> {
    const tenancy = tx.of(Tenancy).create({
      id: randomUUID(), organisationId: application.organisationId, applicationId: application.id, state: 'onboarding',
      version: 1, desks: application.desksOffered ?? 0, signedAt: ctx.now,
    });
    await tx.insert(Tenancy, tenancy);
    await this.workflow.begin(ctx, tx, tenancyCase, tenancy, { application: application.number });
    await openTasks(tx, tenancy, TenancyTaskStage.ONBOARDING);
    return tenancy;
  }
}

/** Opens the checklist of a stage for a tenancy. */
export async function openTasks(tx: Tx, tenancy: Tenancy, stage: TenancyTaskStage): Promise<void> {
  await tx.of(TenancyTask).insert(
    TENANCY_CHECKLISTS[stage].map(({ key, owner, mandatory }) => ({
      id: randomUUID(), tenancyId: tenancy.id, organisationId: tenancy.organisationId, stage, key, owner, mandatory,
    })),
  );
}
