import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import type { TenancyApplication } from '../application/tenancy-application.entity';
import { ShownProfiles } from '../profile/shown-profiles';
import { tenancyCase } from './tenancy-case';
import { TENANCY_CHECKLISTS } from './tenancy-checklists';
import { TenancyTask, TenancyTaskStage } from './tenancy-task.entity';
import { Tenancy } from './tenancy.entity';
import { tenancyWorkflow } from './tenancy.workflow';

/** Turns a signed offer into a tenancy with its onboarding tasks, in the signature's transaction. */
@Injectable()
export class TenancyStart {
  constructor(
    private readonly workflow: WorkflowService,
    private readonly shown: ShownProfiles,
  ) {}

  /** Throws TENANT_ALREADY while the organisation has a tenancy that is not over. */
  async begin(ctx: Ctx, tx: Tx, application: TenancyApplication): Promise<Tenancy> {
    const [running] = await tx.query(`select 1 from tenancy where organisation_id = $1 and state <> all($2)`, [
      application.organisationId, [...tenancyWorkflow.terminal, ...tenancyWorkflow.resting],
    ]);
    if (running) {
      throw conflict(
        'TENANT_ALREADY', 'Your company is a tenant already. Ask the centre for more desks instead, and decline this offer.',
        '贵企业已入驻。如需增加工位，请联系中心，并谢绝本次录取。',
      );
    }
    const tenancy = tx.of(Tenancy).create({
      id: randomUUID(), organisationId: application.organisationId, applicationId: application.id, state: 'onboarding',
      version: 1, desks: application.desksOffered ?? 0, signedAt: ctx.now,
    });
    await tx.insert(Tenancy, tenancy);
    await this.workflow.begin(ctx, tx, tenancyCase, tenancy, { application: application.number });
    await openTasks(tx, tenancy, TenancyTaskStage.ONBOARDING);
    await this.shown.refresh(ctx, tx, tenancy.organisationId);
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
