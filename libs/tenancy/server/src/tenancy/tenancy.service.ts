import { Injectable } from '@nestjs/common';
import {
  Audit, conflict, Database, Events, invalid, notFound, staleVersion, WorkflowService, type Ctx, type EventOf,
  type MoveRequest, type Tx,
} from '@wutong/core-server';
import { ShownProfiles } from '../profile/shown-profiles';
import { tenancyCase } from './tenancy-case';
import { openTasks } from './tenancy-start';
import { TenancyTask, TenancyTaskOwner, TenancyTaskStage } from './tenancy-task.entity';
import { Tenancy } from './tenancy.entity';

declare module '@wutong/core-server' {
  interface EventMap {
    'tenancy.moved': { tenancyId: string; organisationId: string; event: string; state: string };
  }
}

type Event = EventOf<typeof tenancyCase.workflow>;
interface Seen {
  id: string;
  version: number;
}

/** Where onboarding and offboarding lead once every mandatory task is done. */
const WHEN_TASKS_DONE: Readonly<Record<string, { stage: TenancyTaskStage; event: Event }>> = {
  onboarding: { stage: TenancyTaskStage.ONBOARDING, event: 'activate' },
  graduating: { stage: TenancyTaskStage.OFFBOARDING, event: 'completeOffboarding' },
  terminating: { stage: TenancyTaskStage.OFFBOARDING, event: 'completeOffboarding' },
};

/**
 * The years of a tenancy. It becomes active when its onboarding tasks are done; a suspended tenant can read, export and
 * appeal, and gets nothing new; ending it against its will takes two people; leaving means every offboarding task is
 * done. Other platforms hear of each move through the event `tenancy.moved`.
 */
