import {
  EntitlementService, GrantService, RequestDraftService, RequestReviewService, TERMS_VERSION, type ComputeRequest,
} from '@wutong/compute-server';
import type { Centre } from './centre';
import { DAY, midnight, type Person, type Stage } from './stage';

const HOUR_MH = 1000n;
const CLASSES = ['h800', 'h800', 'a800', '910b', '910b', 'l40s'] as const;
const PURPOSES = [
  ['pretrain', '下一代基座模型的预训练，语料已完成清洗与去重。'],
  ['finetune', '行业指令数据的监督微调与强化学习对齐。'],
  ['finetune', '面向示范客户的领域适配训练。'],
] as const;

/** How far a request gets that is not simply granted. */
const OPEN_ENDS = ['draft', 'submitted', 'technical_review', 'info_requested', 'approval', 'approval', 'denied', 'withdrawn'] as const;

interface Tenant {
  readonly number: number;
  readonly founder: Person;
  readonly members: readonly Person[];
}

/** Plans what an active tenant does with compute: quota, requests one after the other, the last of them open. */
export function planCompute(
  stage: Stage, centre: Centre, tenant: Tenant, activeDaysAgo: number,
): void {
  const { random } = stage;
  const gpuClass = random.pick(CLASSES);
  const lead = random.pick(centre.leads);
  const give = (daysAgo: number, hours: number, reason: string): void =>
    stage.at(stage.daysAgo(daysAgo), async (now) => {
      if (!(await stage.isActive(tenant.founder.organisationId))) return;
      await stage.get(EntitlementService).give(stage.as(lead, now), {
        organisationId: tenant.founder.organisationId, gpuClass, amountMh: BigInt(hours) * HOUR_MH, reason,
      });
    });
  give(activeDaysAgo - 1, random.int(6, 14) * 10_000, '入驻首期额度');
  for (let day = activeDaysAgo - 95; day > 20; day -= 92) give(day, random.int(4, 10) * 10_000, '季度追加额度');

  for (let day = activeDaysAgo - random.int(4, 12); day > 12; day -= random.int(60, 100)) {
    planRequest(stage, centre, tenant, { gpuClass, gpus: 8 * random.int(3, 9), askedDaysAgo: day, days: random.int(20, 44), end: 'granted' });
  }
  if (tenant.number % 2 === 0) {
    const end = OPEN_ENDS[(tenant.number / 2) % OPEN_ENDS.length] ?? 'submitted';
    planRequest(stage, centre, tenant, { gpuClass, gpus: 8 * random.int(1, 2), askedDaysAgo: random.int(3, 8), days: 20, end });
  }
}

/** What a request of this size answers to the centre's questions. */
export function planOf(gpuClass: string, gpus: number, days: number, formVersion: number): Record<string, unknown> {
  const parameters = gpus > 40 ? 34 : gpus > 16 ? 13 : 7;
  return {
    parameters, tokens: Math.round(gpus * days * 0.8) / 10, beginsFrom: gpus > 40 ? 'own' : 'open', canPause: gpus <= 40,
    estimate: `${parameters}B 模型单卡实测吞吐折算，计划 ${Math.ceil(days / 7)} 轮实验，预留一成用于断点重跑。`,
    ...(formVersion > 1 ? { framework: gpuClass === '910b' ? 'mindspeed' : 'megatron' } : {}),
  };
}

interface Wish {
  readonly gpuClass: string;
  readonly gpus: number;
  readonly askedDaysAgo: number;
  readonly days: number;
  readonly end: string;
}

/** Plans a request with all its steps, as far as it gets; its days are counted back from today. */
export function planRequest(
  stage: Stage, centre: Centre, { founder, members }: Tenant, { gpuClass, gpus, askedDaysAgo, days, end }: Wish,
): void {
  const { random } = stage;
  const [drafts, review] = [stage.get(RequestDraftService), stage.get(RequestReviewService)];
  const [operator, lead, approver] = [random.pick(centre.operators), random.pick(centre.leads), random.pick(centre.approvers)];
  const asker = random.next() < 0.4 ? (members[0] ?? founder) : founder;
  const [purposeKind, purpose] = random.pick(PURPOSES);
  let request: ComputeRequest | null = null;
  let day = askedDaysAgo;
  let last: Date | null = null;
  /** Plans the next step; once the story has no request or its tenancy is over, nothing more happens. */
  const step = (after: number, run: (now: Date, current: ComputeRequest) => Promise<ComputeRequest>): void => {
    day = Math.max(0, day - after);
    last = stage.daysAgoAfter(day, last);
    stage.at(last, async (now) => {
      if (request && (await stage.isActive(founder.organisationId))) request = await run(now, request);
    });
  };
  last = stage.daysAgoAfter(day, last);
  stage.at(last, async (now) => {
    if (!(await stage.isActive(founder.organisationId))) return;
    const ctx = stage.as(asker, now);
    const { id, formVersion } = await drafts.start(ctx);
    const startsAt = midnight(now, 6);
    request = await drafts.save(ctx, {
      id, gpuClass, gpus, startsAt, endsAt: new Date(startsAt.getTime() + days * DAY), purposeKind, purpose,
      amountMh: BigInt(Math.floor(gpus * days * 24 * 0.8)) * HOUR_MH, userIds: [founder.userId],
      answers: planOf(gpuClass, gpus, days, formVersion),
    });
  });
  if (end === 'draft') return;
  step(0, async (now, current) => {
    const result = await drafts.submit(stage.as(asker, now), seen(current), 'submit');
    if ('problems' in result) throw new Error(JSON.stringify(result));
    return result;
  });
  if (end === 'withdrawn') {
    step(1, (now, current) => drafts.leave(stage.as(founder, now), { ...seen(current), reason: '训练计划调整。' }, 'withdraw'));
  }
  if (end === 'submitted' || end === 'withdrawn') return;
  step(1, (now, current) => review.claim(stage.as(operator, now), seen(current)));
  if (end === 'info_requested') {
    step(1, (now, current) =>
      review.requestInfo(stage.as(operator, now), {
        ...seen(current), question: '请说明单卡批大小与预计的训练词元数。', dueAt: new Date(now.getTime() + 7 * DAY),
      }),
    );
  }
  if (end === 'technical_review' || end === 'info_requested') return;
  step(1, (now, current) => {
    const { startsAt, endsAt, amountMh } = current;
    if (!startsAt || !endsAt) throw new Error('The request has no window');
    return review.size(stage.as(operator, now), { ...seen(current), gpus, startsAt, endsAt, amountMh, note: '按历史利用率核定。' });
  });
  if (end === 'approval') return;
  const decider = (now: Date, { approvalBy }: ComputeRequest) => stage.as(approvalBy === 'approver' ? approver : lead, now);
  if (end === 'denied') {
    step(1, (now, current) =>
      review.deny(decider(now, current), { ...seen(current), reason: '本季度已有两笔未用完的授予，请先使用现有额度。' }),
    );
    return;
  }
  step(1, async (now, current) => {
    const result = await review.approve(decider(now, current), seen(current));
    // A quota that does not reach is part of the story: the request stays with the decider.
    return 'neededMh' in result ? current : result;
  });
  step(1, async (now, current) => {
    if (current.state !== 'allocated') return current;
    return stage.get(GrantService).acceptTerms(stage.as(founder, now), { requestId: current.id, terms: TERMS_VERSION });
  });
}

function seen({ id, version }: ComputeRequest): { id: string; version: number } {
  return { id, version };
}
