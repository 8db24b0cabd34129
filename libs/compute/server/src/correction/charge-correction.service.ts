import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Database, invalid, Ledger, notFound, PageArgs, pageOf, parse, readCursor, rowsToFetch, WorkflowService, type CaseAction, type Ctx,
  type Page, type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { monthOf, monthSchema } from '../charge/month';
import { openComputeAccounts } from '../entitlement/compute-accounts';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { ChargeCorrection, chargeCorrectionCase } from './charge-correction.entity';

const amount = z.bigint().min(-(10n ** 13n)).max(10n ** 13n).refine((value) => value !== 0n).nullish().transform((value) => value ?? null);
const schema = z.object({
  organisationId: z.uuid(),
  month: monthSchema,
  amountFen: amount,
  gpuClass: z.string().nullish().transform((value) => value ?? null),
  amountMh: amount,
  reason: z.string().trim().min(1).max(400),
});

export type NewChargeCorrection = z.input<typeof schema>;

interface Seen {
  readonly id: string;
  readonly version: number;
}

/**
 * Corrections by hand. Approved money is a line of the next statement; approved hours are booked at once as a
 * counter-entry between what was used and the quota. What stands in closed statements and in the book stays.
 */
@Injectable()
export class ChargeCorrectionService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly ledger: Ledger,
  ) {}

  async propose(ctx: Ctx, input: NewChargeCorrection): Promise<ChargeCorrection> {
    const facts = parse(ctx, schema, input);
    if ((facts.amountFen === null) === (facts.amountMh === null)) {
      throw invalid('amountFen', 'Say either money or hours.', '请填写金额或卡时之一。');
    }
    if ((facts.gpuClass === null) !== (facts.amountMh === null)) {
      throw invalid('gpuClass', 'Hours are of one GPU class; money of none.', '更正卡时须选择 GPU 型号，更正金额则不选。');
    }
    if (facts.month > monthOf(ctx.now)) throw invalid('month', 'This month has not come yet.', '该月尚未到来。');
    return this.database.command(ctx, 'proposeChargeCorrection', input, async (tx) => {
      const [tenant] = await tx.query(`select from organisation where id = $1 and kind = 'tenant'`, [facts.organisationId]);
      if (!tenant || ctx.actor.conflicts.includes(facts.organisationId)) throw notFound();
      if (facts.gpuClass !== null && !(await tx.of(GpuClass).existsBy({ code: facts.gpuClass }))) {
        throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
      }
      if (!ctx.actor.userId) throw notFound();
      const correction = tx.of(ChargeCorrection).create({
        ...facts, id: randomUUID(), state: 'proposed', version: 1, proposedBy: ctx.actor.userId, proposedByName: ctx.actor.name,
        proposedAt: ctx.now, decidedBy: null, decidedByName: null, decidedAt: null, statementId: null,
      });
      await tx.insert(ChargeCorrection, correction);
      await this.workflow.begin(ctx, tx, chargeCorrectionCase, correction, { reason: facts.reason });
      return correction;
    });
  }

  /** Throws INSUFFICIENT_BALANCE when hours are more than the tenant has left, or has used. */
  approve(ctx: Ctx, input: Seen): Promise<ChargeCorrection> {
    return this.decide(ctx, 'approve', input, (tx, correction) => this.bookHours(ctx, tx, correction));
  }

  refuse(ctx: Ctx, input: Seen & { reason: string }): Promise<ChargeCorrection> {
    return this.decide(ctx, 'refuse', input);
  }

  withdraw(ctx: Ctx, input: Seen): Promise<ChargeCorrection> {
    return this.decide(ctx, 'withdraw', input);
  }

  actions(ctx: Ctx, correction: ChargeCorrection): CaseAction[] {
    return this.workflow.actionsFor(ctx, chargeCorrectionCase, correction);
  }

  /** The latest first; with `isOpen` only those that wait for a decision. */
  list(ctx: Ctx, isOpen: boolean, page: PageArgs): Promise<Page<ChargeCorrection>> {
    const after = readCursor(page, 2);
    return this.database.read(ctx, async (tx) => {
      const list = tx.of(ChargeCorrection).createQueryBuilder('c').where(isOpen ? `c.state = 'proposed'` : 'true')
        .orderBy('c.proposed_at', 'DESC').addOrderBy('c.id', 'DESC').limit(rowsToFetch(page));
      if (after) list.andWhere('(c.proposed_at, c.id) < (:at::timestamptz, :id::uuid)', { at: after[0], id: after[1] });
      return pageOf(await list.getMany(), page, ({ proposedAt, id }) => [proposedAt, id]);
    });
  }

  private decide(
    ctx: Ctx, event: 'approve' | 'refuse' | 'withdraw', input: Seen & { reason?: string },
    book?: (tx: Tx, correction: ChargeCorrection) => Promise<void>,
  ): Promise<ChargeCorrection> {
    return this.database.command(ctx, `${event}ChargeCorrection`, input, async (tx) => {
      const correction = await tx.of(ChargeCorrection).findOneBy({ id: input.id });
      if (!correction) throw notFound();
      this.workflow.assertOpen(ctx, chargeCorrectionCase, correction, event, input.version);
      await book?.(tx, correction);
      return this.workflow.perform(ctx, tx, chargeCorrectionCase, correction, event, {
        version: input.version, reason: input.reason ?? null,
        set: { decidedBy: ctx.actor.userId, decidedByName: ctx.actor.name, decidedAt: ctx.now },
      });
    });
  }

  private async bookHours(ctx: Ctx, tx: Tx, { id, organisationId, gpuClass, amountMh, reason }: ChargeCorrection): Promise<void> {
    if (amountMh === null || gpuClass === null) return;
    const { available, used } = await openComputeAccounts(ctx, tx, this.ledger, organisationId, gpuClass);
    const gives = amountMh > 0n;
    await this.ledger.transfer(ctx, tx, {
      id, debit: gives ? used : available, credit: gives ? available : used, amount: gives ? amountMh : -amountMh,
      cause: { type: 'charge_correction', id, event: 'approve' },
      memo: { en: `Corrected by the centre: ${reason}`, 'zh-CN': `中心更正：${reason}` },
    });
  }
}