@Injectable()
export class TenancyService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly events: Events,
    private readonly audit: Audit,
    private readonly shown: ShownProfiles,
  ) {}

  /** Marks a task as done, or as not done after all. The last mandatory one moves the tenancy on. */
  async settleTask(ctx: Ctx, input: { taskId: string; done: boolean; note?: string | null }): Promise<TenancyTask> {
    return this.database.command(ctx, 'settleTenancyTask', input, async (tx) => {
      const task = await tx.of(TenancyTask).findOneBy({ id: input.taskId });
      const ours = ctx.actor.organisationKind === 'centre' ? TenancyTaskOwner.CENTRE : TenancyTaskOwner.FOUNDER;
      if (!task || task.owner !== ours) throw notFound();
      const tenancy = await this.lock(tx, task.tenancyId);
      if (WHEN_TASKS_DONE[tenancy.state]?.stage !== task.stage) {
        throw conflict('NOT_NOW', 'This checklist is closed.', '该清单已关闭。');
      }
      const settled = {
        note: input.note?.trim() || null,
        doneAt: input.done ? ctx.now : null,
        doneByName: input.done ? ctx.actor.name : null,
      };
      await tx.of(TenancyTask).update({ id: task.id }, settled);
      await this.audit.record(ctx, tx, {
        action: 'tenancyTask.settle', subjectType: 'tenancyTask', subjectId: task.id, organisationId: task.organisationId,
        after: { key: task.key, done: input.done, note: settled.note },
      });
      await this.moveOnWhenDone(ctx, tx, tenancy);
      return { ...task, ...settled };
    });
  }

  cancel(ctx: Ctx, input: Seen & { reason: string }): Promise<Tenancy> {
    return this.move(ctx, 'cancel', input, () => Promise.resolve({ set: { endedAt: ctx.now } }));
  }

  suspend(ctx: Ctx, input: Seen & { reason: string }): Promise<Tenancy> {
    return this.move(ctx, 'suspend', input);
  }

  resume(ctx: Ctx, input: Seen): Promise<Tenancy> {
    return this.move(ctx, 'resume', input, () => Promise.resolve({ set: { terminationProposedBy: null, terminationProposal: null } }));
  }

  openReview(ctx: Ctx, input: Seen): Promise<Tenancy> {
    return this.move(ctx, 'openReview', input);
  }

  clear(ctx: Ctx, input: Seen): Promise<Tenancy> {
    return this.move(ctx, 'clear', input, () => Promise.resolve({ set: { terminationProposedBy: null, terminationProposal: null } }));
  }

  graduate(ctx: Ctx, input: Seen & { record: string }): Promise<Tenancy> {
    return this.move(ctx, 'graduate', input, async (tx, tenancy) => {
      const graduationRecord = input.record.trim();
      if (!graduationRecord) throw invalid('record', 'Record which criteria were met, and how.', '请记录毕业标准及达成情况。');
      await openTasks(tx, tenancy, TenancyTaskStage.OFFBOARDING);
      return { set: { graduationRecord } };
    });
  }

  /** The programme lead's half of a termination; an approver who is somebody else makes the other. */
  async proposeTermination(ctx: Ctx, input: Seen & { reason: string }): Promise<Tenancy> {
    const terminationProposal = input.reason.trim();
    if (!terminationProposal) throw invalid('reason', 'Say why the tenancy should end.', '请说明终止入驻的理由。');
    return this.database.command(ctx, 'proposeTenancyTermination', input, async (tx) => {
      const tenancy = await this.lock(tx, input.id);
      if (tenancy.version !== input.version) throw staleVersion();
      if (tenancy.state !== 'under_review' && tenancy.state !== 'suspended') {
        throw conflict(
          'NOT_NOW', 'Only a tenancy under review or suspended can be ended. Open a review first.',
          '仅在复核中或已暂停的入驻可以终止，请先发起复核。',
        );
      }
      const proposal = { terminationProposedBy: ctx.actor.userId, terminationProposal };
      await tx.of(Tenancy).update({ id: tenancy.id }, proposal);
      await this.audit.record(ctx, tx, {
        action: 'tenancy.proposeTermination', subjectType: tenancyCase.workflow.name, subjectId: tenancy.id,
        organisationId: tenancy.organisationId, after: { reason: terminationProposal },
      });
      return { ...tenancy, ...proposal };
    });
  }

  terminate(ctx: Ctx, input: Seen & { reason: string }): Promise<Tenancy> {
    return this.move(ctx, 'terminate', input, async (tx, tenancy) => {
      await openTasks(tx, tenancy, TenancyTaskStage.OFFBOARDING);
      return {};
    });
  }

  /** A move that the machine makes: two overdue reports, missed yearly reports. */
  async moveBySystem(ctx: Ctx, tx: Tx, tenancyId: string, event: 'openReview' | 'deactivate'): Promise<void> {
    await this.perform(ctx, tx, await this.lock(tx, tenancyId), event, {});
  }

  private move<I extends Seen & { reason?: string }>(
    ctx: Ctx, event: Event, input: I,
    prepare: (tx: Tx, tenancy: Tenancy) => Promise<MoveRequest<Tenancy>> = () => Promise.resolve({}),
  ): Promise<Tenancy> {
    return this.database.command(ctx, `${event}Tenancy`, input, async (tx) => {
      const tenancy = await this.lock(tx, input.id);
      this.workflow.assertOpen(ctx, tenancyCase, tenancy, event, input.version);
      const request = await prepare(tx, tenancy);
      const reason = input.reason === undefined ? {} : { reason: input.reason };
      return this.perform(ctx, tx, tenancy, event, { version: input.version, ...reason, ...request });
    });
  }

  private async perform(
    ctx: Ctx, tx: Tx, tenancy: Tenancy, event: Event, request: MoveRequest<Tenancy>,
  ): Promise<Tenancy> {
    const moved = await this.workflow.perform(ctx, tx, tenancyCase, tenancy, event, request);
    await this.shown.refresh(ctx, tx, moved.organisationId);
    await this.events.emit(ctx, tx, 'tenancy.moved', {
      tenancyId: moved.id, organisationId: moved.organisationId, event, state: moved.state,
    });
    return moved;
  }

  private async moveOnWhenDone(ctx: Ctx, tx: Tx, tenancy: Tenancy): Promise<void> {
    const next = WHEN_TASKS_DONE[tenancy.state];
    if (!next) return;
    const [open] = await tx.query(
      `select 1 from tenancy_task where tenancy_id = $1 and stage = $2 and mandatory and done_at is null limit 1`,
      [tenancy.id, next.stage],
    );
    if (open) return;
    const set = next.event === 'activate' ? { activatedAt: ctx.now } : { endedAt: ctx.now };
    await tx.bySystem(ctx, (system) => this.perform(system, tx, tenancy, next.event, { set }));
  }

  /** The tenancy, locked until the transaction ends: the last two tasks ticked at once must see each other. */
  private async lock(tx: Tx, id: string): Promise<Tenancy> {
    const tenancy = await tx.of(Tenancy).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!tenancy) throw notFound();
    return tenancy;
  }
}
