import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asSystem, Audit, conflict, Database, invalid, notFound, parse, staleVersion, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { BorrowRecall } from '../borrow/borrow-recall';
import { Waitlist } from '../request/waitlist';
import { SupplierContract } from '../supplier/supplier-contract.entity';
import { ComputePool, PoolCapacity, PoolMaintenance } from './compute-pool.entity';
import { freeCapacity, recallable, type Window } from './free-capacity.queries';
import { lockPool } from './lock-pool';
import { OFFERS, poolRows, type ComputePoolRow, type GpuClassOffer, type OfferRow } from './pool.queries';

const word = (most: number) => z.string().trim().min(1).max(most);
const gpus = z.int().min(0).max(100_000);
const poolSchema = z.object({
  contractId: z.uuid(), code: word(40), nameZh: word(80), nameEn: word(80), gpuClass: z.string(), region: word(80),
  cluster: word(60), headroom: gpus,
});
const capacitySchema = z.object({ poolId: z.uuid(), gpus, startsAt: z.date(), endsAt: z.date() });
const maintenanceSchema = z.object({
  poolId: z.uuid(), gpus: gpus.min(1), startsAt: z.date(), endsAt: z.date(), reason: word(400),
});
const settingsSchema = z.object({ poolId: z.uuid(), version: z.int(), headroom: gpus, isOpen: z.boolean() });

export type NewComputePool = z.input<typeof poolSchema>;
export type NewPoolCapacity = z.input<typeof capacitySchema>;
export type NewPoolMaintenance = z.input<typeof maintenanceSchema>;
export type PoolSettings = z.input<typeof settingsSchema>;

/**
 * The pools: what suppliers have of which GPU class, where, and from when to when. Capacity is dated, so that growth,
 * repairs and the end of a contract are known beforehand; what was is not rewritten. When room appears, those on the
 * waiting list get it in their order.
 */
