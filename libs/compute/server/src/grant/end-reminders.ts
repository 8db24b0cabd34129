import { Injectable } from '@nestjs/common';
import { Database, defineTopic, Job, Notifications, type Ctx, type Formatter, type Locale, type Tx } from '@wutong/core-server';
import { formatQuantity, gpuUnit } from '@wutong/core-shared';
import { OF_GOOD_STANDING } from '../request/tenant-standing';
import { dueReminder, nextStepOf, type NextStep } from './end-reminder-rule';

declare module '@wutong/core-server' {
  interface JobMap {
    'computeGrant.remind': Record<string, never>;
  }
}

interface Ending {
  number: string;
  gpuClass: string;
  endsAt: Date;
  leftMh: bigint;
  next: NextStep;
}

const TOPIC = defineTopic<{ endings: Ending[] }>('compute-grant.ending', {
  label: { en: 'Grants that end soon', 'zh-CN': '算力即将到期' },
  title: {
    en: ({ endings }) => (endings.length === 1 ? `Compute grant ${endings[0]!.number} ends soon` : `${endings.length} compute grants end soon`),
    'zh-CN': ({ endings }) => (endings.length === 1 ? `算力 ${endings[0]!.number} 即将到期` : `${endings.length} 项算力即将到期`),
  },
  body: {
    en: ({ endings }, format) => endings.map((one) => lineOf(one, 'en', format)).join('\n'),
    'zh-CN': ({ endings }, format) => endings.map((one) => lineOf(one, 'zh-CN', format)).join('\n'),
  },
  link: () => '/compute',
});

const NEXT: Readonly<Record<NextStep, Readonly<Record<Locale, string>>>> = {
  renew: {
    en: 'You can ask for a renewal until 7 days before.', 'zh-CN': '可在到期 7 天前申请续期。',
  },
  decided: {
    en: 'What you asked for is being decided; there is nothing to do.', 'zh-CN': '您的申请正在处理，无需操作。',
  },
  ends: {
    en: 'It can no longer be renewed: keys are revoked then, and unused hours go back to your quota. A new request can follow it.',
    'zh-CN': '已不能续期：到期后密钥吊销，未用卡时退回额度；如需继续请提交新申请。',
  },
};

interface Row {
  id: string;
  organisationId: string;
  number: string;
  state: string;
  gpuClass: string;
  startsAt: Date;
  endsAt: Date;
  leftMh: bigint;
  /** Days before this end of which people were reminded. */
  told: number[];
  userIds: string[];
}

/** Running grants of tenants in good standing that end within the month; founders and users who are members still. $1 now. */
const ENDING = `
  select g.id, g.organisation_id as "organisationId", r.number, r.state, g.gpu_class as "gpuClass", g.starts_at as "startsAt",
         g.ends_at as "endsAt", g.held_mh as "leftMh",
         coalesce((select array_agg(e.days) from compute_end_reminder e where e.grant_id = g.id and e.ends_at = g.ends_at), '{}') as told,
         coalesce((select array_agg(distinct m.user_id) from membership m
           where m.organisation_id = g.organisation_id and m.state = 'active'
             and ('founder' = any (m.roles) or exists (select from compute_grant_user u where u.request_id = g.id and u.user_id = m.user_id))
         ), '{}') as "userIds"
    from compute_grant g join compute_request r on r.id = g.id
   where r.state in ('active', 'change_pending', 'renewal_pending') and g.closed_at is null
     and g.ends_at > $1 and g.ends_at <= $1::timestamptz + interval '30 days' and ${OF_GOOD_STANDING}
   order by g.ends_at, r.number`;

/**
 * Reminds of grants that end, 30, 14, 7 and 1 day before: every morning one notice a person, which lists all that concern
 * them. Only who can still renew is told to; nobody is reminded of what has ended, or of what a suspended tenant cannot
 * act on, or twice of the same.
 */
@Injectable()
export class EndReminders {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @Job('computeGrant.remind', { cron: '20 9 * * *' })
  async remind(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      const byPerson = new Map<string, Ending[]>();
      for (const row of await tx.query<Row & object>(ENDING, [ctx.now])) {
        const days = dueReminder(row, row.told, ctx.now);
        if (days === null || !(await this.isFirst(ctx, tx, row, days))) continue;
        const { number, gpuClass, endsAt, leftMh } = row;
        const ending = { number, gpuClass, endsAt, leftMh, next: nextStepOf(row, ctx.now) };
        for (const userId of row.userIds) byPerson.set(userId, [...(byPerson.get(userId) ?? []), ending]);
      }
      for (const [userId, endings] of byPerson) {
        await this.notifications.notify(ctx, tx, TOPIC, { endings }, { to: [{ userIds: [userId] }] });
      }
    });
  }

  /** Writes a reminder down; false when another worker has. */
  private async isFirst(ctx: Ctx, tx: Tx, row: Row, days: number): Promise<boolean> {
    const written = await tx.query(
      `insert into compute_end_reminder (grant_id, ends_at, days, organisation_id, at) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning days`,
      [row.id, row.endsAt, days, row.organisationId, ctx.now],
    );
    return written.length > 0;
  }
}

function lineOf({ number, gpuClass, endsAt, leftMh, next }: Ending, locale: Locale, format: Formatter): string {
  const left = formatQuantity({ amount: leftMh, unit: gpuUnit(gpuClass) }, locale);
  return locale === 'en'
    ? `${number} ends on ${format.time(endsAt)}; ${left} are left. ${NEXT[next].en}`
    : `${number} 将于 ${format.time(endsAt)} 到期，剩余 ${left}。${NEXT[next]['zh-CN']}`;
}
