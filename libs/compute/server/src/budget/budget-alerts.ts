import { Injectable } from '@nestjs/common';
import { Database, defineTopic, Job, Notifications, type Ctx, type Formatter, type Locale } from '@wutong/core-server';
import { formatFen, formatQuantity, gpuUnit } from '@wutong/core-shared';
import { monthStart, newsOf, outlookOf } from './budget-outlook';
import { budgetRows, type BudgetRow } from './budget.queries';

declare module '@wutong/core-server' {
  interface JobMap {
    'computeBudget.look': Record<string, never>;
  }
}

interface News {
  unit: 'gpu_mh' | 'fen';
  gpuClass: string | null;
  grantNumber: string | null;
  amount: bigint;
  used: bigint;
  /** The threshold that was passed; 0 when the amount will be exceeded. */
  threshold: number;
  reachedAt: Date | null;
}

const TOPIC = defineTopic<{ news: News[] }>('compute-budget.alert', {
  label: { en: 'A compute budget has reached a threshold', 'zh-CN': '算力预算达到提醒线' },
  title: {
    en: ({ news }) => (news.length === 1 ? headOf(news[0]!, 'en') : `${news.length} compute budgets need your attention`),
    'zh-CN': ({ news }) => (news.length === 1 ? headOf(news[0]!, 'zh-CN') : `${news.length} 个算力预算需要关注`),
  },
  body: {
    en: ({ news }, format) => news.map((one) => lineOf(one, 'en', format)).join('\n'),
    'zh-CN': ({ news }, format) => news.map((one) => lineOf(one, 'zh-CN', format)).join('\n'),
  },
  link: () => '/compute',
});

/**
 * Looks at all budgets each quarter of an hour. Of each threshold people are told once a month; what several budgets have
 * to say at one time is one notice, and of thresholds passed together the highest is told.
 */
@Injectable()
export class BudgetAlerts {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @Job('computeBudget.look', { cron: '*/15 * * * *' })
  async look(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      const byTenant = new Map<string, News[]>();
      for (const row of await budgetRows(tx, ctx.now, null)) {
        const outlook = outlookOf(row.amount, row.days, ctx.now);
        const due = newsOf(row, outlook, new Set(row.told));
        // Only what this run was first to write down is told by it.
        const news = await tx.query<{ threshold: number }>(
          `insert into compute_budget_alert (budget_id, version, month, threshold, organisation_id, used, at)
           select $1, $2, ($3::timestamptz at time zone 'Asia/Shanghai')::date, t, $4, $5, $6 from unnest($7::int[]) as t
           on conflict do nothing returning threshold`,
          [row.id, row.version, monthStart(ctx.now), row.organisationId, outlook.used, ctx.now, due],
        );
        if (news.length === 0) continue;
        const threshold = Math.max(...news.map((one) => one.threshold));
        const { used, reachedAt } = outlook;
        byTenant.set(row.organisationId, [...(byTenant.get(row.organisationId) ?? []), { ...wordsOf(row), used, threshold, reachedAt }]);
      }
      for (const [organisationId, news] of byTenant) {
        await this.notifications.notify(ctx, tx, TOPIC, { news }, { to: [{ roles: ['founder'], organisationId }] });
      }
    });
  }
}

function wordsOf({ unit, gpuClass, grantNumber, amount }: BudgetRow): Pick<News, 'unit' | 'gpuClass' | 'grantNumber' | 'amount'> {
  return { unit, gpuClass, grantNumber, amount };
}

function nameOf({ unit, gpuClass, grantNumber }: News, locale: Locale): string {
  const what = unit === 'fen' ? (locale === 'en' ? 'money' : '费用') : (gpuClass ?? '').toUpperCase();
  const of = grantNumber ? ` ${grantNumber}` : '';
  return locale === 'en' ? `The budget for ${what}${of}` : `${what}${of}预算`;
}

function headOf(news: News, locale: Locale): string {
  const name = nameOf(news, locale);
  if (news.threshold === 0) return locale === 'en' ? `${name} will be exceeded this month` : `${name}预计本月超出`;
  return locale === 'en' ? `${name} is ${news.threshold}% used` : `${name}已用 ${news.threshold}%`;
}

function lineOf(news: News, locale: Locale, format: Formatter): string {
  const say = (amount: bigint): string =>
    news.unit === 'fen' ? formatFen(amount, locale) : formatQuantity({ amount, unit: gpuUnit(news.gpuClass ?? '') }, locale);
  const day = news.threshold === 0 && news.reachedAt ? format.date(news.reachedAt) : null;
  return locale === 'en'
    ? `${headOf(news, locale)}: ${say(news.used)} of ${say(news.amount)}${day ? `, reached about ${day} at the present pace` : ''}.`
    : `${headOf(news, locale)}：${say(news.used)} / ${say(news.amount)}${day ? `，按目前速度约 ${day}用完` : ''}。`;
}
