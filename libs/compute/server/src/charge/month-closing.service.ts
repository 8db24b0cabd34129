import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, Database, invalid, notFound, parse, WorkflowService, type CaseAction, type Ctx, type Tx } from '@wutong/core-server';
import { formatFen } from '@wutong/core-shared';
import { z } from 'zod';
import { ChargeMonth, chargeMonthCase } from './charge-month.entity';
import { LOCK_CHARGING, runCharges } from './charge-run.queries';
import type { DraftStatement } from './draft-statements';
import { addMonths, endOfMonth, monthSchema, type Month } from './month';
import { RefundService } from './refund.service';
import { StatementBooking } from './statement-booking';
import { StatementNotices } from './statement-notices';

const proposeSchema = z.object({ month: monthSchema });

interface Seen {
  readonly id: string;
  readonly version: number;
}

/**
 * Closes the months, one after the other. One person of finance proposes a month's figures, another closes them; what is
 * closed is what was proposed, or it has to be proposed anew. From then on the month never changes.
 */
@Injectable()
export class MonthClosingService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly booking: StatementBooking,
    private readonly refunds: RefundService,
    private readonly notices: StatementNotices,
  ) {}

  /**
   * Proposes a month that is over, the first or the one after the last closed. Throws MONTH_NOT_NEXT; CONFLICT_OF_INTEREST
   * when the month has a statement of a company with which this person has one, as closing does.
   */
  async propose(ctx: Ctx, input: { month: string }): Promise<ChargeMonth> {
    const { month } = parse(ctx, proposeSchema, input);
    return this.database.command(ctx, 'proposeChargeMonth', input, async (tx) => {
      await tx.query(LOCK_CHARGING);
      await assertNext(ctx, tx, month);
      const subject = (await tx.of(ChargeMonth).findOneBy({ month })) ?? (await this.open(ctx, tx, month));
      const drafts = await this.run(ctx, tx, month);
      assertUnbiased(ctx, drafts);
      const figures = totalsOf(drafts);
      return this.workflow.perform(ctx, tx, chargeMonthCase, subject, 'propose', {
        set: { ...figures, proposedBy: ctx.actor.userId, proposedByName: ctx.actor.name, proposedAt: ctx.now },
        data: { statements: figures.statements, chargedFen: figures.chargedFen.toString(), fundedFen: figures.fundedFen.toString() },
      });
    });
  }

  /** Sends proposed figures back, with a reason. */
  reopen(ctx: Ctx, input: Seen & { reason: string }): Promise<ChargeMonth> {
    return this.database.command(ctx, 'reopenChargeMonth', input, async (tx) =>
      this.workflow.perform(ctx, tx, chargeMonthCase, await monthOfId(tx, input.id), 'reopen', {
        version: input.version, reason: input.reason,
      }));
  }

  /** Writes and books the statements, for good. Throws FIGURES_CHANGED when they are no longer those proposed. */
  close(ctx: Ctx, input: Seen): Promise<ChargeMonth> {
    return this.database.command(ctx, 'closeChargeMonth', input, async (tx) => {
      await tx.query(LOCK_CHARGING);
      const subject = await monthOfId(tx, input.id);
      this.workflow.assertOpen(ctx, chargeMonthCase, subject, 'close', input.version);
      const { month } = subject;
      const drafts = await this.run(ctx, tx, month);
      assertUnbiased(ctx, drafts);
      assertAsProposed(subject, totalsOf(drafts));
      await tx.bySystem(ctx, async (system) => {
        const statements = await this.booking.book(system, tx, month, drafts);
        await this.notices.tellReady(system, tx, month, statements);
      });
      return this.workflow.perform(ctx, tx, chargeMonthCase, subject, 'close', {
        version: input.version, set: { closedBy: ctx.actor.userId, closedByName: ctx.actor.name, closedAt: ctx.now },
      });
    });
  }

  actions(ctx: Ctx, subject: ChargeMonth): CaseAction[] {
    return this.workflow.actionsFor(ctx, chargeMonthCase, subject);
  }

  /** Of all tenants, also those with whom this person has a conflict of interest: the centre's sums are whole. */
  private run(ctx: Ctx, tx: Tx, month: Month): Promise<DraftStatement[]> {
    return tx.bySystem(ctx, async (system) => {
      await this.refunds.book(system, tx);
      return runCharges(tx, month);
    });
  }

  private async open(ctx: Ctx, tx: Tx, month: Month): Promise<ChargeMonth> {
    const { organisationId } = ctx.actor;
    if (!organisationId) throw notFound();
    const subject = tx.of(ChargeMonth).create({
      id: randomUUID(), organisationId, month, state: 'open', version: 1, statements: null, chargedFen: null, fundedFen: null,
      proposedBy: null, proposedByName: null, proposedAt: null, closedBy: null, closedByName: null, closedAt: null,
    });
    await tx.insert(ChargeMonth, subject);
    await this.workflow.begin(ctx, tx, chargeMonthCase, subject);
    return subject;
  }
}

