import type { OrganisationKind, Say } from '@wutong/core-server';

/**
 * Who may do what: the one table of roles and permissions.
 *
 * A role is held in one organisation and only in organisations of its kind. To add something that people may do, add
 * one line to PERMISSIONS: `'noun.verb': may([roles], 'what it is in English', '中文说明')`. `everyone` is every person
 * who is signed in. Whose objects a permission reaches is not said here: that is row-level security and the workflows.
 */
interface Role {
  readonly kind: OrganisationKind;
  readonly name: Say;
  readonly about: Say;
}

const role = (kind: OrganisationKind, en: string, zh: string, aboutEn: string, aboutZh: string): Role => ({
  kind,
  name: { en, 'zh-CN': zh },
  about: { en: aboutEn, 'zh-CN': aboutZh },
});

export const ROLES = {
  founder: role('tenant', 'Founder', '创始人', 'Acts for the company in everything', '代表企业办理全部事项'),
  member: role('tenant', 'Member', '成员', 'Works with the company’s resources', '使用企业已获得的资源'),
  investor: role('investor', 'Investor', '投资人', 'Browses what companies show to investors', '浏览企业向投资人公开的信息'),
  supplier: role('supplier', 'Supplier', '供应商', 'Provides computing or services', '提供算力或服务'),
  adopter: role('adopter', 'Adopter', '应用单位', 'Puts companies’ models to use', '应用入驻企业的模型'),
  screener: role('centre', 'Screener', '初审员', 'Checks applications and their documents', '初审申请材料并开展尽调'),
  programme_lead: role('centre', 'Programme lead', '项目主管', 'Runs admission and approves resources', '主持入驻评审、审批资源'),
  approver: role('centre', 'Approver', '审批人', 'Decides on admission, refusal and appeals', '决定录取、拒绝与申诉'),
  platform_operator: role('centre', 'Platform operator', '平台运营', 'Runs the pools, sizes requests', '管理资源池、核定用量'),
  finance: role('centre', 'Finance', '财务', 'Pays and settles', '付款与结算'),
  administrator: role('centre', 'Administrator', '管理员', 'Looks after people, organisations and settings', '管理人员、机构与设置'),
  auditor: role('centre', 'Auditor', '审计员', 'Sees everything, changes nothing', '可查看全部、不可更改'),
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

interface Permission {
  readonly roles: readonly RoleName[] | 'everyone';
  readonly about: Say;
}

const may = (roles: readonly RoleName[] | 'everyone', en: string, zh: string): Permission => ({
  roles,
  about: { en, 'zh-CN': zh },
});

const staff = [
  'screener',
  'programme_lead',
  'approver',
  'platform_operator',
  'finance',
  'administrator',
  'auditor',
] as const;
const outside = ['founder', 'member', 'investor', 'supplier', 'adopter'] as const;

export const PERMISSIONS = {
  // One's own account
  'account.manage': may('everyone', 'Manage one’s own account, sessions and API tokens', '管理本人账号、会话与 API 令牌'),

  // Organisations and people
  'organisation.read': may([...outside, ...staff], 'See one’s own organisation; staff see all', '查看本机构；中心人员可查看全部'),
  'organisation.edit': may(['founder', 'administrator'], 'Change the organisation’s names', '修改机构名称等信息'),
  'organisation.register': may(['administrator'], 'Register and close organisations', '登记与关闭机构'),
  'organisation.list': may(staff, 'List all organisations', '查看全部机构'),
  'user.list': may(['administrator', 'auditor'], 'List all people with an account', '查看全部用户'),
  'user.deactivate': may(['administrator'], 'Deactivate and reactivate accounts', '停用与恢复账号'),
  'member.read': may([...outside, ...staff], 'See who belongs to the organisation', '查看机构成员'),
  'member.manage': may(['founder', 'administrator'], 'Change members’ roles, end memberships', '调整成员角色、移除成员'),
  'invitation.send': may(['founder', 'administrator'], 'Invite people, resend and revoke invitations', '邀请成员、重发与撤销邀请'),

  // Conflicts of interest
  'conflict-of-interest.declare': may(staff, 'Declare one’s own conflicts of interest', '申报本人的利益冲突'),
  'conflict-of-interest.manage': may(['administrator'], 'See and end declared conflicts of interest', '查看与解除利益冲突申报'),

  // Running the portal
  'notification.read': may('everyone', 'Read one’s own notifications, choose how to be told', '查看本人通知并设置提醒方式'),
  'file.read': may([...outside, ...staff], 'Open files of cases that one may see', '查看有权访问事项的文件'),
  'file.send': may([...outside, ...staff], 'Attach files', '上传文件'),
  'mail.read': may(['administrator'], 'See the portal’s mails, read kept ones', '查看系统邮件及留存邮件内容'),
  'audit.read': may(['administrator', 'auditor'], 'Read the audit trail', '查看审计记录'),
  'jobs.read': may(['administrator', 'platform_operator', 'auditor'], 'See work that failed', '查看失败的后台任务'),
  'jobs.retry': may(['administrator', 'platform_operator'], 'Try failed work again', '重试失败的后台任务'),

  // Finding things
  'search': may('everyone', 'Search whatever one may open', '搜索可见内容'),

  // Tenancy
  'tenancy-application.read': may(
    [...outside, ...staff],
    'See one’s own applications; staff see all handed in',
    '查看本机构申请；中心人员可查看全部已提交申请',
  ),
  'tenancy-application.edit': may(['founder'], 'Write, hand in and withdraw applications', '填写、提交与撤回申请'),
  'tenancy-application.sign': may(['founder'], 'Sign or refuse an offer, appeal', '签署或拒绝录取、提出申诉'),
  'tenancy-application.queue': may(staff, 'See the queue of applications', '查看申请队列'),
  'tenancy-application.screen': may(['screener'], 'Claim, screen and ask for information', '领取、初审与要求补充材料'),
  'tenancy-application.check': may(['screener', 'approver'], 'Tick or waive due-diligence checks', '完成或豁免尽调事项'),
  'tenancy-application.send-to-panel': may(['programme_lead'], 'Bring applications before the panel', '提交评审会'),
  'tenancy-application.decide': may(['approver'], 'Record the panel’s decisions, judge appeals', '记录评审决定、裁定申诉'),
  'intake-round.open': may(['programme_lead'], 'Open rounds of admission', '开放入驻批次'),
  'tenancy.read': may([...outside, ...staff], 'See one’s own tenancy; staff see all', '查看本机构入驻情况；中心人员可查看全部'),
  'tenancy.list': may(staff, 'List all tenants', '查看全部入驻企业'),
  'tenancy.settle-task': may(
    ['founder', 'programme_lead', 'platform_operator'],
    'Tick onboarding and offboarding tasks',
    '办理入驻与离驻事项',
  ),
  'tenancy.manage': may(['programme_lead'], 'Suspend, review and graduate tenants', '暂停、复核与毕业管理'),
  'tenant-profile.read': may(['founder', 'member', ...staff], 'See the company’s profile', '查看企业资料'),
  'tenant-profile.edit': may(['founder'], 'Write the profile and choose what investors see', '编辑企业资料并选择向投资人公开的内容'),
  'growth-report.submit': may(['founder'], 'Hand in growth reports', '提交成长报告'),
  'directory.read': may(['investor', ...staff], 'Browse the directory of tenants', '浏览入驻企业名录'),
  'tenancy.terminate': may(['approver'], 'End a tenancy that the programme lead proposed to end', '批准终止入驻'),

  // Compute
  'compute-request.read': may(['founder', 'member', ...staff], 'See one’s own compute requests; staff see all handed in', '查看本企业算力申请；中心人员可查看全部已提交申请'),
  'compute-request.edit': may(['founder', 'member'], 'Write and hand in compute requests', '填写与提交算力申请'),
  'compute-request.manage': may(
    ['founder'],
    'Withdraw, answer, appeal, change, renew and release compute requests',
    '撤回、答复、申诉、变更、续期与释放算力',
  ),
  'compute-request.queue': may(staff, 'See the queue of compute requests', '查看算力申请队列'),
  'compute-request.review': may(['platform_operator'], 'Review and size compute requests, decide changes, revoke', '审核与核定算力申请、处理变更、收回算力'),
  'compute-request.score': may(['platform_operator', 'programme_lead', 'approver'], 'Score compute requests', '为算力申请评分'),
  'compute-request.assign-review': may(['platform_operator', 'programme_lead'], 'Ask people to review compute requests', '指定算力申请的评审人'),
  'compute-request.decide': may(['programme_lead', 'approver'], 'Approve compute requests', '审批算力申请'),
  'compute-request.deny': may(['platform_operator', 'programme_lead', 'approver'], 'Deny compute requests', '驳回算力申请'),
  'compute-request.judge-appeal': may(['approver'], 'Judge appeals on compute requests', '裁定算力申请的申诉'),
  'compute-approval-limit.set': may(['administrator'], 'Set up to which size a programme lead approves', '设置项目主管的审批限额'),
  'compute-grant.use': may(['founder', 'member'], 'Accept the terms of use, manage one’s own access keys', '确认使用条款、管理本人访问密钥'),
  'compute-grant.renew': may(['programme_lead'], 'Decide on renewals', '审批续期'),
  'compute-pool.read': may(['founder', 'member', ...staff], 'See GPU classes and what of them is free', '查看 GPU 型号与空余量'),
  'compute-pool.list': may(staff, 'See the pools and their calendars', '查看资源池与排期'),
  'compute-request-form.publish': may(['programme_lead', 'platform_operator'], 'Change what a compute request asks', '修改算力申请表的问题'),
  'compute-review-rubric.publish': may(['programme_lead', 'platform_operator'], 'Change the criteria of reviews', '修改评审标准'),
  'compute-pool.manage': may(['platform_operator'], 'Keep pools, capacity, maintenance and GPU classes', '管理资源池、容量、维护与 GPU 型号'),
  'planning-cycle.read': may(['founder', 'member', ...staff], 'See planning cycles; companies see published reports and their own lines', '查看规划周期；企业可查看已发布报告及本企业明细'),
  'planning-cycle.plan': may(['platform_operator'], 'Open planning cycles, choose requests, have plans computed', '开启规划周期、选择申请、计算方案'),
  'planning-cycle.try': may(['platform_operator', 'programme_lead', 'approver'], 'Try out what would change a plan', '对方案进行假设推演'),
  'planning-cycle.decide': may(['programme_lead', 'approver'], 'Apply plans or send them back', '应用或退回规划方案'),
  'planning-cycle.close': may(['platform_operator', 'programme_lead'], 'Publish fairness reports, cancel cycles', '发布公平报告、取消周期'),
  'compute-cluster.manage': may(['platform_operator'], 'Connect clusters, pull their usage, enforce grants on them', '连接集群、拉取用量、执行额度限制'),
  'supplier-contract.read': may(['supplier', ...staff], 'See contracts and prices; suppliers see their own', '查看合同与价格；供应商仅可查看本机构'),
  'supplier-contract.manage': may(['platform_operator'], 'Keep suppliers’ contracts and prices', '管理供应商合同与价格'),
  'compute-balance.read': may(['founder', 'member', ...staff], 'See balances, usage and their reasons', '查看算力额度、用量及其缘由'),
  'compute-cost.read': may(['founder', 'member', ...staff], 'See charges, statements and funding', '查看算力费用、账单与资金'),
  'compute-charge.list': may(staff, 'See what all tenants are charged, and corrections', '查看全部企业的费用与更正'),
  'compute-charge.close': may(['finance'], 'Propose and close months', '提交与关闭账期'),
  'compute-correction.propose': may(['finance', 'platform_operator'], 'Propose corrections of hours or money', '提出卡时或金额更正'),
  'compute-correction.decide': may(['finance', 'approver'], 'Decide on corrections that others proposed', '审批他人提出的更正'),
  'compute-funding.list': may(staff, 'See all programmes of vouchers and subsidies', '查看全部算力券与补贴项目'),
  'compute-funding.manage': may(['finance'], 'Give, cap and claw back vouchers and subsidies', '发放、设限与追回算力券和补贴'),
  'compute-entitlement.give': may(['programme_lead', 'approver'], 'Give GPU-hours to tenants', '向企业发放算力额度'),
  'compute-tariff.read': may(staff, 'See what tenants are charged for GPU-hours', '查看算力计费价格'),
  'compute-tariff.set': may(['platform_operator', 'finance'], 'Set what tenants are charged for GPU-hours', '设置算力计费价格'),
  'compute-reclaim.read': may(['founder', 'member', ...staff], 'See notices on idle hours; staff see all', '查看闲置卡时通知；中心人员可查看全部'),
  'compute-reclaim-rule.set': may(['programme_lead', 'administrator'], 'Set when idle hours are asked back', '设置闲置卡时的收回规则'),
  'compute-budget.read': may(['founder', 'member'], 'See the company’s own compute budgets', '查看本企业的算力预算'),
  'compute-budget.set': may(['founder'], 'Set compute budgets', '设置算力预算'),
  'supplier-bill.read': may(['supplier', ...staff], 'See suppliers’ bills; suppliers see their own', '查看供应商账单；供应商仅可查看本机构'),
  'supplier-bill.import': may(['supplier', 'platform_operator', 'finance'], 'Take in suppliers’ bills', '导入供应商账单'),
  'reconciliation.read': may(['supplier', ...staff], 'See bills beside what was metered; suppliers see their own', '查看账单对账；供应商仅可查看本机构'),
  'reconciliation.decide': may(['platform_operator', 'finance'], 'Confirm and dispute bills, match their lines to pools', '确认账单、提出争议、匹配资源池'),
  'reconciliation.answer': may(['supplier'], 'Accept or reject disputes', '答复账单争议'),
  'reconciliation.settle': may(['finance'], 'Record how a supplier made good', '登记账单差异的结清方式'),
  'reconciliation.write-off': may(['finance', 'approver'], 'Let differences of bills go', '核销账单差异'),
  'reconciliation.set-tolerance': may(['finance'], 'Set from which difference on bills are looked at', '设置对账容差'),
  'usage.send': may(['platform_operator', 'supplier'], 'Send accounting records of jobs', '上报作业用量'),
  'usage.resolve': may(['platform_operator'], 'Say whose unknown usage is', '认领未知账户的用量'),
  'gpu-telemetry.read': may(['founder', 'member', ...staff], 'See how busy one’s GPUs are; staff see all', '查看本企业 GPU 利用率；中心人员可查看全部'),
  'gpu-telemetry.list': may(staff, 'See where GPUs are measured and what belongs to nobody', '查看监测来源与未归属用量'),
  'gpu-telemetry.manage': may(['platform_operator'], 'Say where each cluster’s GPUs are measured', '管理 GPU 监测来源'),
  'waste-finding.read': may(['founder', 'member', ...staff], 'See GPU time that was not put to use', '查看未有效使用的算力'),
  'waste-finding.acknowledge': may(['founder', 'member'], 'Say why poor use is expected', '说明低效使用的原因'),
  'waste-finding.act': may(['founder'], 'Turn advice into a change, a release or a request', '按建议变更、释放或申请算力'),
  'waste-policy.set': may(['platform_operator'], 'Set what counts as waste', '设置低效判定标准'),
} as const satisfies Record<string, Permission>;

export type PermissionName = keyof typeof PERMISSIONS;
export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as PermissionName[];

/** Nothing that a program should do with a person's token: a stolen one could make itself others. */
export const NOT_FOR_TOKENS: ReadonlySet<string> = new Set<PermissionName>([
  'account.manage',
  'member.manage',
  'invitation.send',
  'user.deactivate',
  'conflict-of-interest.manage',
]);

const all: Readonly<Record<string, Permission>> = PERMISSIONS;

/** What somebody who is signed in may do in these roles. Roles that no longer exist give nothing. */
export function permissionsOf(roles: readonly string[]): ReadonlySet<string> {
  const key = roles.join(' ');
  let found = known.get(key);
  if (!found) {
    found = new Set(Object.keys(all).filter((name) => grants(all[name]?.roles, roles)));
    known.set(key, found);
  }
  return found;
}

/** The table never changes while the program runs, and combinations of roles are few. */
const known = new Map<string, ReadonlySet<string>>();

function grants(to: Permission['roles'] | undefined, roles: readonly string[]): boolean {
  return to === 'everyone' || (to?.some((name) => roles.includes(name)) ?? false);
}

/** The roles that have a permission. */
export function rolesWith(permission: PermissionName): readonly RoleName[] {
  const { roles }: Permission = PERMISSIONS[permission];
  return roles === 'everyone' ? ROLE_NAMES : roles;
}

/** The roles that people may hold in an organisation of this kind. */
export function rolesFor(kind: OrganisationKind): RoleName[] {
  return ROLE_NAMES.filter((name) => ROLES[name].kind === kind);
}
