import {
  ApplyPlanService, ComputeReviewService, EntitlementService, GrantService, PlanningCycleService, PlanningReadService,
  PlanningReportService, ProposalService, RequestDraftService, RequestReadService, RequestReviewService, ReviewAssignmentService, TERMS_VERSION, WhatIfService, type ComputeRequest, type PlanningCycle,
} from '@wutong/compute-server';
import { Jobs } from '@wutong/core-server';
import type { Centre } from './centre';
import { planOf } from './compute-story';
import { DAY, midnight, type Person, type Stage } from './stage';

const HOUR_MH = 1000n;
const SHANGHAI = 8 * 3_600_000;

/** What one company asks in a cycle: GPUs of a class for some days, and with how many hours of quota. */
interface Wish {
  readonly gpuClass: string;
  readonly gpus: number;
  readonly afterDays: number;
  readonly days: number;
  readonly quotaHours: number;
  readonly purpose: string;
  /** Scored, asked about and handed in again, so that it is in its second round of reviews. */
  readonly isRevised?: true;
}
const wish = (gpuClass: string, gpus: number, afterDays: number, days: number, purpose: string, quotaHours = 40_000): Wish => ({
  gpuClass, gpus, afterDays, days, quotaHours, purpose,
});

/** More L40S than there are; the plan of it is in force. */
const PAST: readonly Wish[] = [
  wish('l40s', 128, 0, 10, '多模态检索模型的对比学习，需连续运行。'),
  wish('l40s', 96, 1, 10, '语音合成模型的批量微调。'),
  wish('l40s', 64, 2, 8, '客服模型上线前的压力测试与量化评测。'),
  wish('l40s', 128, 0, 9, '视频理解模型的数据标注与蒸馏。'),
];
/** The same again, beside requests for Ascend of which there are enough; one company has little quota. */
const PRESENT: readonly Wish[] = [
  { ...wish('l40s', 128, 3, 10, '智能体轨迹数据的批量生成。'), isRevised: true },
  wish('l40s', 160, 4, 8, '推理服务的大规模并发评测。'),
  wish('l40s', 96, 3, 12, '图像生成模型的蒸馏实验。'),
  wish('910b', 64, 5, 12, '国产算力上的基座模型续训。'),
  wish('910b', 96, 8, 8, '长上下文训练的并行策略验证。', 6000),
];

/**
 * Two planning cycles: one whose plan was applied and its report published, planned here for the stage, and one of
 * the months to come, which `proposeCycle` opens when the story has been played.
 */
export function planCycles(stage: Stage, centre: Centre, founders: readonly Person[]): void {
  const { operator, lead, approver } = staffOf(centre);
  // The company that a visitor is shown is among them.
  const asking = founders.slice(8);
  const applied = { requests: [] as ComputeRequest[], cycle: null as PlanningCycle | null };
  const asked = stage.daysAgo(57);
  stage.at(asked, async (now) => {
    applied.requests = await ask(stage, centre, asking, PAST, now, midnight(now, 9));
  });
  const decided = new Date(asked.getTime() + 3 * DAY);
  stage.at(decided, async (now) => {
    const [ctx, reading, cycles] = [stage.as(operator, now), stage.get(PlanningReadService), stage.get(PlanningCycleService)];
    const opened = await open(stage, operator, now, monthOf(now, 0), '首次按周期统一规划 L40S。');
    const own = new Set(applied.requests.map(({ id }) => id));
    for (const { requestId } of await reading.candidates(ctx, opened)) {
      if (!own.has(requestId)) await cycles.leaveOut(ctx, { id: opened.id, requestId, reason: '审批已在进行，不并入本周期。' });
    }
    const proposed = await propose(stage, operator, now, opened);
    const decider = proposed.approvalBy === 'approver' ? approver : lead;
    applied.cycle = await stage.get(ApplyPlanService).apply(stage.as(decider, now), seen(proposed));
  });
  stage.at(new Date(decided.getTime() + DAY), async (now) => {
    for (const { id } of applied.requests) {
      const { state, organisationId } = await stage.get(RequestReadService).get(stage.system(now), id);
      const founder = founders.find((one) => one.organisationId === organisationId);
      if (founder && state === 'allocated') {
        await stage.get(GrantService).acceptTerms(stage.as(founder, now), { requestId: id, terms: TERMS_VERSION });
      }
    }
    if (applied.cycle) await stage.get(PlanningReportService).publish(stage.as(lead, now), seen(applied.cycle));
  });
  stage.at(stage.daysAgo(2), async (now) => {
    const next = new Date(`${monthOf(stage.today, 1)}-01T00:00:00+08:00`);
    await review(stage, centre, await ask(stage, centre, asking, PRESENT, now, next), now);
  });
}

