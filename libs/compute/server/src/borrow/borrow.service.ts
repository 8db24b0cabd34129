import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asSystem, Audit, conflict, Database, invalid, notFound, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { EnforcementJobs } from '../enforcement/enforcement-jobs';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { RUNNING } from '../grant/grant-states';
import { freeCapacity, noticeEnds } from '../pool/free-capacity.queries';
import { lockPool } from '../pool/lock-pool';
import { ComputePool } from '../pool/compute-pool.entity';
import type { ComputeRequest } from '../request/compute-request.entity';
import { ownRequest, requestOf } from '../request/request-lookup';
import { assertInGoodStanding } from '../request/tenant-standing';
import { BorrowRecall } from './borrow-recall';
import { ComputeBorrow } from './compute-borrow.entity';

/** A loan lasts so long at the most; whoever wants more asks for it in a request. */
const LONGEST_DAYS = 14;
const DAY_MS = 86_400_000;

const schema = z.object({ requestId: z.uuid(), gpus: z.int().min(1).max(100_000), endsAt: z.date() });
const recallSchema = z.object({ id: z.uuid(), reason: z.string().trim().min(1).max(400) });

export interface BorrowOffer {
  /** How many GPUs can be borrowed now until the moment asked for. */
  readonly gpus: number;
  /** The moment that was judged: the one asked for, or the latest to which a loan can last. */
  readonly endsAt: Date;
}

/**
 * GPUs lent between planning cycles: what nobody has at the moment in a grant's own pool, its head-room included, goes first
 * come first served to running grants beside their own GPUs. The hours are paid from the grant like any other, so the
 * ledger does not move. What is lent is in nobody's way: requests, plans and operators are given GPUs as if it were free, and
 * it comes back with notice (see `recalls`). A grant borrows at most as many GPUs as it has itself.
 */
