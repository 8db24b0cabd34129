import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Notifications, type Ctx, type Subject, type Tx } from '@wutong/core-server';
import { dayInShanghai } from '@wutong/core-shared';
import type { ComputeRequest } from './compute-request.entity';
import { computeRequestWorkflow } from './compute-request.workflow';

interface About {
  number: string;
  dueAt: Date | null;
}

/** What the tenant is told after each move, by the move. */
const TO_TENANT: Readonly<Record<string, ReturnType<typeof told>>> = {
  requestInfo: told('request-info', 'Compute request {n}: a question', '算力申请 {n} 需要补充说明', 'The operator asks something. Please answer by {due}, or the request lapses.', '运营人员提出了问题，请于 {due} 前答复，逾期申请将失效。'),
  deny: told('deny', 'Compute request {n} was denied', '算力申请 {n} 未获批准', 'The reason is with the request. You can appeal until {due}.', '理由见申请详情，可于 {due} 前申诉。'),
  lapse: told('lapse', 'Compute request {n} has lapsed', '算力申请 {n} 已失效', 'The question was not answered in time. You can make a new request.', '未在期限内答复，可重新申请。'),
  dismissAppeal: told('dismiss-appeal', 'Your appeal on {n} was dismissed', '算力申请 {n} 的申诉被驳回', 'The reason is with the request.', '理由见申请详情。'),
  upholdAppeal: told('uphold-appeal', 'Your appeal on {n} was upheld', '算力申请 {n} 的申诉成立', 'The request is up for decision again.', '申请将重新审批。'),
  noCapacity: told('no-capacity', 'Compute request {n} is on the waiting list', '算力申请 {n} 进入等待队列', 'It was approved and its hours are held for you. You get a pool as soon as one has room.', '申请已批准，卡时已为您冻结；有空余算力时将按顺序分配。'),
  allocate: told('allocate', 'Compute request {n} was allocated', '算力申请 {n} 已分配', 'Everybody who will use it accepts the terms of use; then it starts at its time.', '请所有使用人确认使用条款，到达开始时间后即可启用。'),
  start: told('start', 'Compute grant {n} has started', '算力 {n} 已启用', 'The GPUs are yours now.', 'GPU 资源现已可用。'),
  noShow: told('no-show', 'Compute grant {n} was released: it was not taken up', '算力 {n} 因未启用被释放', 'Not everybody had accepted the terms in time. The hours went back to your balance.', '使用条款未在期限内全部确认，卡时已退回您的额度。'),
  decideChange: told('decide-change', 'The change of {n} was decided', '算力 {n} 的变更已处理', 'See the decision with the grant.', '处理结果见详情。'),
  decideRenewal: told('decide-renewal', 'The renewal of {n} was decided', '算力 {n} 的续期已处理', 'See the decision with the grant.', '处理结果见详情。'),
  expire: told('expire', 'Compute grant {n} has ended', '算力 {n} 已到期', 'Access keys are revoked, and hours not used went back to your balance.', '访问密钥已吊销，未用卡时已退回您的额度。'),
  revoke: told('revoke', 'Compute grant {n} was revoked', '算力 {n} 已被收回', 'The reason is with the grant. Hours not used went back to your balance.', '理由见详情，未用卡时已退回您的额度。'),
};

/** Whom of the centre a move calls to work, and with which words. */
const TO_STAFF: Readonly<Record<string, { roles: string[]; topic: ReturnType<typeof told> }>> = {
  submit: { roles: ['platform_operator'], topic: told('submit', 'Compute request {n} was handed in', '收到算力申请 {n}', 'Claim it to review and size it.', '请领取并核定用量。') },
  resubmit: { roles: ['platform_operator'], topic: told('resubmit', 'Compute request {n} was answered', '算力申请 {n} 已答复', 'The answer has come.', '申请人已答复，请继续审核。') },
  size: { roles: ['programme_lead', 'approver'], topic: told('size', 'Compute request {n} awaits a decision', '算力申请 {n} 等待审批', 'The operator has sized it.', '用量已核定，请审批。') },
  appeal: { roles: ['approver'], topic: told('appeal', 'Compute request {n}: appeal', '算力申请 {n} 提出申诉', 'Somebody who did not decide before judges it.', '须由非原决定人裁定。') },
  requestChange: { roles: ['platform_operator'], topic: told('request-change', 'A change of {n} is asked for', '算力 {n} 申请变更', 'Accept or refuse it.', '请处理变更申请。') },
  requestRenewal: { roles: ['programme_lead'], topic: told('request-renewal', 'A renewal of {n} is asked for', '算力 {n} 申请续期', 'Accept or refuse it.', '请处理续期申请。') },
};

const OVERUSE = told('overuse', 'Compute grant {n} has used more than was granted', '算力 {n} 的用量已超出批准额度', 'What goes beyond is recorded and will be settled with the centre. Ask for a renewal, or stop the jobs.', '超出部分已如实记录，将与中心结算。请申请续期或停止作业。');

