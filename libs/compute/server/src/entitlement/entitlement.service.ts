import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Audit, Database, invalid, Ledger, notFound, parse, type Ctx, type LedgerEntry, type Movement, type Page, type PageArgs,
  type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { assertInGoodStanding } from '../request/tenant-standing';
import { computeAccounts, openComputeAccounts } from './compute-accounts';
import { ComputeEntitlement } from './compute-entitlement.entity';

const schema = z.object({
  organisationId: z.uuid(),
  gpuClass: z.string(),
  amountMh: z.bigint().min(-(10n ** 14n)).max(10n ** 14n).refine((amount) => amount !== 0n),
  reason: z.string().trim().min(1).max(400),
});

export type NewComputeEntitlement = z.input<typeof schema>;

/**
 * What GPU time the centre gives to each tenant, by GPU class. It raises the tenant's quota at once; what is taken back
 * again can only be what is neither held nor used. Why a balance is what it is: the list of entries of its account.
 */
@Injectable()
export class EntitlementService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
    private readonly audit: Audit,
  ) {}

  /** Throws INSUFFICIENT_BALANCE when more is taken back than the tenant has left. */
  async give(ctx: Ctx, input: NewComputeEntitlement): Promise<ComputeEntitlement> {
    const { organisationId, gpuClass, amountMh, reason } = parse(ctx, schema, input);
    return this.database.command(ctx, 'giveComputeEntitlement', input, async (tx) => {
      if (!(await tx.of(GpuClass).existsBy({ code: gpuClass }))) {
        throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
      }
      const [tenant] = await tx.query(`select from organisation where id = $1 and kind = 'tenant'`, [organisationId]);
      if (!tenant || ctx.actor.conflicts.includes(organisationId)) throw notFound();
      if (amountMh > 0n) await assertInGoodStanding(tx, organisationId);
      const { entitlement, movement } = await this.record(ctx, tx, { organisationId, gpuClass, amountMh, reason });
      await this.ledger.batch(ctx, tx, [movement]);
      return entitlement;
    });
  }

  /** Records what is given, or below zero taken back; the caller books the movement, with its own in one batch. */
  async record(
    ctx: Ctx, tx: Tx, given: Pick<ComputeEntitlement, 'organisationId' | 'gpuClass' | 'amountMh' | 'reason'>,
  ): Promise<{ entitlement: ComputeEntitlement; movement: Movement }> {
    const { organisationId, gpuClass, amountMh, reason } = given;
    const { issued, available } = await openComputeAccounts(ctx, tx, this.ledger, organisationId, gpuClass);
    const entitlement = tx.of(ComputeEntitlement).create({
      ...given, id: randomUUID(), givenByName: ctx.actor.name, givenAt: ctx.now,
    });
    await tx.insert(ComputeEntitlement, entitlement);
    await this.audit.record(ctx, tx, {
      action: 'computeEntitlement.give', subjectType: 'computeEntitlement', subjectId: entitlement.id, organisationId,
      after: { gpuClass, amountMh, reason },
    });
    const gives = amountMh > 0n;
    const movement: Movement = {
      kind: 'transfer', id: entitlement.id, debit: gives ? issued : available, credit: gives ? available : issued,
      amount: gives ? amountMh : -amountMh,
      cause: { type: 'compute_entitlement', id: entitlement.id, event: gives ? 'give' : 'takeBack' },
      memo: gives
        ? { en: `Given by the centre: ${reason}`, 'zh-CN': `中心发放：${reason}` }
        : { en: `Taken back by the centre: ${reason}`, 'zh-CN': `中心收回：${reason}` },
    };
    return { entitlement, movement };
  }

  /** What was given to a tenant, newest first; to the viewer's own organisation when none is named. */
  async given(ctx: Ctx, organisationId: string | null): Promise<ComputeEntitlement[]> {
    const id = organisationId ?? ctx.actor.organisationId;
    if (!id) throw notFound();
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeEntitlement).find({ where: { organisationId: id }, order: { givenAt: 'DESC', id: 'DESC' }, take: 500 }),
    );
  }

  /** Why the balance of a tenant's GPU class is what it is, newest first. */
  async statement(
    ctx: Ctx, args: { organisationId: string | null; gpuClass: string } & PageArgs,
  ): Promise<Page<LedgerEntry>> {
    const id = args.organisationId ?? ctx.actor.organisationId;
    if (!id || !/^[a-z0-9][a-z0-9._-]{0,39}$/.test(args.gpuClass)) throw notFound();
    return this.database.read(ctx, (tx) =>
      this.ledger.statement(ctx, tx, computeAccounts(id, args.gpuClass).available, args),
    );
  }
}