/** The cycle that waits for a decision today, and what would become of it without a pool. */
export async function proposeCycle(stage: Stage, centre: Centre): Promise<void> {
  const { operator } = staffOf(centre);
  const now = stage.today;
  const opened = await open(stage, operator, now, monthOf(now, 1), '');
  await stage.get(WhatIfService).run(stage.as(operator, now), {
    cycleId: opened.id, name: '浦江 L40S 停机', changes: [{ kind: 'losePool', pool: 'PJ-L1' }],
  });
  await propose(stage, operator, now, opened);
}

function staffOf({ operators, leads, approvers }: Centre): Record<'operator' | 'lead' | 'approver', Person> {
  const [operator, lead, approver] = [operators[0], leads[0], approvers[0]];
  if (!operator || !lead || !approver) throw new Error('The demo has no operator, lead or approver');
  return { operator, lead, approver };
}

/** Each wish is asked, taken up and sized by another of these companies, if its tenancy is active. */
async function ask(
  stage: Stage, centre: Centre, founders: readonly Person[], wishes: readonly Wish[], now: Date, from: Date,
): Promise<ComputeRequest[]> {
  const { operator, lead } = staffOf(centre);
  const [drafts, review] = [stage.get(RequestDraftService), stage.get(RequestReviewService)];
  const left = [...wishes];
  const asked: ComputeRequest[] = [];
  for (const founder of founders) {
    if (left.length === 0) break;
    if (!(await stage.isActive(founder.organisationId))) continue;
    const { gpuClass, gpus, afterDays, days, quotaHours, purpose, isRevised } = left.shift()!;
    const [ctx, staff] = [stage.as(founder, now), stage.as(operator, now)];
    await stage.get(EntitlementService).give(stage.as(lead, now), {
      organisationId: founder.organisationId, gpuClass, amountMh: BigInt(quotaHours) * HOUR_MH, reason: '周期规划额度',
    });
    const startsAt = new Date(from.getTime() + afterDays * DAY);
    const window = { startsAt, endsAt: new Date(startsAt.getTime() + days * DAY), amountMh: BigInt(gpus * days * 24) * HOUR_MH };
    const { id, formVersion } = await drafts.start(ctx);
    const draft = await drafts.save(ctx, {
      id, gpuClass, gpus, ...window, purposeKind: 'finetune', purpose, userIds: [founder.userId],
      answers: planOf(gpuClass, gpus, days, formVersion),
    });
    const submitted = await drafts.submit(ctx, seen(draft), 'submit');
    if ('problems' in submitted) throw new Error(JSON.stringify(submitted));
    const claimed = await review.claim(staff, seen(submitted));
    const ready = isRevised ? await revise(stage, centre, founder, claimed, now) : claimed;
    asked.push(await review.size(staff, { ...seen(ready), gpus, ...window, note: '规模合理，并入周期规划。' }));
  }
  return asked;
}