@Injectable()
export class BorrowService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly enforcement: EnforcementJobs,
    private readonly recall: BorrowRecall,
  ) {}

  /** Every loan of a request's grant, the one that goes back last first. */
  list(ctx: Ctx, grantId: string): Promise<ComputeBorrow[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputeBorrow).find({ where: { grantId }, order: { returnsAt: 'DESC', id: 'ASC' }, take: 50 }));
  }

  /** What the request's grant could borrow from now until a moment; nothing while it does not run. */
  async offer(ctx: Ctx, requestId: string, until: Date): Promise<BorrowOffer> {
    const request = await this.database.read(ctx, (tx) => requestOf(tx, requestId));
    return this.database.read(asSystem(ctx), async (tx) => {
      const grant = await tx.of(ComputeGrant).findOneBy({ id: requestId });
      const endsAt = latest(ctx, grant, until);
      if (!grant?.poolId || !RUNNING.has(request.state) || endsAt <= ctx.now) return { gpus: 0, endsAt };
      const pool = await tx.of(ComputePool).findOneByOrFail({ id: grant.poolId });
      return { gpus: await this.lendable(ctx, tx, request, pool, endsAt), endsAt };
    });
  }

  /** Throws NOT_NOW while the grant does not run, TOO_MANY_GPUS with how many can be borrowed. */
  async borrow(ctx: Ctx, input: z.input<typeof schema>): Promise<ComputeRequest> {
    const { requestId, gpus, endsAt } = parse(ctx, schema, input);
    return this.database.command(ctx, 'borrowGpus', input, async (tx) => {
      const request = await ownRequest(ctx, tx, requestId);
      await assertInGoodStanding(tx, request.organisationId);
      await tx.bySystem(ctx, async () => {
        const grant = await tx.of(ComputeGrant).findOneBy({ id: requestId });
        if (!RUNNING.has(request.state) || !grant?.poolId) throw notRunning();
        if (endsAt <= ctx.now) throw invalid('endsAt', 'The end must lie ahead.', '结束时间须在将来。');
        if (endsAt > latest(ctx, grant, endsAt)) {
          throw invalid('endsAt', `At most ${LONGEST_DAYS} days, and not beyond the grant.`, `最长 ${LONGEST_DAYS} 天，且不超过算力到期时间。`);
        }
        const pool = await lockPool(tx, grant.poolId);
        const lendable = await this.lendable(ctx, tx, request, pool, endsAt);
        if (gpus > lendable) {
          throw conflict(
            'TOO_MANY_GPUS', `At most ${lendable} GPUs can be borrowed until then.`, `到该时间为止，最多可借用 ${lendable} 张 GPU。`, { gpus: lendable },
          );
        }
        await tx.insert(ComputeBorrow, {
          id: randomUUID(), grantId: grant.id, poolId: pool.id, organisationId: request.organisationId, gpus, startsAt: ctx.now, endsAt,
          returnsAt: endsAt, borrowedByName: ctx.actor.name,
        });
        await this.recall.endLater(ctx, tx, grant.id, endsAt);
      });
      await this.record(ctx, tx, 'computeGrant.borrow', request, { gpus, endsAt });
      await this.enforcement.afterChange(ctx, tx, requestId);
      return request;
    });
  }

  /** Gives back at once. Jobs above the grant's own GPUs are put back in the queue. */
  giveBack(ctx: Ctx, input: { id: string }): Promise<ComputeBorrow> {
    return this.database.command(ctx, 'giveBackBorrowedGpus', input, async (tx) => {
      const loan = await openLoan(ctx, tx, input.id);
      const request = await ownRequest(ctx, tx, loan.grantId);
      await tx.of(ComputeBorrow).update({ id: loan.id }, { returnsAt: ctx.now });
      await this.record(ctx, tx, 'computeGrant.giveBack', request, { gpus: loan.gpus });
      await this.enforcement.afterChange(ctx, tx, loan.grantId);
      return { ...loan, returnsAt: ctx.now };
    });
  }

  /** An operator wants the GPUs back: the same notice, with a reason. Already recalled ones stay as they are. */
  async recallByHand(ctx: Ctx, input: { id: string; reason: string }): Promise<ComputeBorrow> {
    const { id, reason } = parse(ctx, recallSchema, input);
    return this.database.command(ctx, 'recallBorrowedGpus', input, async (tx) => {
      const loan = await openLoan(ctx, tx, id);
      if (loan.recalledAt) throw conflict('NOT_NOW', 'These GPUs are recalled already.', '这些 GPU 已被召回。');
      await this.recall.callBack(ctx, tx, loan, noticeEnds(ctx.now), reason);
      await this.record(ctx, tx, 'computeGrant.recall', await requestOf(tx, loan.grantId), { gpus: loan.gpus, reason });
      return tx.of(ComputeBorrow).findOneByOrFail({ id });
    });
  }

  private async lendable(ctx: Ctx, tx: Tx, { sizedGpus, id }: ComputeRequest, pool: ComputePool, endsAt: Date): Promise<number> {
    const [free] = await freeCapacity(tx, [pool.id], { startsAt: ctx.now, endsAt }, 'taken');
    const [{ lent } = { lent: 0 }] = await tx.query<{ lent: number }>(
      `select coalesce(sum(gpus), 0)::int as lent from compute_borrow where grant_id = $1 and returns_at > $2`, [id, ctx.now],
    );
    if (!pool.isOpen) return 0;
    return Math.max(0, Math.min((free?.gpus ?? 0) + pool.headroom, (sizedGpus ?? 0) - lent));
  }

  private record(ctx: Ctx, tx: Tx, action: string, { id, organisationId }: ComputeRequest, after: Record<string, unknown>): Promise<void> {
    return this.audit.record(ctx, tx, { action, subjectType: 'computeRequest', subjectId: id, organisationId, after });
  }
}

function latest(ctx: Ctx, grant: ComputeGrant | null, until: Date): Date {
  return new Date(Math.min(until.getTime(), ctx.now.getTime() + LONGEST_DAYS * DAY_MS, grant?.endsAt.getTime() ?? 0));
}

async function openLoan(ctx: Ctx, tx: Tx, id: string): Promise<ComputeBorrow> {
  const loan = await tx.of(ComputeBorrow).findOneBy({ id });
  if (!loan) throw notFound();
  if (loan.returnsAt <= ctx.now) throw conflict('NOT_NOW', 'These GPUs have gone back already.', '这些 GPU 已归还。');
  return loan;
}

function notRunning(): Error {
  return conflict('NOT_NOW', 'Only a running grant can borrow GPUs.', '仅使用中的算力可以借用 GPU。');
}
