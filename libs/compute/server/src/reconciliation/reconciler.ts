import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import { rowsOf } from '../usage/usage-store';
import { matchBills, type BilledSum, type Comparison, type MeterDay, type Tolerance } from './match';
import { Reconciliation } from './reconciliation.entity';
import { BILLED, METERED, PRICES_OF_POOLS, STORE_LINES, TOLERANCE } from './reconciliation.queries';
import { reconciliationCase } from './reconciliation.workflow';

/** While finance has set none: one yuan, or a thousandth of what was metered. */
export const DEFAULT_TOLERANCE: Tolerance = { absoluteFen: 100n, basisPoints: 10 };

/** Computes a supplier's month: its bills that count, the meter, and every difference between them. */
@Injectable()
export class Reconciler {
  constructor(private readonly workflow: WorkflowService) {}

  /** A bill of the month has come: the round that is not settled takes it in, or another round begins. */
  async afterBill(ctx: Ctx, tx: Tx, organisationId: string, month: string): Promise<Reconciliation> {
    return tx.bySystem(ctx, async (system) => {
      const last = await tx.of(Reconciliation).findOne({ where: { organisationId, month }, order: { round: 'DESC' } });
      if (!last || reconciliationCase.workflow.terminal.includes(last.state)) {
        const made = { id: randomUUID(), organisationId, month, round: (last?.round ?? 0) + 1, state: 'open', version: 1, importedBy: ctx.actor.userId };
        const begun = await this.compute(system, tx, made, null);
        await this.workflow.begin(system, tx, reconciliationCase, begun);
        return begun;
      }
      const open = last.state === 'open' ? last : await this.workflow.perform(system, tx, reconciliationCase, last, 'correct');
      return this.compute(system, tx, { ...open, importedBy: ctx.actor.userId }, open);
    });
  }

  /** Computes an open round anew: usage has come late, or somebody has said what a line is. */
  async again(ctx: Ctx, tx: Tx, open: Reconciliation): Promise<Reconciliation> {
    return tx.bySystem(ctx, (system) => this.compute(system, tx, open, open));
  }

  private async compute(system: Ctx, tx: Tx, head: Head, before: Reconciliation | null): Promise<Reconciliation> {
    const { rows, tolerance, priceOn } = await this.compare(system, tx, head);
    const beyond = rows.filter(({ isWithin }) => !isWithin);
    const sums = {
      toleranceFen: tolerance.absoluteFen, toleranceBasisPoints: tolerance.basisPoints,
      meteredMh: sum(rows, (row) => row.meteredMh), meteredUfen: sum(rows, (row) => row.meteredUfen),
      billedMh: sum(rows, (row) => row.billedMh ?? 0n), billedUfen: sum(rows, (row) => row.billedUfen),
      chargedUfen: sum(rows, (row) => row.chargedUfen), differenceUfen: sum(beyond, (row) => row.billedUfen - row.meteredUfen),
      differences: beyond.length, unmatched: rows.filter(({ kind }) => kind === 'unmatched').length, computedAt: system.now,
    };
    const reconciliation = tx.of(Reconciliation).create({ disputedBy: null, disputedAt: null, answerDueAt: null, ...head, ...sums });
    if (before) {
      await tx.of(Reconciliation).update({ id: head.id }, { ...sums, importedBy: head.importedBy ?? null });
      await tx.query(`delete from reconciliation_line where reconciliation_id = $1`, [head.id]);
    } else await tx.insert(Reconciliation, reconciliation);
    const lines = rows.map((row, i) => ({
      ...row, no: i + 1, contractFen: row.poolId && row.firstDay ? priceOn(row.poolId, row.firstDay) : null,
    }));
    await tx.query(STORE_LINES, [rowsOf(lines), head.id, head.organisationId]);
    return reconciliation;
  }

  private async compare(
    system: Ctx, tx: Tx, { organisationId, month }: Head,
  ): Promise<{ rows: Comparison[]; tolerance: Tolerance; priceOn: (poolId: string, day: string) => bigint | null }> {
    const billed = await tx.query<BilledSum>(BILLED, [organisationId, month]);
    const meter = await tx.query<MeterDay>(METERED, [organisationId, month]);
    const prices = await tx.query<{ poolId: string; day: string; fen: bigint }>(PRICES_OF_POOLS, [organisationId]);
    const [tolerance = DEFAULT_TOLERANCE] = await tx.query<Tolerance>(TOLERANCE, [system.now]);
    const priceOn = (poolId: string, day: string): bigint | null =>
      prices.findLast((price) => price.poolId === poolId && price.day <= day)?.fen ?? null;
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
    const rows = matchBills({ firstDay: month, lastDay: last, meter, billed, fenPerGpuHour: priceOn, tolerance });
    return { rows, tolerance, priceOn };
  }
}

type Head = Pick<Reconciliation, 'id' | 'organisationId' | 'month' | 'round' | 'state' | 'version'> & Partial<Reconciliation>;

function sum<T>(rows: readonly T[], of: (row: T) => bigint): bigint {
  return rows.reduce((all, row) => all + of(row), 0n);
}