/** The last month that was closed; null before the first. */
export async function lastClosedMonth(tx: Tx): Promise<Month | null> {
  const [row] = await tx.query<{ month: Month | null }>(`select max(month)::text as month from charge_month where state = 'closed'`);
  return row?.month ?? null;
}

async function assertNext(ctx: Ctx, tx: Tx, month: Month): Promise<void> {
  if (endOfMonth(month) > ctx.now) {
    throw invalid('month', 'This month is not over yet. Propose it from the first day of the next one.', '该月尚未结束，请在次月 1 日后提交。');
  }
  const last = await lastClosedMonth(tx);
  const next = last && addMonths(last, 1);
  if (next && month !== next) {
    throw conflict(
      'MONTH_NOT_NEXT', `Months are closed one after the other; the next one is ${next}.`, `账期须按顺序关账，下一个账期为 ${next}。`, { next },
    );
  }
}

interface Totals {
  readonly statements: number;
  readonly chargedFen: bigint;
  readonly fundedFen: bigint;
}

export function totalsOf(drafts: readonly DraftStatement[]): Totals {
  return {
    statements: drafts.length,
    chargedFen: drafts.reduce((sum, { chargedFen }) => sum + chargedFen, 0n),
    fundedFen: drafts.reduce((sum, { fundedFen }) => sum + fundedFen, 0n),
  };
}

/** Whether these statements include one that this person may not see, and so not answer for. */
export function isBiased(ctx: Ctx, drafts: readonly Pick<DraftStatement, 'organisationId'>[]): boolean {
  return drafts.some(({ organisationId }) => ctx.actor.conflicts.includes(organisationId));
}

function assertUnbiased(ctx: Ctx, drafts: readonly DraftStatement[]): void {
  if (!isBiased(ctx, drafts)) return;
  throw conflict(
    'CONFLICT_OF_INTEREST',
    'This month has a statement of a company with which you have a conflict of interest. Somebody else of finance has to propose and close it.',
    '本账期包含与您存在利益冲突的企业，须由其他财务人员提交和关账。',
  );
}

function assertAsProposed(proposed: ChargeMonth, now: Totals): void {
  if (proposed.statements === now.statements && proposed.chargedFen === now.chargedFen && proposed.fundedFen === now.fundedFen) return;
  const [was, is] = [proposed.chargedFen ?? 0n, now.chargedFen];
  throw conflict(
    'FIGURES_CHANGED',
    `The figures have changed since they were proposed: ${formatFen(was, 'en')} then, ${formatFen(is, 'en')} now. Send them back and propose them anew.`,
    `提交后数据已变化：提交时 ${formatFen(was, 'zh-CN')}，现为 ${formatFen(is, 'zh-CN')}。请退回后重新提交。`,
  );
}

async function monthOfId(tx: Tx, id: string): Promise<ChargeMonth> {
  const month = await tx.of(ChargeMonth).findOneBy({ id });
  if (!month) throw notFound();
  return month;
}
