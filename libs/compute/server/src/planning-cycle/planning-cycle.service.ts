import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, denied, invalid, notFound, parse, WorkflowService, type Ctx, type EventOf, type Tx } from '@wutong/core-server';
import { FUNDING_STAGES } from '@wutong/tenancy-server';
import { z } from 'zod';
import { requestOf } from '../request/request-lookup';
import { firstDayOf } from './day-grid';
import { isImpartial, planningCase } from './planning-case';
import { PlanningCycle, PlanningLeftOut } from './planning-cycle.entity';
import { horizonOf } from './live-facts';

const percent = z.int().min(1).max(1000);
const month = z.string().regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/);
const STAGES: ReadonlySet<string> = new Set(FUNDING_STAGES);
const schema = z.object({
  code: z.string().trim().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/),
  firstMonth: month,
  lastMonth: month,
  quantumMh: z.bigint().min(100n).max(1_000_000n),
  stages: z.array(z.object({ stage: z.string().refine((stage) => STAGES.has(stage)), percent })),
  halfLifeMonths: z.int().min(1).max(120),
  leastPercent: percent,
  mostPercent: percent,
  note: z.string().trim().max(2000),
});
const reasonSchema = z.string().trim().min(1).max(400);
const MOST_MONTHS = 24;

export type NewPlanningCycle = z.input<typeof schema>;
interface Seen {
  id: string;
  version: number;
}

/**
 * Opens cycles and chooses their requests. All requests that wait for a decision or for GPUs in its months are in a
 * cycle, but for those that staff leave out with a reason.
 */