const UNGRANTED = defineTopic<{ gpuClass: string }>('compute-usage.ungranted', {
  label: { en: 'Jobs ran without a grant', 'zh-CN': '作业运行时无批准额度' },
  title: {
    en: ({ gpuClass }) => `Jobs on ${gpuClass.toUpperCase()} ran without a grant`,
    'zh-CN': ({ gpuClass }) => `${gpuClass.toUpperCase()} 上有作业在无批准额度时运行`,
  },
  body: {
    en: () => 'No running grant of this class covers them: they began before one had started, or after the grant whose account they used had ended. They are recorded as overuse and will be settled with the centre. Ask for GPU time, or stop the jobs.',
    'zh-CN': () => '这些作业开始时，没有该型号的有效批准额度：额度尚未生效，或所用账户对应的额度已结束。用量已如实记为超额，将与中心结算。请申请算力或停止作业。',
  },
  link: () => '/compute',
});

const ADDED = told('added-user', 'You can use compute grant {n}', '您可以使用算力 {n}', 'Read and accept the terms of use, then add your SSH key.', '请阅读并确认使用条款，然后添加您的 SSH 公钥。');

/** Instead of `deny`, where the one appeal has been made. */
const DENIED_AGAIN = told('deny-again', 'Compute request {n} was denied again', '算力申请 {n} 再次未获批准', 'The reason is with the request. This decision is final.', '理由见申请详情，本次决定为最终决定。');

/** Tells tenants and staff of the steps of a request; nobody who may not open it. */
@Injectable()
export class RequestNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen(computeRequestWorkflow.name)
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>(`select id from compute_request where id = any($1)`, [ids]),
    );
    return rows.map(({ id }) => id);
  }

  async tell(ctx: Ctx, tx: Tx, request: ComputeRequest, event: string): Promise<void> {
    const { id, organisationId, version } = request;
    const about = aboutOf(request, `${id}:${version}:${event}`);
    const tenant = event === 'deny' && request.appealed ? DENIED_AGAIN : TO_TENANT[event];
    if (tenant) {
      await this.notifications.notify(ctx, tx, tenant, paramsOf(request), {
        ...about, to: [{ roles: ['founder', 'member'], organisationId }],
      });
    }
    const staff = TO_STAFF[event];
    if (staff) {
      const to = [{ roles: staff.roles, organisationKind: 'centre' as const }];
      await this.notifications.notify(ctx, tx, staff.topic, paramsOf(request), { ...about, to });
    }
  }

  /** Tells those whom a colleague made users of a grant. */
  async tellAdded(ctx: Ctx, tx: Tx, request: ComputeRequest, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.notifications.notify(ctx, tx, ADDED, paramsOf(request), {
      ...aboutOf(request, `${request.id}:added:${ctx.now.getTime()}`), to: [{ userIds: [...userIds] }],
    });
  }

  /** Once for each grant: its use has passed what was granted. */
  async tellOveruse(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<void> {
    await this.notifications.notify(ctx, tx, OVERUSE, paramsOf(request), {
      ...aboutOf(request, `${request.id}:overuse`),
      to: [
        { roles: ['founder', 'member'], organisationId: request.organisationId },
        { roles: ['platform_operator'], organisationKind: 'centre' },
      ],
    });
  }

  /** Once a month of Shanghai for each tenant and GPU class: it used GPUs without a grant. */
  async tellUngranted(ctx: Ctx, tx: Tx, organisationId: string, gpuClass: string): Promise<void> {
    await this.notifications.notify(ctx, tx, UNGRANTED, { gpuClass }, {
      key: `${organisationId}:${gpuClass}:${dayInShanghai(ctx.now).slice(0, 7)}`, to: [{ roles: ['founder', 'member'], organisationId }],
    });
  }
}

function paramsOf({ number, dueAt }: ComputeRequest): About {
  return { number, dueAt };
}

function aboutOf({ id, organisationId }: ComputeRequest, key: string): { subject: Subject; key: string } {
  return { subject: { type: computeRequestWorkflow.name, id, organisationId }, key };
}

/** A topic in whose words {n} is the request's number and {due} its due date. */
function told(name: string, titleEn: string, titleZh: string, bodyEn: string, bodyZh: string) {
  const fill = (words: string) => (about: About, format: { time(at: Date): string }): string =>
    words.replace('{n}', about.number).replace('{due}', about.dueAt ? format.time(about.dueAt) : '—');
  return defineTopic<About>(`compute-request.${name}`, {
    label: { en: titleEn.replace('{n}', '…'), 'zh-CN': titleZh.replace('{n}', '…') },
    title: { en: fill(titleEn), 'zh-CN': fill(titleZh) },
    body: { en: fill(bodyEn), 'zh-CN': fill(bodyZh) },
    link: (_, subject) => `/compute/requests/${subject?.id ?? ''}`,
  });
}
