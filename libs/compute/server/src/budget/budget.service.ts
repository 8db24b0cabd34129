import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, notFound, parse, staleVersion, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { outlookOf } from './budget-outlook';
import { budgetRows } from './budget.queries';
import { ComputeBudget, ComputeBudgetUnit, type ComputeBudgetStatus } from './compute-budget.entity';

const facts = {
  amount: z.bigint().min(1n).max(10n ** 14n),
  thresholds: z.array(z.int().min(1).max(500)).min(1).max(10).transform((all) => [...new Set(all)].sort((a, b) => a - b)),
  warnsAhead: z.boolean(),
};
const newSchema = z.object({
  unit: z.enum(ComputeBudgetUnit), gpuClass: z.string().max(40).nullish(), grantId: z.uuid().nullish(), ...facts,
});
const changeSchema = z.object({ id: z.uuid(), version: z.int(), ...facts });

export type NewComputeBudget = z.input<typeof newSchema>;
export type ComputeBudgetChange = z.input<typeof changeSchema>;

/** More than that nobody watches. */
const MOST = 50;

/** The budgets of a tenant: how much it means to use in a month, and where that stands. */
@Injectable()
export class BudgetService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Of the viewer's own organisation. */
  async own(ctx: Ctx): Promise<ComputeBudgetStatus[]> {
    const organisationId = tenantOf(ctx);
    const rows = await this.database.read(ctx, (tx) => budgetRows(tx, ctx.now, organisationId));
    return rows.map((row) => ({ budget: row, grantNumber: row.grantNumber, ...outlookOf(row.amount, row.days, ctx.now) }));
  }

  async set(ctx: Ctx, input: NewComputeBudget): Promise<ComputeBudget> {
    const { unit, gpuClass = null, grantId = null, ...rest } = parse(ctx, newSchema, input);
    const organisationId = tenantOf(ctx);
    return this.database.command(ctx, 'setComputeBudget', input, async (tx) => {
      const grant = grantId && (await tx.of(ComputeGrant).findOneBy({ id: grantId, organisationId }));
      if (grantId && !grant) throw notFound();
      const ofClass = gpuClass ?? (grant && unit === 'gpu_mh' ? grant.gpuClass : null);
      if (unit === 'gpu_mh' && !ofClass) throw invalid('gpuClass', 'Choose a GPU class.', '请选择 GPU 型号。');
      if (ofClass && !(await tx.of(GpuClass).existsBy({ code: ofClass }))) throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
      if ((await tx.of(ComputeBudget).createQueryBuilder('b').where('b.organisation_id = :organisationId and b.ended_at is null', { organisationId }).getCount()) >= MOST) {
        throw conflict('TOO_MANY', `A company has at most ${MOST} budgets. Remove one first.`, `每家企业最多设置 ${MOST} 个预算，请先移除一个。`);
      }
      const budget = tx.of(ComputeBudget).create({
        id: randomUUID(), organisationId, version: 1, unit, gpuClass: ofClass, grantId, ...rest, setByName: ctx.actor.name, setAt: ctx.now, endedAt: null,
      });
      await tx.insert(ComputeBudget, budget);
      await this.record(ctx, tx, 'set', budget);
      return budget;
    });
  }

  /** Sets another amount or other thresholds; people are then told of it anew. */
  change(ctx: Ctx, input: ComputeBudgetChange): Promise<ComputeBudget> {
    const { id, version, ...rest } = parse(ctx, changeSchema, input);
    return this.database.command(ctx, 'changeComputeBudget', input, (tx) =>
      this.update(ctx, tx, { id, version }, 'change', { ...rest, setByName: ctx.actor.name }),
    );
  }

  end(ctx: Ctx, input: { id: string; version: number }): Promise<ComputeBudget> {
    return this.database.command(ctx, 'endComputeBudget', input, (tx) => this.update(ctx, tx, input, 'end', { endedAt: ctx.now }));
  }

  private async update(
    ctx: Ctx, tx: Tx, seen: { id: string; version: number }, what: 'change' | 'end', change: Partial<ComputeBudget>,
  ): Promise<ComputeBudget> {
    const budget = await tx.of(ComputeBudget).findOneBy({ id: seen.id });
    if (!budget || budget.endedAt || budget.organisationId !== ctx.actor.organisationId) throw notFound();
    const next = { ...change, version: seen.version + 1 };
    const changed = await tx.of(ComputeBudget).update({ id: budget.id, version: seen.version }, next);
    if (changed.affected !== 1) throw staleVersion();
    const after = { ...budget, ...next };
    await this.record(ctx, tx, what, after);
    return after;
  }

  private record(ctx: Ctx, tx: Tx, what: string, { id, organisationId, unit, gpuClass, grantId, amount, thresholds }: ComputeBudget): Promise<void> {
    return this.audit.record(ctx, tx, {
      action: `computeBudget.${what}`, subjectType: 'computeBudget', subjectId: id, organisationId,
      after: { unit, gpuClass, grantId, amount, thresholds },
    });
  }
}

function tenantOf(ctx: Ctx): string {
  if (!ctx.actor.organisationId || ctx.actor.organisationKind !== 'tenant') throw notFound();
  return ctx.actor.organisationId;
}
