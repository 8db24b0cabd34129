import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Notifications, type Ctx, type Tx } from '@wutong/core-server';
import { formatFen } from '@wutong/core-shared';
import type { ChargeStatement } from './charge-statement.entity';
import type { Month } from './month';

const READY = defineTopic<{ month: string; dueFen: bigint }>('charge.statement-ready', {
  label: { en: 'Monthly statements', 'zh-CN': '月度账单' },
  title: { en: ({ month }) => `The statement of ${month} is ready`, 'zh-CN': ({ month }) => `${month} 账单已出` },
  body: {
    en: ({ dueFen }) => `${formatFen(dueFen, 'en')} is due after vouchers and subsidies. Each figure opens its lines.`,
    'zh-CN': ({ dueFen }) => `抵扣算力券与补贴后应付 ${formatFen(dueFen, 'zh-CN')}，可逐项查看明细。`,
  },
  link: (_, subject) => `/compute/statements/${subject?.id ?? ''}`,
});

/** Tells a tenant of its statement, once. */
@Injectable()
export class StatementNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen('charge_statement')
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>(`select id from charge_statement where id = any($1)`, [ids]));
    return rows.map(({ id }) => id);
  }

  async tellReady(
    ctx: Ctx, tx: Tx, month: Month, statements: readonly Pick<ChargeStatement, 'id' | 'organisationId' | 'dueFen'>[],
  ): Promise<void> {
    for (const { id, organisationId, dueFen } of statements) {
      await this.notifications.notify(ctx, tx, READY, { month, dueFen }, {
        subject: { type: 'charge_statement', id, organisationId }, key: id, to: [{ roles: ['founder'], organisationId }],
      });
    }
  }
}
