import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Notifications, type Ctx, type Tx } from '@wutong/core-server';
import type { Reconciliation } from './reconciliation.entity';
import { reconciliationWorkflow } from './reconciliation.workflow';

interface About {
  month: string;
}

const CENTRE = ['platform_operator', 'finance'];

/** Who hears of a move: the supplier of what the centre does, operators and finance of what the supplier answers. */
const TOLD: Readonly<Record<string, { to: 'supplier' | 'centre'; topic: ReturnType<typeof topic> }>> = {
  confirm: { to: 'supplier', topic: topic('confirm', 'Your bills of {m} were confirmed', '{m} 账单已核对一致', 'They agree with what was metered.', '账单与计量一致。') },
  dispute: { to: 'supplier', topic: topic('dispute', 'Your bills of {m} are disputed', '{m} 账单存在争议', 'See the lines and our evidence, then accept or reject with your reason.', '请查看争议明细与依据，接受或说明理由后退回。') },
  settle: { to: 'supplier', topic: topic('settle', 'The difference of {m} is settled', '{m} 账单差异已结清', 'See how with the reconciliation.', '处理方式见对账详情。') },
  writeOff: { to: 'supplier', topic: topic('write-off', 'The difference of {m} was let go', '{m} 账单差异已核销', 'The bills are taken as they are.', '按账单金额结算。') },
  accept: { to: 'centre', topic: topic('accept', 'The supplier accepts the dispute of {m}', '供应商接受 {m} 账单争议', 'A corrected bill or a credit note is to come.', '等待更正账单或红字凭证。') },
  reject: { to: 'centre', topic: topic('reject', 'The supplier rejects the dispute of {m}', '供应商不接受 {m} 账单争议', 'Its reason is with the reconciliation.', '理由见对账详情。') },
};

/** Tells suppliers and the centre of the steps of a reconciliation; nobody who may not open it. */
@Injectable()
export class ReconciliationNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen(reconciliationWorkflow.name)
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) => tx.query<{ id: string }>(`select id from reconciliation where id = any($1)`, [ids]));
    return rows.map(({ id }) => id);
  }

  async tell(ctx: Ctx, tx: Tx, { id, organisationId, month, version }: Reconciliation, event: string): Promise<void> {
    const told = TOLD[event];
    if (!told) return;
    await this.notifications.notify(ctx, tx, told.topic, { month: month.slice(0, 7) }, {
      subject: { type: reconciliationWorkflow.name, id, organisationId }, key: `${id}:${version}:${event}`,
      to: [told.to === 'supplier' ? { roles: ['supplier'], organisationId } : { roles: CENTRE, organisationKind: 'centre' }],
    });
  }
}

/** A topic in whose words {m} is the month. */
function topic(name: string, titleEn: string, titleZh: string, en: string, zh: string) {
  const fill = (words: string) => ({ month }: About): string => words.replace('{m}', month);
  return defineTopic<About>(`reconciliation.${name}`, {
    label: { en: titleEn.replace('{m}', '…'), 'zh-CN': titleZh.replace('{m}', '…') },
    title: { en: fill(titleEn), 'zh-CN': fill(titleZh) },
    body: { en: fill(en), 'zh-CN': fill(zh) },
    link: (_, subject) => `/compute/bills/${subject?.id ?? ''}`,
  });
}
