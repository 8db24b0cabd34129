import { Injectable } from '@nestjs/common';
import { formatFen } from '@wutong/core-shared';
import { CanOpen, Database, defineTopic, Job, Notifications, type Ctx, type Tx } from '@wutong/core-server';
import { monthOf } from '../charge/month';
import type { FundingSource } from './funding-source.entity';

declare module '@wutong/core-server' {
  interface JobMap {
    'funding.remind': Record<string, never>;
  }
}

const link = (): string => '/compute/costs';

const GIVEN = defineTopic<{ programme: string; amountFen: bigint; lastMonth: string | null }>('funding.given', {
  label: { en: 'Vouchers and subsidies given', 'zh-CN': '算力券与补贴发放' },
  title: {
    en: ({ programme, amountFen }) => `${formatFen(amountFen, 'en')} for computing power: ${programme}`,
    'zh-CN': ({ programme, amountFen }) => `已发放 ${programme}，${formatFen(amountFen, 'zh-CN')}`,
  },
  body: {
    en: ({ lastMonth }) => `It pays your charges from the next statement on${lastMonth ? `, up to ${lastMonth}` : ''}.`,
    'zh-CN': ({ lastMonth }) => `自下一期账单起自动抵扣${lastMonth ? `，有效期至 ${lastMonth}` : ''}。`,
  },
  link,
});

const CLAWED_BACK = defineTopic<{ programme: string; reason: string }>('funding.clawed-back', {
  label: { en: 'Vouchers and subsidies clawed back', 'zh-CN': '算力券与补贴追回' },
  title: {
    en: ({ programme }) => `What was left of ${programme} was clawed back`,
    'zh-CN': ({ programme }) => `${programme} 的余额已被追回`,
  },
  body: { en: ({ reason }) => `Reason: ${reason}`, 'zh-CN': ({ reason }) => `理由：${reason}` },
  link,
  always: true,
});

const LAPSES_SOON = defineTopic<{ count: number; leftFen: bigint; month: string }>('funding.lapses-soon', {
  label: { en: 'Vouchers and subsidies about to lapse', 'zh-CN': '算力券与补贴即将失效' },
  title: {
    en: ({ leftFen, month }) => `${formatFen(leftFen, 'en')} of your funding lapses after ${month}`,
    'zh-CN': ({ leftFen, month }) => `${formatFen(leftFen, 'zh-CN')} 的算力券或补贴将于 ${month} 月末失效`,
  },
  body: {
    en: ({ count }) => `${count === 1 ? 'One source ends' : `${count} sources end`} this month with something left. Computing power used before the month is over is still paid by it.`,
    'zh-CN': ({ count }) => `本月有 ${count} 项资金到期且仍有余额，月底前使用的算力仍可抵扣。`,
  },
  link,
});

/** Tells tenants of their funding; of what lapses in one message for all of it, and only while something is left. */
@Injectable()
export class FundingNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen('funding_source')
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>(`select id from funding_source where id = any($1)`, [ids]),
    );
    return rows.map(({ id }) => id);
  }

  tellGiven(ctx: Ctx, tx: Tx, { id, organisationId, programme, amountFen, lastMonth }: FundingSource): Promise<void> {
    return this.notifications.notify(ctx, tx, GIVEN, { programme, amountFen, lastMonth }, aboutOf(id, organisationId, `${id}:given`));
  }

  tellClawedBack(ctx: Ctx, tx: Tx, { id, organisationId, programme }: FundingSource, reason: string): Promise<void> {
    return this.notifications.notify(ctx, tx, CLAWED_BACK, { programme, reason }, aboutOf(id, organisationId, `${id}:clawed-back`));
  }

  /** In the middle of each month, of what ends with it. */
  @Job('funding.remind', { cron: '0 9 15 * *' })
  async remind(ctx: Ctx): Promise<void> {
    const month = monthOf(ctx.now);
    await this.database.write(ctx, async (tx) => {
      const rows = await tx.query<{ organisationId: string; id: string; count: number; leftFen: bigint }>(ENDING, [month]);
      for (const { organisationId, id, count, leftFen } of rows) {
        const about = aboutOf(id, organisationId, `${organisationId}:${month}:lapses`);
        await this.notifications.notify(ctx, tx, LAPSES_SOON, { count, leftFen, month }, about);
      }
    });
  }
}

const ENDING = `
  select organisation_id as "organisationId", (array_agg(id order by id))[1] as id, count(*)::int as count,
         sum(amount_fen - used_fen - lapsed_fen - clawed_back_fen)::bigint as "leftFen"
    from funding_source
   where last_month = $1 and lapsed_at is null and amount_fen > used_fen + lapsed_fen + clawed_back_fen
   group by organisation_id order by organisation_id`;

function aboutOf(id: string, organisationId: string, key: string) {
  return {
    subject: { type: 'funding_source', id, organisationId }, key, to: [{ roles: ['founder'], organisationId }],
  };
}
