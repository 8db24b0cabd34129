import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Notifications, type Ctx, type Tx } from '@wutong/core-server';
import type { ComputeReclaim } from './compute-reclaim.entity';
import { computeReclaimWorkflow } from './compute-reclaim.workflow';

interface About {
  number: string;
  hours: string;
  dueAt: Date;
}

const TO_TENANT: Readonly<Record<string, ReturnType<typeof told>>> = {
  notice: told('notice', 'Idle hours of grant {n}: please answer', '算力 {n} 用量偏低，请答复', 'By its use so far, {h} GPU-hours will stay unused. Say why, promise a plan or give some back by {due}. Without an answer they go back then.', '按目前用量，预计有 {h} 卡时用不完。请于 {due} 前说明原因、承诺使用计划或退回部分；逾期未答复将自动收回。'),
  lapse: told('lapse', 'Idle hours of grant {n} went back', '算力 {n} 的闲置卡时已收回', 'Nobody answered in time. {h} GPU-hours went back; the rest of the grant runs on.', '未在期限内答复，已收回 {h} 卡时，其余额度照常使用。'),
  recover: told('recover', 'Grant {n} keeps its hours', '算力 {n} 的卡时予以保留', 'Its use has caught up. Nothing is taken back.', '用量已回升，不再收回。'),
  withdraw: told('withdraw', 'The notice on grant {n} was withdrawn', '算力 {n} 的闲置通知已撤回', 'The reason is with the case. Nothing is taken back.', '理由见详情，不再收回。'),
  keep: told('keep', 'Grant {n} keeps its hours', '算力 {n} 的卡时予以保留', 'The centre has accepted your answer; the reason is with the case.', '中心已采纳贵企业的答复，理由见详情。'),
  takeBack: told('take-back', 'Idle hours of grant {n} were taken back', '算力 {n} 的闲置卡时已收回', '{h} GPU-hours went back. The reason is with the case; the rest of the grant runs on.', '已收回 {h} 卡时，理由见详情，其余额度照常使用。'),
  restore: told('restore', 'Hours of grant {n} are restored', '算力 {n} 的卡时已恢复', '{h} GPU-hours are held for the grant again, with their GPUs.', '已重新冻结 {h} 卡时并恢复对应的 GPU。'),
};

const TO_STAFF: Readonly<Record<string, { roles: string[]; topic: ReturnType<typeof told> }>> = {
  reply: { roles: ['platform_operator'], topic: told('reply', 'Answer on the idle hours of grant {n}', '算力 {n} 的闲置通知已答复', 'Read it and recommend what becomes of the hours.', '请阅读答复并提出处理建议。') },
  recommend: { roles: ['programme_lead', 'approver'], topic: told('recommend', 'Idle hours of grant {n} await a decision', '算力 {n} 的闲置卡时等待决定', 'An operator has recommended what becomes of them.', '运营人员已提出处理建议，请决定。') },
};

/** Tells the tenant and the centre of each step. */
@Injectable()
export class ReclaimNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen(computeReclaimWorkflow.name)
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>(`select id from compute_reclaim where id = any($1)`, [ids]),
    );
    return rows.map(({ id }) => id);
  }

  async tell(ctx: Ctx, tx: Tx, reclaim: ComputeReclaim, event: string): Promise<void> {
    const { id, organisationId, version, replyDueAt: dueAt, takenMh, idleMh } = reclaim;
    const [{ number } = { number: '' }] = await tx.query<{ number: string }>(
      `select number from compute_request where id = $1`, [reclaim.grantId],
    );
    const about = { subject: { type: computeReclaimWorkflow.name, id, organisationId }, key: `${id}:${version}:${event}` };
    const params = { number, hours: wholeHours(takenMh || idleMh), dueAt };
    const tenant = TO_TENANT[event];
    if (tenant) {
      await this.notifications.notify(ctx, tx, tenant, params, { ...about, to: [{ roles: ['founder', 'member'], organisationId }] });
    }
    const staff = TO_STAFF[event];
    if (staff) {
      await this.notifications.notify(ctx, tx, staff.topic, params, { ...about, to: [{ roles: staff.roles, organisationKind: 'centre' }] });
    }
  }
}

function wholeHours(mh: bigint): string {
  return ((mh + 500n) / 1000n).toLocaleString('en');
}

/** A topic in whose words {n} is the grant's number, {h} the hours and {due} the date by which to answer. */
function told(name: string, titleEn: string, titleZh: string, bodyEn: string, bodyZh: string) {
  const fill = (words: string) => (about: About, format: { time(at: Date): string }): string =>
    words.replace('{n}', about.number).replace('{h}', about.hours).replace('{due}', format.time(about.dueAt));
  return defineTopic<About>(`compute-reclaim.${name}`, {
    label: { en: titleEn.replace('{n}', '…'), 'zh-CN': titleZh.replace('{n}', '…') },
    title: { en: fill(titleEn), 'zh-CN': fill(titleZh) },
    body: { en: fill(bodyEn), 'zh-CN': fill(bodyZh) },
    link: (_, subject) => `/compute/reclaims/${subject?.id ?? ''}`,
  });
}
