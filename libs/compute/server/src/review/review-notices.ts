import { Injectable } from '@nestjs/common';
import { defineTopic, Notifications, type Ctx, type Tx } from '@wutong/core-server';
import type { ComputeRequest } from '../request/compute-request.entity';
import { computeRequestWorkflow } from '../request/compute-request.workflow';
import type { ComputeReviewAssignment } from './review-assignment.entity';

interface About {
  readonly number: string;
  readonly dueAt: Date;
  /** Who declined. */
  readonly name: string;
}

const ASKED = told('asked', 'Review compute request {n}', '请评审算力申请 {n}', 'You are asked for your review until {due}. If you cannot give it, decline with a reason.', '请于 {due} 前完成评审；如无法评审，请说明理由后谢绝。');
const ASKED_AGAIN = told('asked-again', 'Compute request {n}: a new round of reviews', '算力申请 {n} 进入新一轮评审', 'The request has changed or is decided again, and counts anew. You are asked for your review until {due}.', '申请已修改或将重新审批，评分重新计算。请于 {due} 前完成评审。');
const REMINDER = told('reminder', 'Your review of compute request {n} is due soon', '算力申请 {n} 的评审即将到期', 'It is expected until {due}.', '请于 {due} 前完成评审。');
const DECLINED = told('declined', '{name} declined to review compute request {n}', '{name} 谢绝评审算力申请 {n}', 'The reason is with the request. Ask somebody else.', '理由见申请详情，请另请他人评审。');

/** Tells reviewers that they are asked, and who asked them that somebody declined; nobody who may not open the request. */
@Injectable()
export class ReviewNotices {
  constructor(private readonly notifications: Notifications) {}

  async tellAsked(ctx: Ctx, tx: Tx, request: ComputeRequest, asked: readonly ComputeReviewAssignment[]): Promise<void> {
    for (const one of asked) await this.tell(ctx, tx, one.round > 1 ? ASKED_AGAIN : ASKED, request, one, one.reviewerId, one.dueAt.toISOString());
  }

  async tellReminder(ctx: Ctx, tx: Tx, request: ComputeRequest, asked: ComputeReviewAssignment): Promise<void> {
    await this.tell(ctx, tx, REMINDER, request, asked, asked.reviewerId, asked.dueAt.toISOString());
  }

  async tellDeclined(ctx: Ctx, tx: Tx, request: ComputeRequest, asked: ComputeReviewAssignment): Promise<void> {
    await this.tell(ctx, tx, DECLINED, request, asked, asked.askedBy, ctx.now.toISOString());
  }

  private async tell(
    ctx: Ctx, tx: Tx, topic: typeof ASKED, { id, number, organisationId }: ComputeRequest, asked: ComputeReviewAssignment, userId: string, key: string,
  ): Promise<void> {
    await this.notifications.notify(ctx, tx, topic, { number, dueAt: asked.dueAt, name: asked.reviewerName }, {
      subject: { type: computeRequestWorkflow.name, id, organisationId }, key: `${asked.id}:${key}`, to: [{ userIds: [userId] }],
    });
  }
}

/** A topic in whose words {n} is the request's number, {due} until when the review is asked for and {name} who declined. */
function told(name: string, titleEn: string, titleZh: string, bodyEn: string, bodyZh: string) {
  const fill = (words: string) => (about: About, format: { time(at: Date): string }): string =>
    words.replace('{n}', about.number).replace('{due}', format.time(about.dueAt)).replace('{name}', about.name);
  const label = (words: string): string => words.replace('{n}', '…').replace('{name}', '…');
  return defineTopic<About>(`compute-review.${name}`, {
    label: { en: label(titleEn), 'zh-CN': label(titleZh) },
    title: { en: fill(titleEn), 'zh-CN': fill(titleZh) },
    body: { en: fill(bodyEn), 'zh-CN': fill(bodyZh) },
    link: (_, subject) => `/compute/requests/${subject?.id ?? ''}`,
  });
}
