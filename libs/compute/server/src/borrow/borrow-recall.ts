import { Injectable } from '@nestjs/common';
import { Database, defineTopic, Job, Jobs, Notifications, OnEvent, type Ctx, type EventMap, type Tx } from '@wutong/core-server';
import { EnforcementJobs } from '../enforcement/enforcement-jobs';
import { freeOverTime, RECALL_NOTICE_MS } from '../pool/free-capacity.queries';
import { lockPool } from '../pool/lock-pool';
import { GRANT_ENDS } from '../request/request-moves';
import { ComputeBorrow } from './compute-borrow.entity';
import { recalls } from './recall';

declare module '@wutong/core-server' {
  interface JobMap {
    'computeBorrow.check': { poolId: string };
    'computeBorrow.end': { grantId: string };
  }
}

interface Recalled {
  number: string;
  gpus: number;
  ownGpus: number;
  returnsAt: Date;
  reason: string | null;
}

const TOPIC = defineTopic<Recalled>('compute-borrow.recalled', {
  label: { en: 'Borrowed GPUs go back', 'zh-CN': '借用的 GPU 被召回' },
  title: {
    en: ({ gpus, number }) => `${gpus} borrowed GPUs of ${number} go back`,
    'zh-CN': ({ gpus, number }) => `算力 ${number} 借用的 ${gpus} 张 GPU 将被召回`,
  },
  body: {
    en: ({ returnsAt, ownGpus, reason }, format) =>
      `They go back on ${format.time(returnsAt)}: ${reason ?? 'they are given to somebody who was granted them'}. Jobs beyond the grant’s own ${ownGpus} GPUs are put back in the queue then, the newest first. Save a checkpoint before.`,
    'zh-CN': ({ returnsAt, ownGpus, reason }, format) =>
      `召回时间：${format.time(returnsAt)}。原因：${reason ?? '已分配给获批的申请'}。届时超出自有 ${ownGpus} 张 GPU 的任务将从最新的开始重新排队，请提前保存检查点。`,
  },
  link: (_, subject) => `/compute/requests/${subject?.id ?? ''}?tab=usage`,
});

/**
 * Gets lent GPUs back where somebody is given them, with notice, and has clusters follow when a loan is over. Looked at after
 * whatever takes GPUs of a pool: a reservation, maintenance, less capacity.
 */
@Injectable()
export class BorrowRecall {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly notifications: Notifications,
    private readonly enforcement: EnforcementJobs,
  ) {}

  /** Has a pool's loans looked at once this transaction is committed. */
  async checkLater(ctx: Ctx, tx: Tx, poolId: string): Promise<void> {
    await this.jobs.send(ctx, tx, 'computeBorrow.check', { poolId });
  }

  /** Has the cluster made to follow when a loan is over. */
  async endLater(ctx: Ctx, tx: Tx, grantId: string, at: Date): Promise<void> {
    await this.jobs.send(ctx, tx, 'computeBorrow.end', { grantId }, { startAfter: at });
  }

  /** Recalls a loan and tells its people; a loan that ends sooner anyway ends then. */
  async callBack(ctx: Ctx, tx: Tx, loan: ComputeBorrow, at: Date, reason: string | null): Promise<void> {
    const returnsAt = at < loan.endsAt ? at : loan.endsAt;
    await tx.of(ComputeBorrow).update({ id: loan.id }, { returnsAt, recalledAt: loan.recalledAt ?? ctx.now, recallReason: reason });
    await this.endLater(ctx, tx, loan.grantId, returnsAt);
    const [grant] = await tx.query<{ number: string; ownGpus: number }>(
      `select number, sized_gpus as "ownGpus" from compute_request where id = $1`, [loan.grantId],
    );
    if (!grant) return;
    await this.notifications.notify(ctx, tx, TOPIC, { ...grant, gpus: loan.gpus, returnsAt, reason }, {
      subject: { type: 'compute_request', id: loan.grantId, organisationId: loan.organisationId }, key: `${loan.id}:${returnsAt.toISOString()}`,
      to: [{ roles: ['founder', 'member'], organisationId: loan.organisationId }],
    });
  }

  @Job('computeBorrow.check')
  async check(ctx: Ctx, { poolId }: { poolId: string }): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      const { headroom } = await lockPool(tx, poolId);
      const loans = await tx.of(ComputeBorrow).createQueryBuilder('b')
        .where('b.pool_id = :poolId and b.returns_at > :now', { poolId, now: ctx.now }).getMany();
      if (loans.length === 0) return;
      const last = new Date(Math.max(...loans.map(({ returnsAt }) => returnsAt.getTime())));
      const levels = await freeOverTime(tx, [poolId], { startsAt: ctx.now, endsAt: last });
      const idle = levels.map(({ at, free }) => ({ at, gpus: free + headroom }));
      for (const { id, returnsAt } of recalls(idle, loans, ctx.now, RECALL_NOTICE_MS)) {
        const loan = loans.find((one) => one.id === id);
        if (loan) await this.callBack(ctx, tx, loan, returnsAt, loan.recallReason);
      }
    });
  }

  @Job('computeBorrow.end')
  async end(ctx: Ctx, { grantId }: { grantId: string }): Promise<void> {
    await this.database.write(ctx, (tx) => this.enforcement.afterChange(ctx, tx, grantId));
  }

  /** Whoever has no GPUs of its own any more has none on loan. */
  @OnEvent('computeRequest.moved', ({ state }) => GRANT_ENDS.has(state))
  async grantEnded(ctx: Ctx, tx: Tx, { requestId }: EventMap['computeRequest.moved']): Promise<void> {
    await tx.query(`update compute_borrow set returns_at = greatest(starts_at, $2) where grant_id = $1 and returns_at > $2`, [requestId, ctx.now]);
  }
}
