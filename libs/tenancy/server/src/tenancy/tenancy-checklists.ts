import type { LocalisedText } from '@wutong/core-shared';
import { TenancyTaskOwner, TenancyTaskStage } from './tenancy-task.entity';

export interface ChecklistTask {
  readonly key: string;
  readonly owner: TenancyTaskOwner;
  readonly mandatory: boolean;
  readonly text: LocalisedText;
}

const { FOUNDER, CENTRE } = TenancyTaskOwner;

/** What must be done before a tenancy is active, and before it is over. */
export const TENANCY_CHECKLISTS: Readonly<Record<TenancyTaskStage, readonly ChecklistTask[]>> = {
  [TenancyTaskStage.ONBOARDING]: [
    { key: 'deposit', owner: FOUNDER, mandatory: true, text: { en: 'Deposit paid', 'zh-CN': '缴纳押金' } },
    { key: 'safety', owner: FOUNDER, mandatory: true, text: { en: 'Fire and data safety briefing attended', 'zh-CN': '完成消防与数据安全培训' } },
    { key: 'members', owner: FOUNDER, mandatory: false, text: { en: 'Team members invited to the portal', 'zh-CN': '邀请团队成员加入门户' } },
    { key: 'desks', owner: CENTRE, mandatory: true, text: { en: 'Desks and access cards handed over', 'zh-CN': '移交工位与门禁卡' } },
    { key: 'network', owner: CENTRE, mandatory: true, text: { en: 'Network and account opened', 'zh-CN': '开通网络与账号' } },
  ],
  [TenancyTaskStage.OFFBOARDING]: [
    { key: 'compute', owner: CENTRE, mandatory: true, text: { en: 'Compute released', 'zh-CN': '释放算力资源' } },
    { key: 'data', owner: FOUNDER, mandatory: true, text: { en: 'Borrowed data returned or erased', 'zh-CN': '归还或销毁借用数据' } },
    { key: 'ledger', owner: CENTRE, mandatory: true, text: { en: 'Balances settled', 'zh-CN': '结清账户余额' } },
    { key: 'access', owner: CENTRE, mandatory: true, text: { en: 'Access cards returned, access revoked', 'zh-CN': '收回门禁、注销访问权限' } },
  ],
};
