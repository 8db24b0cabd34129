import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Notifications, type Ctx, type Subject, type Tx } from '@wutong/core-server';
import { applicationCase } from './application-case';
import type { TenancyApplication } from './tenancy-application.entity';

interface About {
  number: string;
  dueAt: Date | null;
  /** The words of whoever made the move. */
  reason: string | null;
}

const link = (_: About, subject: Subject | null): string => `/tenancy/applications/${subject?.id ?? ''}`;

/** What a founder is told after each move, by the move. */
const TO_FOUNDERS: Readonly<Record<string, ReturnType<typeof told>>> = {
  claim: told('claim', 'Application {n} is being screened', '申请 {n} 已进入初审', 'A screener has taken it up. You will hear from us here.', '初审员已开始审核，结果将在此通知。'),
  requestInfo: told('request-info', 'Application {n} needs more information', '申请 {n} 需要补充材料', 'Some sections are open again for you. Please answer by {due}, or the application lapses.', '部分内容已重新开放填写，请于 {due} 前补充，逾期申请将失效。', true),
  passScreening: told('pass-screening', 'Application {n} passed screening', '申请 {n} 通过初审', 'Due diligence begins. There is nothing to do for you now.', '已进入尽职调查阶段，暂无需操作。'),
  markIneligible: told('mark-ineligible', 'Application {n} was found ineligible', '申请 {n} 不符合准入条件', 'The rules and the reason are with the application. You can appeal until {due}.', '引用的规则与理由见申请详情，可于 {due} 前申诉。'),
  sendToPanel: told('send-to-panel', 'Application {n} goes to the panel', '申请 {n} 已提交评审会', 'The checks are done. The panel decides next.', '尽职调查已完成，等待评审会决定。'),
  offer: told('offer', 'You are offered a place: application {n}', '申请 {n} 获得录取', 'Read the agreement and sign it by {due}.', '请阅读协议并于 {due} 前签署。'),
  waitlist: told('waitlist', 'Application {n} is on the waiting list', '申请 {n} 进入候补名单', 'A place is offered in the order of the list as desks become free.', '有空余工位时将按候补顺序录取。'),
  decline: told('decline', 'Application {n} was declined', '申请 {n} 未获通过', 'The reason is with the application. You can appeal until {due}.', '理由见申请详情，可于 {due} 前申诉。'),
  lapse: told('lapse', 'Application {n} has lapsed', '申请 {n} 已失效', 'Its deadline passed. You can apply in another round.', '截止时间已过，可在其他批次重新申请。'),
  expireOffer: told('expire-offer', 'The offer for application {n} has expired', '申请 {n} 的录取已过期', 'It was not signed in time. Talk to the centre if you still wish to come.', '未在期限内签署。如仍有意入驻，请联系中心。'),
  upholdAppeal: told('uphold-appeal', 'Your appeal on {n} was upheld', '申请 {n} 的申诉成立', 'The application is in due diligence again.', '申请已重新进入尽职调查。'),
  dismissAppeal: told('dismiss-appeal', 'Your appeal on {n} was dismissed', '申请 {n} 的申诉被驳回', 'The reason is with the application.', '理由见申请详情。'),
  remind: told('remind', 'Your draft {n} will be discarded', '草稿 {n} 即将清理', 'It has not been touched for long. Open it before {due} to keep it.', '草稿长时间未更新，请于 {due} 前打开以保留。'),
};

/** Whom of the centre a move calls to work, and with which words. */
const TO_STAFF: Readonly<Record<string, { roles: string[]; topic: ReturnType<typeof told> }>> = {
  submit: { roles: ['screener'], topic: told('submit', 'Application {n} was handed in', '收到新申请 {n}', 'Claim it to begin screening.', '请领取并开始初审。') },
  resubmit: { roles: ['screener'], topic: told('resubmit', 'Application {n} was answered', '申请 {n} 已补充材料', 'The information asked for has come.', '所需材料已补充，请继续审核。') },
  passScreening: { roles: ['programme_lead'], topic: told('due-diligence', 'Application {n} is in due diligence', '申请 {n} 进入尽职调查', 'Bring it before the panel when the checks are done.', '尽调完成后请提交评审会。') },
  sendToPanel: { roles: ['approver'], topic: told('panel', 'Application {n} awaits the panel', '申请 {n} 等待评审', 'Record the panel’s decision with its minutes.', '请记录评审会决定与纪要。') },
  appeal: { roles: ['approver'], topic: told('appeal', 'Application {n}: appeal', '申请 {n} 提出申诉', 'Somebody who did not decide before judges it.', '须由非原决定人裁定。') },
  signOffer: { roles: ['programme_lead', 'platform_operator'], topic: told('sign-offer', 'The offer for {n} was signed', '申请 {n} 已签约', 'Onboarding begins: see the tasks of the centre.', '入驻办理开始，请查看中心待办事项。') },
};

/** Instead of `markIneligible` and `decline`, where the one appeal has been made. */
const DECLINED_AGAIN = told('decline-again', 'Application {n} was declined again', '申请 {n} 再次未获通过', 'The reason is with the application. This decision is final.', '理由见申请详情，本次决定为最终决定。');

/** Tells founders and staff of the steps of an application; nobody who may not open it. */
@Injectable()
export class ApplicationNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen(applicationCase.workflow.name)
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>(`select id from tenancy_application where id = any($1)`, [ids]),
    );
    return rows.map(({ id }) => id);
  }

  async tell(ctx: Ctx, tx: Tx, application: TenancyApplication, event: string, reason?: string | null): Promise<void> {
    const { id, organisationId, number, version, dueAt } = application;
    const about = { subject: { type: applicationCase.workflow.name, id, organisationId }, key: `${id}:${version}:${event}` };
    const params = { number, dueAt, reason: reason ?? null };
    const isFinal = application.appealed && (event === 'markIneligible' || event === 'decline');
    const founders = isFinal ? DECLINED_AGAIN : TO_FOUNDERS[event];
    if (founders) await this.notifications.notify(ctx, tx, founders, params, { ...about, to: [{ roles: ['founder'], organisationId }] });
    const staff = TO_STAFF[event];
    if (staff) {
      const to = [{ roles: staff.roles, organisationKind: 'centre' as const }];
      await this.notifications.notify(ctx, tx, staff.topic, params, { ...about, to });
    }
  }
}

/** A topic in whose words {n} is the application's number and {due} its due date; with the reason where the founder needs it. */
function told(name: string, titleEn: string, titleZh: string, bodyEn: string, bodyZh: string, withReason = false) {
  const fill = (words: string): Words => (about, format) =>
    words.replace('{n}', about.number).replace('{due}', about.dueAt ? format.time(about.dueAt) : '—');
  return defineTopic<About>(`tenancy-application.${name}`, {
    label: { en: titleEn.replace('{n}', '…'), 'zh-CN': titleZh.replace('{n}', '…') },
    title: { en: fill(titleEn), 'zh-CN': fill(titleZh) },
    body: { en: reasoned(fill(bodyEn), withReason), 'zh-CN': reasoned(fill(bodyZh), withReason) },
    link,
  });
}

type Words = (about: About, format: { time(at: Date): string }) => string;

function reasoned(words: Words, withReason: boolean): Words {
  return (about, format) => (withReason && about.reason ? `${words(about, format)}\n${about.reason}` : words(about, format));
}
