import { Injectable } from '@nestjs/common';
import { Timers, WorkflowService, type Ctx, type EventOf, type MoveRequest, type Tx } from '@wutong/core-server';
import { applicationCase } from './application-case';
import { ApplicationNotices } from './application-notices';
import type { TenancyApplication } from './tenancy-application.entity';

declare module '@wutong/core-server' {
  interface TimerMap {
    'tenancyApplication.due': Record<string, never>;
    'tenancyApplication.remind': Record<string, never>;
  }
}

type Event = EventOf<typeof applicationCase.workflow>;

const DAY = 86_400_000;
/** How long before an idle draft is discarded its founders are told. */
const REMIND_DAYS = [14, 7];

/**
 * Every move of an application goes through here, whoever makes it: with the move its deadline is set or cleared
 * and those concerned are told.
 */
@Injectable()
export class ApplicationMoves {
  constructor(
    private readonly workflow: WorkflowService,
    private readonly timers: Timers,
    private readonly notices: ApplicationNotices,
  ) {}

  async begin(ctx: Ctx, tx: Tx, application: TenancyApplication): Promise<void> {
    await this.workflow.begin(ctx, tx, applicationCase, application);
    await this.schedule(ctx, tx, application);
  }

  async make(
    ctx: Ctx, tx: Tx, application: TenancyApplication, event: Event, request: MoveRequest<TenancyApplication> = {},
  ): Promise<TenancyApplication> {
    const moved = await this.workflow.perform(ctx, tx, applicationCase, application, event, request);
    await this.schedule(ctx, tx, moved);
    await this.notices.tell(ctx, tx, moved, event, request.reason);
    return moved;
  }

  /** Makes the timers agree with the application's due date. */
  async schedule(ctx: Ctx, tx: Tx, application: TenancyApplication): Promise<void> {
    const { dueAt, state } = application;
    const remindAt = state === 'draft' && dueAt ? nextReminder(ctx.now, dueAt) : null;
    await this.timers.replace(ctx, tx, subjectOf(application), [
      ...(dueAt ? [{ event: 'tenancyApplication.due' as const, dueAt, payload: {} }] : []),
      ...(remindAt ? [{ event: 'tenancyApplication.remind' as const, dueAt: remindAt, payload: {} }] : []),
    ]);
  }
}

/** The next of the reminders before `dueAt` that still lies ahead. */
export function nextReminder(now: Date, dueAt: Date): Date | null {
  const moments = REMIND_DAYS.map((days) => new Date(dueAt.getTime() - days * DAY));
  return moments.find((moment) => moment > now) ?? null;
}

export function subjectOf(application: TenancyApplication) {
  return {
    subjectType: applicationCase.workflow.name,
    subjectId: application.id,
    organisationId: application.organisationId,
  };
}