/** What two people thought of it at first, the operator's question, and the request as it was handed in again. */
async function revise(stage: Stage, centre: Centre, founder: Person, claimed: ComputeRequest, now: Date): Promise<ComputeRequest> {
  const { operator, lead, approver } = staffOf(centre);
  await askReviewers(stage, centre, claimed, now);
  await give(stage, approver, claimed, now, [4, 2, 2], '价值明确，但数据尚未备齐，用量缺少依据。');
  await give(stage, lead, claimed, now, [3, 3, 2], '请补充上月的实测吞吐。');
  const asked = await stage.get(RequestReviewService).requestInfo(stage.as(operator, now), {
    ...seen(claimed), question: '请补充实测吞吐与数据准备情况。', dueAt: new Date(now.getTime() + 7 * DAY),
  });
  const again = await stage.get(RequestDraftService).submit(stage.as(founder, now), seen(asked), 'resubmit');
  if ('problems' in again) throw new Error(JSON.stringify(again));
  return again;
}

/** Two people are asked for a review of each; the first are scored by both, one by one only, and the others wait for it. */
async function review(stage: Stage, centre: Centre, requests: readonly ComputeRequest[], now: Date): Promise<void> {
  const { lead, approver } = staffOf(centre);
  for (const request of requests) await askReviewers(stage, centre, request, now);
  const [first, second, third] = requests;
  if (first) {
    await give(stage, approver, first, now, [5, 4, 4], '轨迹数据可供园区多家企业共用，价值突出。');
    await give(stage, lead, first, now, [4, 4, 5], '用量由上月实测吞吐推算，依据充分。');
  }
  if (second) await give(stage, approver, second, now, [3, 2, 2], '并发规模偏大，压测脚本尚未就绪，建议分两轮进行。');
  if (third) await give(stage, lead, third, now, [4, 3, 3], '');
}

async function askReviewers(stage: Stage, centre: Centre, { id: requestId }: ComputeRequest, now: Date): Promise<void> {
  const { operator, lead, approver } = staffOf(centre);
  await stage.get(ReviewAssignmentService).assign(stage.as(operator, now), {
    requestId, reviewerIds: [lead.userId, approver.userId], dueAt: new Date(now.getTime() + 4 * DAY),
  });
}

async function give(
  stage: Stage, by: Person, { id: requestId }: ComputeRequest, now: Date, [merit, readiness, soundness]: readonly [number, number, number], comment: string,
): Promise<void> {
  await stage.get(ComputeReviewService).give(stage.as(by, now), {
    requestId, rubricVersion: 1, comment,
    scores: Object.entries({ merit, readiness, soundness }).map(([criterion, score]) => ({ criterion, score })),
  });
}

/** A cycle of two months. */
function open(stage: Stage, operator: Person, now: Date, firstMonth: string, note: string): Promise<PlanningCycle> {
  return stage.get(PlanningCycleService).open(stage.as(operator, now), {
    code: firstMonth, firstMonth, lastMonth: monthOf(new Date(`${firstMonth}-15`), 1), quantumMh: HOUR_MH,
    stages: [{ stage: 'seed', percent: 120 }], halfLifeMonths: 3, leastPercent: 50, mostPercent: 200, note,
  });
}

async function propose(stage: Stage, operator: Person, now: Date, { id }: PlanningCycle): Promise<PlanningCycle> {
  await stage.get(ProposalService).propose(stage.as(operator, now), { id });
  await stage.get(Jobs).drain();
  const cycle = await stage.get(PlanningReadService).get(stage.as(operator, now), id);
  if (cycle.state !== 'proposed') throw new Error(`The demo’s cycle ${cycle.code} could not be planned`);
  return cycle;
}

/** The month of this moment in Shanghai, or some months later. */
function monthOf(now: Date, later: number): string {
  const local = new Date(now.getTime() + SHANGHAI);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + later)).toISOString().slice(0, 7);
}

function seen({ id, version }: { id: string; version: number }): { id: string; version: number } {
  return { id, version };
}
