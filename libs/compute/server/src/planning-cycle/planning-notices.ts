import { Injectable } from '@nestjs/common';
import { CanOpen, Database, defineTopic, Notifications, type Ctx, type Tx } from '@wutong/core-server';
import { computeRequestWorkflow } from '../request/compute-request.workflow';
import type { PlanningCycle } from './planning-cycle.entity';
import { planningCycleWorkflow } from './planning-cycle.workflow';
import type { PlanningOutcome } from './planning-proposal.entity';

interface About {
  code: string;
}

const PROPOSED = told(
  'proposed', 'A plan of {c} awaits a decision', '规划周期 {c} 的方案等待决定',
  'See what each company gets and why, then apply the plan or send it back.', '请查看各企业所得及理由，决定应用或退回。',
);
const PUBLISHED = told(
  'published', 'The fairness report of {c} is published', '规划周期 {c} 的公平报告已发布',
  'It says how the GPU-hours were shared, and what your company got and why.', '报告说明卡时如何分配，以及贵企业所得及理由。',
);

const NOTHING = defineTopic<About & { number: string }>('planning-cycle.nothing', {
  label: { en: 'A plan gives a request nothing', 'zh-CN': '规划方案未能满足申请' },
  title: { en: ({ number }) => `Compute request ${number}: nothing in this plan`, 'zh-CN': ({ number }) => `算力申请 ${number} 本次未获分配` },
  body: {
    en: ({ code }) => `The plan of ${code} could give it no GPUs; the reason is with the request, which stays where it stands.`,
    'zh-CN': ({ code }) => `规划周期 ${code} 未能为其分配 GPU，理由见申请详情；申请保持原状态。`,
  },
  link: (_, subject) => `/compute/requests/${subject?.id ?? ''}`,
});

/** Tells those who decide of a plan, and the companies in it of the report. */
@Injectable()
export class PlanningNotices {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
  ) {}

  @CanOpen(planningCycleWorkflow.name)
  async canOpen(ctx: Ctx, ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<{ id: string }>(`select id from planning_cycle where id = any($1)`, [ids]),
    );
    return rows.map(({ id }) => id);
  }

  async tellProposed(ctx: Ctx, tx: Tx, cycle: PlanningCycle, number: number): Promise<void> {
    const to = [{ roles: [cycle.approvalBy ?? 'approver'], organisationKind: 'centre' as const }];
    await this.notifications.notify(ctx, tx, PROPOSED, { code: cycle.code }, { ...about(cycle, `proposed:${number}`), to });
  }

  async tellNothing(ctx: Ctx, tx: Tx, { code, id }: PlanningCycle, outcomes: readonly PlanningOutcome[]): Promise<void> {
    for (const { requestId, organisationId, number } of outcomes) {
      await this.notifications.notify(ctx, tx, NOTHING, { code, number }, {
        subject: { type: computeRequestWorkflow.name, id: requestId, organisationId }, key: `${id}:nothing:${requestId}`,
        to: [{ roles: ['founder', 'member'], organisationId }],
      });
    }
  }

  async tellPublished(ctx: Ctx, tx: Tx, cycle: PlanningCycle, organisations: readonly string[]): Promise<void> {
    const to = organisations.map((organisationId) => ({ roles: ['founder', 'member'], organisationId }));
    await this.notifications.notify(ctx, tx, PUBLISHED, { code: cycle.code }, { ...about(cycle, 'published'), to });
  }
}

function about({ id, organisationId }: PlanningCycle, key: string) {
  return { subject: { type: planningCycleWorkflow.name, id, organisationId }, key: `${id}:${key}` };
}

function told(name: string, titleEn: string, titleZh: string, bodyEn: string, bodyZh: string) {
  const fill = (words: string) => ({ code }: About): string => words.replace('{c}', code);
  return defineTopic<About>(`planning-cycle.${name}`, {
    label: { en: titleEn.replace('{c}', '…'), 'zh-CN': titleZh.replace('{c}', '…') },
    title: { en: fill(titleEn), 'zh-CN': fill(titleZh) },
    body: { en: fill(bodyEn), 'zh-CN': fill(bodyZh) },
    link: (_, subject) => `/compute/planning/${subject?.id ?? ''}`,
  });
}