@Injectable()
export class PoolService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly waitlist: Waitlist,
    private readonly recall: BorrowRecall,
  ) {}

  rows(ctx: Ctx): Promise<ComputePoolRow[]> {
    return this.database.read(ctx, (tx) => poolRows(tx, ctx.now));
  }

  async get(ctx: Ctx, id: string): Promise<ComputePool> {
    return this.database.read(ctx, (tx) => poolOf(tx, id));
  }

  capacity(ctx: Ctx, poolId: string): Promise<PoolCapacity[]> {
    return this.database.read(ctx, (tx) => tx.of(PoolCapacity).find({ where: { poolId }, order: { startsAt: 'ASC' } }));
  }

  maintenance(ctx: Ctx, poolId: string): Promise<PoolMaintenance[]> {
    return this.database.read(ctx, (tx) => tx.of(PoolMaintenance).find({ where: { poolId }, order: { startsAt: 'ASC' } }));
  }

  /** GPU classes and what of them is free throughout a window; whose the rest is stays untold. */
  async offers(ctx: Ctx, window: Window): Promise<GpuClassOffer[]> {
    if (window.endsAt <= window.startsAt) throw invalid('endsAt', 'The window must end after it starts.', '结束时间须晚于开始时间。');
    return this.database.read(asSystem(ctx), async (tx) => {
      const offers = await tx.query<OfferRow>(OFFERS, [ctx.now]);
      const free = new Map(
        (await freeCapacity(tx, offers.flatMap(({ poolIds }) => poolIds), window, recallable(ctx.now))).map((row) => [row.poolId, row.gpus]),
      );
      return offers.map(({ poolIds, ...offer }) => ({
        ...offer, freeInOnePool: Math.max(0, ...poolIds.map((id) => free.get(id) ?? 0)),
      }));
    });
  }

  async create(ctx: Ctx, input: NewComputePool): Promise<ComputePool> {
    const facts = parse(ctx, poolSchema, input);
    return this.database.command(ctx, 'createComputePool', input, async (tx) => {
      const contract = await tx.of(SupplierContract).findOneBy({ id: facts.contractId });
      if (!contract) throw notFound();
      if (!(await tx.of(GpuClass).existsBy({ code: facts.gpuClass }))) {
        throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
      }
      const [taken] = await tx.query<{ code: string }>(
        `select code from compute_pool where code = $1 or (cluster = $2 and gpu_class = $3)`,
        [facts.code, facts.cluster, facts.gpuClass],
      );
      if (taken) {
        throw conflict(
          'POOL_EXISTS', `The pool ${taken.code} has this code, or this cluster and GPU class.`,
          `资源池 ${taken.code} 已使用该代码，或已对应该集群与 GPU 型号。`, { code: taken.code },
        );
      }
      const pool = tx.of(ComputePool).create({
        ...facts, id: randomUUID(), organisationId: contract.organisationId, isOpen: true, version: 1, createdAt: ctx.now,
      });
      await tx.insert(ComputePool, pool);
      await this.record(ctx, tx, 'computePool.create', pool, facts);
      return pool;
    });
  }

  /** Says how many GPUs a pool has in a window; the days before now stay as they were. */
  async setCapacity(ctx: Ctx, input: NewPoolCapacity): Promise<PoolCapacity> {
    const facts = checkedWindow(parse(ctx, capacitySchema, input));
    return this.database.command(ctx, 'setPoolCapacity', input, async (tx) => {
      const pool = await lockPool(tx, facts.poolId);
      const [known] = await tx.query(`select 1 from pool_capacity where pool_id = $1 and ends_at > $2 limit 1`, [
        pool.id, facts.startsAt,
      ]);
      if (known && facts.startsAt < ctx.now) {
        throw invalid(
          'startsAt', 'Capacity can only change from now on. The past stays as it was.', '容量只能从现在起变更，历史不可更改。',
        );
      }
      const [later] = await tx.query(`select 1 from pool_capacity where pool_id = $1 and starts_at >= $2 and starts_at < $3`, [
        pool.id, facts.startsAt, facts.endsAt,
      ]);
      if (later) {
        throw conflict(
          'CAPACITY_OVERLAP', 'Another capacity is already set to begin within this time. Choose an end before it.',
          '该时段内已设置其他容量，请将结束时间提前。',
        );
      }
      await tx.query(`update pool_capacity set ends_at = $2 where pool_id = $1 and starts_at < $2 and ends_at > $2`, [
        pool.id, facts.startsAt,
      ]);
      const capacity = tx.of(PoolCapacity).create({
        ...facts, id: randomUUID(), organisationId: pool.organisationId, setByName: ctx.actor.name, setAt: ctx.now,
      });
      await tx.insert(PoolCapacity, capacity);
      await this.recall.checkLater(ctx, tx, pool.id);
      await this.record(ctx, tx, 'computePool.setCapacity', pool, facts);
      await this.waitlist.retryLater(ctx, tx, pool.gpuClass);
      return capacity;
    });
  }

  async announceMaintenance(ctx: Ctx, input: NewPoolMaintenance): Promise<PoolMaintenance> {
    const facts = checkedWindow(parse(ctx, maintenanceSchema, input));
    if (facts.endsAt <= ctx.now) throw invalid('endsAt', 'Maintenance must lie ahead.', '维护时间须在将来。');
    return this.database.command(ctx, 'announcePoolMaintenance', input, async (tx) => {
      const pool = await lockPool(tx, facts.poolId);
      const maintenance = tx.of(PoolMaintenance).create({
        ...facts, id: randomUUID(), organisationId: pool.organisationId, announcedByName: ctx.actor.name,
        announcedAt: ctx.now, cancelledAt: null,
      });
      await tx.insert(PoolMaintenance, maintenance);
      await this.recall.checkLater(ctx, tx, pool.id);
      await this.record(ctx, tx, 'computePool.announceMaintenance', pool, facts);
      return maintenance;
    });
  }

  cancelMaintenance(ctx: Ctx, input: { id: string }): Promise<PoolMaintenance> {
    return this.database.command(ctx, 'cancelPoolMaintenance', input, async (tx) => {
      const maintenance = await tx.of(PoolMaintenance).findOneBy({ id: input.id });
      if (!maintenance) throw notFound();
      if (maintenance.cancelledAt || maintenance.endsAt <= ctx.now) {
        throw conflict('NOT_NOW', 'This maintenance is over or cancelled.', '该维护已结束或已取消。');
      }
      const pool = await lockPool(tx, maintenance.poolId);
      await tx.of(PoolMaintenance).update({ id: maintenance.id }, { cancelledAt: ctx.now });
      await this.record(ctx, tx, 'computePool.cancelMaintenance', pool, { maintenanceId: maintenance.id });
      await this.waitlist.retryLater(ctx, tx, pool.gpuClass);
      return { ...maintenance, cancelledAt: ctx.now };
    });
  }

  /** Changes head-room, opens or closes a pool. What it has granted runs on. */
  async changeSettings(ctx: Ctx, input: PoolSettings): Promise<ComputePool> {
    const { poolId, version, headroom, isOpen } = parse(ctx, settingsSchema, input);
    return this.database.command(ctx, 'changePoolSettings', input, async (tx) => {
      const pool = await lockPool(tx, poolId);
      if (pool.version !== version) throw staleVersion();
      const change = { headroom, isOpen, version: version + 1 };
      await tx.of(ComputePool).update({ id: pool.id }, change);
      await this.record(ctx, tx, 'computePool.changeSettings', pool, { headroom, isOpen });
      await this.waitlist.retryLater(ctx, tx, pool.gpuClass);
      return { ...pool, ...change };
    });
  }

  private record(ctx: Ctx, tx: Tx, action: string, pool: ComputePool, after: Record<string, unknown>): Promise<void> {
    return this.audit.record(ctx, tx, {
      action, subjectType: 'computePool', subjectId: pool.id, organisationId: pool.organisationId, after,
    });
  }
}

async function poolOf(tx: Tx, id: string): Promise<ComputePool> {
  const pool = await tx.of(ComputePool).findOneBy({ id });
  if (!pool) throw notFound();
  return pool;
}

function checkedWindow<W extends Window>(window: W): W {
  if (window.endsAt <= window.startsAt) throw invalid('endsAt', 'The end must be after the start.', '结束时间须晚于开始时间。');
  return window;
}
