import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { Repricing } from '../usage/repricing';
import { SupplierContract, type SupplierPrice } from './supplier-contract.entity';

const days = z.int().min(1).max(90);
const contractSchema = z.object({
  supplierId: z.uuid(),
  number: z.string().trim().min(1).max(80),
  startsAt: z.date(),
  endsAt: z.date(),
  terms: z.string().trim().max(20_000).nullish().transform((value) => value ?? ''),
  answerDays: days.nullish().transform((value) => value ?? 15),
});
const priceSchema = z.object({
  contractId: z.uuid(),
  gpuClass: z.string(),
  fenPerGpuHour: z.bigint().min(0n).max(10n ** 9n),
  validFrom: z.date(),
});
const answerDaysSchema = z.object({ contractId: z.uuid(), answerDays: days });
const endSchema = z.object({ contractId: z.uuid(), reason: z.string().trim().min(1).max(2000) });

export type NewSupplierContract = z.input<typeof contractSchema>;
export type NewSupplierPrice = z.input<typeof priceSchema>;

/**
 * What the centre has agreed with its suppliers: contracts, and under each the price of an hour on a GPU class. A price
 * holds from a moment on and is never changed: another one follows it. So what an hour cost on any day stays known.
 */
@Injectable()
export class SupplierService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly repricing: Repricing,
  ) {}

  contracts(ctx: Ctx, supplierId: string | null = null): Promise<SupplierContract[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(SupplierContract).find({
        ...(supplierId ? { where: { organisationId: supplierId } } : {}),
        order: { startsAt: 'DESC', id: 'ASC' }, take: 500,
      }),
    );
  }

  /** The dated prices of these contracts, newest first. */
  prices(ctx: Ctx, contractIds: readonly string[]): Promise<SupplierPrice[]> {
    return this.database.read(ctx, (tx) => tx.query<SupplierPrice>(PRICES, [contractIds]));
  }

  async sign(ctx: Ctx, input: NewSupplierContract): Promise<SupplierContract> {
    const { supplierId, number, startsAt, endsAt, terms, answerDays } = parse(ctx, contractSchema, input);
    if (endsAt <= startsAt) throw invalid('endsAt', 'The contract must end after it starts.', '合同终止时间须晚于起始时间。');
    return this.database.command(ctx, 'signSupplierContract', input, async (tx) => {
      const [supplier] = await tx.query<{ kind: string }>(`select kind from organisation where id = $1`, [supplierId]);
      if (!supplier || ctx.actor.conflicts.includes(supplierId)) throw notFound();
      if (supplier.kind !== 'supplier') {
        throw invalid('supplierId', 'This organisation is no supplier.', '该机构不是供应商。');
      }
      if (await tx.of(SupplierContract).existsBy({ organisationId: supplierId, number })) {
        throw conflict('CONTRACT_EXISTS', 'This supplier has a contract of this number.', '该供应商已有相同编号的合同。', { number });
      }
      const contract = tx.of(SupplierContract).create({
        id: randomUUID(), organisationId: supplierId, number, startsAt, endsAt, terms, answerDays, endedAt: null, endReason: null,
        createdAt: ctx.now, createdByName: ctx.actor.name,
      });
      await tx.insert(SupplierContract, contract);
      await this.record(ctx, tx, 'supplierContract.sign', contract, { number, startsAt, endsAt, answerDays });
      return contract;
    });
  }

  /** Changes how long the supplier has to answer disputes from now on; those that are open keep their day. */
  async setAnswerDays(ctx: Ctx, input: { contractId: string; answerDays: number }): Promise<SupplierContract> {
    const { contractId, answerDays } = parse(ctx, answerDaysSchema, input);
    return this.database.command(ctx, 'setSupplierAnswerDays', input, async (tx) => {
      const contract = await contractOf(tx, contractId);
      if (contract.endedAt) throw conflict('NOT_NOW', 'This contract has been ended already.', '该合同已终止。');
      await tx.of(SupplierContract).update({ id: contract.id }, { answerDays });
      await this.record(ctx, tx, 'supplierContract.setAnswerDays', contract, { answerDays }, { answerDays: contract.answerDays });
      return { ...contract, answerDays };
    });
  }

  /** Ends a contract before its time. Its pools take nothing new; what they have granted runs on. */
  async end(ctx: Ctx, input: { contractId: string; reason: string }): Promise<SupplierContract> {
    const { contractId, reason } = parse(ctx, endSchema, input);
    return this.database.command(ctx, 'endSupplierContract', input, async (tx) => {
      const contract = await contractOf(tx, contractId);
      if (contract.endedAt) throw conflict('NOT_NOW', 'This contract has been ended already.', '该合同已终止。');
      const ended = { endedAt: ctx.now, endReason: reason };
      await tx.of(SupplierContract).update({ id: contract.id }, ended);
      await tx.query(`update compute_pool set is_open = false, version = version + 1 where contract_id = $1 and is_open`, [
        contract.id,
      ]);
      await this.record(ctx, tx, 'supplierContract.end', contract, ended);
      return { ...contract, ...ended };
    });
  }

  /**
   * Adds a price. The first of a class may hold from the contract's start, and prices what was metered since; later ones
   * only from now on.
   */
  async setPrice(ctx: Ctx, input: NewSupplierPrice): Promise<SupplierPrice> {
    const price = parse(ctx, priceSchema, input);
    return this.database.command(ctx, 'setSupplierPrice', input, async (tx) => {
      const contract = await contractOf(tx, price.contractId);
      if (!(await tx.of(GpuClass).existsBy({ code: price.gpuClass }))) {
        throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
      }
      const [last] = await tx.query<{ at: Date }>(
        `select max(valid_from) as at from supplier_price where contract_id = $1 and gpu_class = $2 having count(*) > 0`,
        [price.contractId, price.gpuClass],
      );
      const earliest = last ? new Date(Math.max(last.at.getTime() + 1, ctx.now.getTime())) : contract.startsAt;
      if (price.validFrom < earliest || price.validFrom >= contract.endsAt) {
        throw invalid(
          'validFrom', 'A price holds from now on, later than the one before it, and within the contract. The past stays as it was.',
          '新价格只能从现在起生效，须晚于上一价格且在合同期内；历史价格不可更改。',
        );
      }
      const pools = await tx.query<{ id: string }>(`select id from compute_pool where contract_id = $1 and gpu_class = $2`, [
        contract.id, price.gpuClass,
      ]);
      await this.repricing.set(ctx, tx, pools.map(({ id }) => id), price.validFrom, () => tx.query(
        `insert into supplier_price (contract_id, gpu_class, valid_from, organisation_id, fen_per_gpu_hour, set_by_name, set_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          price.contractId, price.gpuClass, price.validFrom, contract.organisationId, price.fenPerGpuHour, ctx.actor.name,
          ctx.now,
        ],
      ));
      const { gpuClass, fenPerGpuHour, validFrom } = price;
      await this.record(ctx, tx, 'supplierContract.setPrice', contract, { gpuClass, fenPerGpuHour, validFrom });
      return { ...price, validUntil: null, setByName: ctx.actor.name, setAt: ctx.now };
    });
  }

  private record(
    ctx: Ctx, tx: Tx, action: string, contract: SupplierContract, after: Record<string, unknown>, before?: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(ctx, tx, {
      action, subjectType: 'supplierContract', subjectId: contract.id, organisationId: contract.organisationId, after, ...(before ? { before } : {}),
    });
  }
}

const PRICES = `
  select contract_id as "contractId", gpu_class as "gpuClass", fen_per_gpu_hour as "fenPerGpuHour",
         valid_from as "validFrom", lead(valid_from) over (partition by contract_id, gpu_class order by valid_from) as "validUntil",
         set_by_name as "setByName", set_at as "setAt"
    from supplier_price where contract_id = any($1) order by gpu_class, valid_from desc`;

async function contractOf(tx: Tx, id: string): Promise<SupplierContract> {
  const contract = await tx.of(SupplierContract).findOneBy({ id });
  if (!contract) throw notFound();
  return contract;
}
