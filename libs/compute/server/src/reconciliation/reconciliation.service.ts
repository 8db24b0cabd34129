import { Injectable } from '@nestjs/common';
import {
  Audit, conflict, Database, invalid, notFound, parse, WorkflowService, type Ctx, type EventOf, type MoveRequest, type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { ComputePool } from '../pool/compute-pool.entity';
import { answerDays, answerDueAt } from './answer-due';
import { Reconciler } from './reconciler';
import { Reconciliation } from './reconciliation.entity';
import { ReconciliationNotices } from './reconciliation-notices';
import { reconciliationCase } from './reconciliation.workflow';

type ReconciliationEvent = EventOf<typeof reconciliationCase.workflow>;

const idSchema = z.object({ id: z.uuid(), reason: z.string().trim().max(4000).nullish() });
const matchSchema = z.object({
  reconciliationId: z.uuid(), kind: z.enum(['resource', 'sku', 'cluster']), key: z.string().min(1).max(400), poolId: z.uuid(),
});
const toleranceSchema = z.object({ absoluteFen: z.bigint().min(0n).max(10n ** 9n), basisPoints: z.int().min(0).max(10_000) });

export interface MoveReconciliation {
  readonly id: string;
  /** That the person saw. */
  readonly version: number;
  readonly reason?: string | null;
}

/** What people decide on a supplier's month. Only an open one is computed; every move tells whom it concerns. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly reconciler: Reconciler,
    private readonly notices: ReconciliationNotices,
    private readonly audit: Audit,
  ) {}

  /** Everything agrees within the tolerance. Computed once more before it counts. */
  async confirm(ctx: Ctx, input: MoveReconciliation): Promise<Reconciliation> {
    return this.command(ctx, 'confirmReconciliation', input, async (tx, open) => {
      this.workflow.assertOpen(ctx, reconciliationCase, open, 'confirm', input.version);
      const now = await this.reconciler.again(ctx, tx, open);
      if (now.differences > 0) {
        throw conflict('DIFFERS', 'Usage has come in since: there are differences now. Look at them first.', '期间有新的用量计入，已出现差异，请先查看。');
      }
      return this.move(ctx, tx, now, 'confirm', input);
    });
  }

  /** Tells the supplier that the lines beyond the tolerance are not accepted; they stay as they are from now on. */
  async dispute(ctx: Ctx, input: MoveReconciliation): Promise<Reconciliation> {
    return this.command(ctx, 'disputeReconciliation', input, async (tx, seen) => {
      const due = answerDueAt(ctx.now, await answerDays(tx, seen.organisationId, seen.month));
      return this.move(ctx, tx, seen, 'dispute', input, { disputedBy: ctx.actor.userId, disputedAt: ctx.now, answerDueAt: due });
    });
  }

  /** The supplier's answer: it will send a corrected bill or credit note, or says why not. */
  async answer(ctx: Ctx, input: MoveReconciliation & { isAccepted: boolean }): Promise<Reconciliation> {
    return this.command(ctx, 'answerDispute', input, (tx, seen) => this.move(ctx, tx, seen, input.isAccepted ? 'accept' : 'reject', input));
  }

  /** The supplier has made good what it accepted, without a new bill: the reason says how. */
  async settle(ctx: Ctx, input: MoveReconciliation): Promise<Reconciliation> {
    return this.command(ctx, 'settleDispute', input, (tx, seen) => this.move(ctx, tx, seen, 'settle', input));
  }

  /** The bills are paid as they are. Not by who disputed them. */
  async writeOff(ctx: Ctx, input: MoveReconciliation): Promise<Reconciliation> {
    return this.command(ctx, 'writeOffDifference', input, (tx, seen) => this.move(ctx, tx, seen, 'writeOff', input));
  }

  /** Computes an open month anew: usage may have come late. */
  async recompute(ctx: Ctx, id: string): Promise<Reconciliation> {
    return this.command(ctx, 'recomputeReconciliation', { id }, (tx, open) => {
      assertStillOpen(open);
      return this.reconciler.again(ctx, tx, open);
    });
  }

  /** Says which pool it is that a supplier's bills name; it counts at once, and for every bill to come. */
  async matchResource(ctx: Ctx, input: { reconciliationId: string; kind: string; key: string; poolId: string }): Promise<Reconciliation> {
    const { reconciliationId: id, kind, key, poolId } = parse(ctx, matchSchema, input);
    const wish = { id, kind, key, poolId };
    return this.command(ctx, 'matchSupplierResource', wish, async (tx, open) => {
      assertStillOpen(open);
      const { organisationId } = open;
      if (!(await tx.of(ComputePool).existsBy({ id: poolId, organisationId }))) {
        throw invalid('poolId', 'Choose a pool of this supplier.', '请选择该供应商的资源池。');
      }
      await tx.query(
        `insert into supplier_match (organisation_id, kind, key, pool_id, set_by_name, set_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (organisation_id, kind, key) do update set pool_id = excluded.pool_id, set_by_name = excluded.set_by_name,
           set_at = excluded.set_at`,
        [organisationId, kind, key, poolId, ctx.actor.name, ctx.now],
      );
      await this.audit.record(ctx, tx, {
        action: 'supplierMatch.set', subjectType: 'supplierMatch', subjectId: `${kind}:${key}`, organisationId, after: { poolId },
      });
      return this.reconciler.again(ctx, tx, open);
    });
  }

  /** From now on; months that are not open keep theirs. */
  async setTolerance(ctx: Ctx, input: { absoluteFen: bigint; basisPoints: number }): Promise<boolean> {
    const { absoluteFen, basisPoints } = parse(ctx, toleranceSchema, input);
    return this.database.command(ctx, 'setReconciliationTolerance', input, async (tx) => {
      await tx.query(
        `insert into reconciliation_tolerance (valid_from, absolute_fen, basis_points, set_by_name) values ($1, $2, $3, $4)
         on conflict (valid_from) do nothing`,
        [ctx.now, absoluteFen, basisPoints, ctx.actor.name],
      );
      await this.audit.record(ctx, tx, {
        action: 'reconciliationTolerance.set', subjectType: 'reconciliationTolerance', subjectId: ctx.now.toISOString(),
        organisationId: null, after: { absoluteFen, basisPoints },
      });
      return true;
    });
  }

  private command(
    ctx: Ctx, name: string, input: { readonly id: string }, work: (tx: Tx, seen: Reconciliation) => Promise<Reconciliation>,
  ): Promise<Reconciliation> {
    const { id } = parse(ctx, idSchema, input);
    return this.database.command(ctx, name, input, async (tx) => {
      const found = await tx.of(Reconciliation).findOneBy({ id });
      if (!found) throw notFound();
      return work(tx, found);
    });
  }

  private async move(
    ctx: Ctx, tx: Tx, seen: Reconciliation, event: ReconciliationEvent, { version, reason }: MoveReconciliation,
    set: MoveRequest<Reconciliation>['set'] = {},
  ): Promise<Reconciliation> {
    const moved = await this.workflow.perform(ctx, tx, reconciliationCase, seen, event, { version, reason: reason ?? null, set });
    await this.notices.tell(ctx, tx, moved, event);
    return moved;
  }
}

function assertStillOpen({ state }: Reconciliation): void {
  if (state !== 'open') throw conflict('NOT_NOW', 'This month is not open any more.', '该月对账已不处于待处理状态。');
}