@Injectable()
export class PlanningCycleService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly audit: Audit,
  ) {}

  open(ctx: Ctx, input: NewPlanningCycle): Promise<PlanningCycle> {
    const { code, firstMonth, lastMonth, quantumMh, stages, note, ...pastUse } = parse(ctx, schema, input);
    if (lastMonth < firstMonth) throw invalid('lastMonth', 'The last month must not be before the first.', '末月不得早于首月。');
    const months = (firstDayOf(lastMonth, true) - firstDayOf(firstMonth)) / 30.5;
    if (months > MOST_MONTHS) throw invalid('lastMonth', 'A cycle has at most 24 months.', '一个周期最长 24 个月。');
    if (horizonOf({ firstMonth, lastMonth }, ctx.now).to <= horizonOf({ firstMonth, lastMonth }, ctx.now).from) {
      throw invalid('lastMonth', 'These months have passed. Choose months that lie ahead.', '所选月份已过，请选择未来的月份。');
    }
    if (pastUse.leastPercent > pastUse.mostPercent) {
      throw invalid('leastPercent', 'The lowest correction must not be above the highest.', '修正下限不得高于上限。');
    }
    return this.database.command(ctx, 'openPlanningCycle', input, async (tx) => {
      if (!ctx.actor.organisationId) throw denied();
      if (await tx.of(PlanningCycle).existsBy({ code })) {
        throw conflict('CYCLE_EXISTS', `There is a cycle ${code} already.`, `规划周期 ${code} 已存在。`, { code });
      }
      const policy = { stages: Object.fromEntries(stages.map(({ stage, percent: weight }) => [stage, weight])), pastUse };
      const cycle = tx.of(PlanningCycle).create({
        id: randomUUID(), organisationId: ctx.actor.organisationId, code, state: planningCase.workflow.initial, version: 1, firstMonth,
        lastMonth, quantumMh, policy, note, openedBy: ctx.actor.userId, openedByName: ctx.actor.name, openedAt: ctx.now,
        proposalId: null, proposedBy: null, approvalBy: null, appliedByName: null, appliedAt: null, publishedAt: null,
      });
      await tx.insert(PlanningCycle, cycle);
      await this.workflow.begin(ctx, tx, planningCase, cycle);
      return cycle;
    });
  }

  /** Leaves a request out of a cycle that is not decided yet; it stays where it stands. */
  leaveOut(ctx: Ctx, input: { id: string; requestId: string; reason: string }): Promise<PlanningCycle> {
    const reason = reasonSchema.safeParse(input.reason);
    if (!reason.success) throw invalid('reason', 'Say why: the company reads it.', '请填写理由，企业可见。');
    return this.database.command(ctx, 'leaveOutOfPlanningCycle', input, async (tx) => {
      const cycle = await openCycle(tx, input.id);
      const request = await requestOf(tx, input.requestId);
      await tx.of(PlanningLeftOut).delete({ cycleId: cycle.id, requestId: request.id });
      await tx.insert(PlanningLeftOut, {
        cycleId: cycle.id, requestId: request.id, organisationId: request.organisationId, reason: reason.data,
        leftOutByName: ctx.actor.name, leftOutAt: ctx.now,
      });
      await this.record(ctx, tx, 'planningCycle.leaveOut', request.organisationId, cycle, { request: request.number, reason: reason.data });
      return cycle;
    });
  }

  takeIn(ctx: Ctx, input: { id: string; requestId: string }): Promise<PlanningCycle> {
    return this.database.command(ctx, 'takeIntoPlanningCycle', input, async (tx) => {
      const cycle = await openCycle(tx, input.id);
      const request = await requestOf(tx, input.requestId);
      const { affected } = await tx.of(PlanningLeftOut).delete({ cycleId: cycle.id, requestId: request.id });
      if (affected === 1) await this.record(ctx, tx, 'planningCycle.takeIn', request.organisationId, cycle, { request: request.number });
      return cycle;
    });
  }

  sendBack(ctx: Ctx, input: Seen & { reason: string }): Promise<PlanningCycle> {
    return this.move(ctx, 'sendBack', input);
  }

  cancel(ctx: Ctx, input: Seen & { reason: string }): Promise<PlanningCycle> {
    return this.move(ctx, 'cancel', input);
  }

  private move(
    ctx: Ctx, event: EventOf<typeof planningCase.workflow>, { id, version, reason }: Seen & { reason: string },
  ): Promise<PlanningCycle> {
    return this.database.command(ctx, `${event}PlanningCycle`, { id, version, reason }, async (tx) =>
      this.workflow.perform(ctx, tx, planningCase, await cycleOf(tx, id), event, { version, reason }),
    );
  }

  private record(ctx: Ctx, tx: Tx, action: string, organisationId: string, cycle: PlanningCycle, after: Record<string, unknown>) {
    return this.audit.record(ctx, tx, { action, subjectType: 'planning_cycle', subjectId: cycle.id, organisationId, after });
  }
}

/** A cycle that the actor may see. Throws NOT_FOUND. */
export async function cycleOf(tx: Tx, id: string): Promise<PlanningCycle> {
  const cycle = await tx.of(PlanningCycle).findOneBy({ id });
  if (!cycle) throw notFound();
  return cycle;
}

/** The cycle, locked: whoever else plans, changes or applies it waits until this transaction ends. */
export async function lockCycle(tx: Tx, id: string): Promise<PlanningCycle> {
  const cycle = await tx.of(PlanningCycle).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!cycle) throw notFound();
  return cycle;
}

/** The cycle, locked, if its requests and its plan may still change. */
export async function openCycle(tx: Tx, id: string): Promise<PlanningCycle> {
  const cycle = await lockCycle(tx, id);
  if (cycle.state === 'collecting' || cycle.state === 'proposed') return cycle;
  throw conflict('NOT_NOW', 'The plan of this cycle is decided, or the cycle was cancelled.', '该周期的方案已决定或周期已取消。');
}

/** Throws CONFLICT_OF_INTEREST for those who may not weigh companies against each other. */
export function assertImpartial(ctx: Ctx): void {
  if (isImpartial(ctx)) return;
  throw conflict(
    'CONFLICT_OF_INTEREST',
    'A plan weighs all companies against each other. As you have declared a conflict of interest, a colleague without one does this.',
    '规划方案须在所有企业之间权衡。您已申报利益冲突，请由无利益冲突的同事办理。',
  );
}
