import { UploadService } from '@wutong/core-server';
import {
  ApplicationDraftService, ApplicationReadService, ApplicationReviewService, DueDiligenceService, DueDiligenceStatus,
  GrowthReportService, OfferService, TenancyReadService, TenancyService, TenantProfileService, type TenancyApplication,
} from '@wutong/tenancy-server';
import { onePagePdf } from './business-plan';
import type { Centre } from './centre';
import { planCompute } from './compute-story';
import { applicationAnswers, profileOf, registrationId } from './company-facts';
import { companyName, personName } from './names';
import { DAY, type Person, type Stage } from './stage';

/** How far an application gets; then, for those accepted, how far the tenancy. */
export interface Destiny {
  readonly application: string;
  readonly tenancy?: string;
  /** Days before today on which the draft was begun. */
  readonly daysAgo: number;
}

export interface Company {
  readonly number: number;
  readonly founder: Person;
  readonly members: readonly Person[];
  readonly destiny: Destiny;
}

/** States of an application that lie beyond each step. */
const BEYOND = {
  submitted: ['draft', 'discarded'],
  claimed: ['submitted'],
  screened: ['screening', 'info_requested', 'ineligible', 'lapsed', 'closed'],
  checked: ['due_diligence', 'declined', 'appealed', 'dismissed'],
  decided: ['panel'],
};

/** Opens the accounts of a start-up's founder and team. */
export async function openCompany(stage: Stage, number: number, destiny: Destiny): Promise<Company> {
  const name = companyName(number);
  const at = stage.daysAgo(destiny.daysAgo + 3);
  const names = new Set<string>();
  const hire = async (role: 'founder' | 'member', organisation: Parameters<Stage['person']>[2]): Promise<Person> => {
    let who = personName(stage.random);
    while (names.has(who.latin)) who = personName(stage.random);
    names.add(who.latin);
    const latin = `${who.latin}.${name.short.replace(/-+$/, '')}`;
    return stage.person(at, { name: who.name, latin, kind: 'tenant', roles: [role] }, organisation);
  };
  const founder = await hire('founder', { nameZh: name.zh, nameEn: name.en, registrationId: registrationId(stage.random) });
  const members = destiny.tenancy ? [await hire('member', founder.organisationId)] : [];
  return { number, founder, members, destiny };
}

/** Plans a start-up's way through admission, and through its tenancy when it is accepted. */
export function planCompany(
  stage: Stage, centre: Centre, { number, founder, members, destiny }: Company, roundAt: (when: Date) => string,
): void {
  const name = companyName(number);
  const { random } = stage;
  const [drafts, review, offers] = [
    stage.get(ApplicationDraftService), stage.get(ApplicationReviewService), stage.get(OfferService),
  ];
  const screener = random.pick(centre.screeners);
  const lead = random.pick(centre.leads);
  const approver = random.pick(centre.approvers);
  const judge = centre.approvers.find((person) => person !== approver) ?? approver;
  let application!: TenancyApplication;
  const seen = (): { id: string; version: number } => ({ id: application.id, version: application.version });
  let day = destiny.daysAgo;
  let last: Date | null = null;
  const later = (from: number, to: number): Date => (last = stage.daysAgoAfter((day = Math.max(0, day - random.int(from, to))), last));
  const step = (when: Date, run: (now: Date) => Promise<TenancyApplication | void>): void =>
    stage.at(when, async (now) => {
      application = (await run(now)) ?? application;
    });
  const end = destiny.application;
  const panel = { present: [screener, lead, approver, judge].map(({ userId }) => userId), minutes: '团队背景扎实，技术路线清晰，语料与算力计划可行，同意按方案执行。' };

  step(stage.daysAgo(day), async (now) => {
    const ctx = stage.as(founder, now);
    const draft = await drafts.start(ctx, { roundId: roundAt(now) });
    const send = (filename: string, title: string): Promise<string> =>
      stage.get(UploadService)
        .receive(ctx, { filename, filetype: 'application/pdf', purpose: 'tenancy-application' }, onePagePdf(`${name.en}: ${title}`))
        .then(({ id }) => id);
    const [deck, licence] = [await send('商业计划书.pdf', 'business plan'), await send('营业执照.pdf', 'business licence')];
    return drafts.save(ctx, { id: draft.id, changes: applicationAnswers(name, registrationId(random), deck, licence, random) });
  });
  if (end === 'discarded') step(later(1, 3), (now) => drafts.leave(stage.as(founder, now), seen(), 'discard'));
  if (BEYOND.submitted.includes(end)) return;

  step(later(1, 5), async (now) => {
    const result = await drafts.submit(stage.as(founder, now), seen(), 'submit');
    if ('problems' in result) throw new Error(`${name.en}: ${JSON.stringify(result)}`);
    return result;
  });
  if (end === 'withdrawn') step(later(2, 4), (now) => drafts.leave(stage.as(founder, now), seen(), 'withdraw'));
  if (end === 'withdrawn' || BEYOND.claimed.includes(end)) return;

  step(later(1, 2), (now) => review.claim(stage.as(screener, now), seen()));
  if (end === 'info_requested' || end === 'lapsed') {
    step(later(1, 2), (now) =>
      review.requestInfo(stage.as(screener, now), {
        ...seen(), sections: ['team', 'needs'], dueAt: new Date(now.getTime() + 10 * DAY),
        reason: '请补充研发团队的具体分工，以及算力测算的依据。',
      }),
    );
  }
  if (end === 'ineligible' || end === 'closed') {
    step(later(1, 3), (now) =>
      review.markIneligible(stage.as(screener, now), { ...seen(), rules: ['E4'], reason: '工商登记的法定代表人与申请材料不一致。' }),
    );
  }
  if (BEYOND.screened.includes(end)) return;

  step(later(2, 4), (now) => review.passScreening(stage.as(screener, now), seen()));
  if (end === 'declined' || end === 'appealed' || end === 'dismissed') {
    step(later(3, 6), (now) =>
      review.decline(stage.as(approver, now), { ...seen(), reason: '尽职调查发现核心代码权属存在争议，暂不具备入驻条件。' }),
    );
  }
  if (end === 'appealed' || end === 'dismissed') {
    step(later(2, 3), (now) =>
      offers.appeal(stage.as(founder, now), { ...seen(), reason: '争议已于上周和解，附和解协议说明。' }),
    );
  }
  if (end === 'dismissed') {
    step(later(2, 4), (now) =>
      review.dismissAppeal(stage.as(judge, now), { ...seen(), reason: '和解协议未涵盖模型权重，权属仍不清晰。' }),
    );
  }
  const settleChecks = async (now: Date, most: number): Promise<void> => {
    const ctx = stage.as(screener, now);
    const items = await stage.get(ApplicationReadService).dueDiligence(ctx, application);
    for (const item of items.slice(0, most)) {
      const note = '已核验，未见异常。';
      await stage.get(DueDiligenceService).settle(ctx, { itemId: item.id, status: DueDiligenceStatus.DONE, note });
    }
  };
  if (end === 'due_diligence') step(later(1, 2), (now) => settleChecks(now, random.int(1, 4)));
  if (BEYOND.checked.includes(end)) return;

  step(later(4, 8), async (now) => {
    await settleChecks(now, 99);
    return review.sendToPanel(stage.as(lead, now), seen());
  });
  if (BEYOND.decided.includes(end)) return;

  if (end === 'waitlisted') {
    step(later(2, 4), (now) => review.waitlist(stage.as(approver, now), { ...seen(), panel, rank: number + 1 }));
    return;
  }
  step(later(2, 5), (now) =>
    review.offer(stage.as(approver, now), {
      ...seen(), panel, desks: Number(application.answers['desks']), expiresAt: new Date(now.getTime() + 14 * DAY),
      agreementText: agreementFor(name.zh, Number(application.answers['desks'])),
    }),
  );
  if (end === 'offered' || end === 'offer_expired') return;
  if (end === 'offer_declined') {
    step(later(2, 5), (now) => offers.decline(stage.as(founder, now), { ...seen(), reason: '公司决定落户其他园区。' }));
    return;
  }
  step(later(1, 4), (now) =>
    offers.sign(stage.as(founder, now), { ...seen(), agreementHash: application.agreementHash ?? '', signedName: founder.name }),
  );
  planTenancy(stage, centre, { number, founder, members, destiny }, day, { lead, approver });
}

/** From the signature on: onboarding, profile, reports, and whatever end the tenancy has. */
function planTenancy(
  stage: Stage, centre: Centre, { number, founder, members, destiny }: Company, signedDaysAgo: number,
  { lead, approver }: { lead: Person; approver: Person },
): void {
  const tenancies = stage.get(TenancyService);
  const reading = stage.get(TenancyReadService);
  const { random } = stage;
  let day = signedDaysAgo;
  let last: Date | null = null;
  const later = (from: number, to: number): Date => (last = stage.daysAgoAfter((day = Math.max(0, day - random.int(from, to))), last));
  const current = async (now: Date): Promise<{ id: string; version: number }> => {
    const tenancy = await reading.own(stage.as(founder, now));
    if (!tenancy) throw new Error('The tenancy is missing');
    return { id: tenancy.id, version: tenancy.version };
  };
  const doTasks = async (now: Date, most = 99): Promise<void> => {
    const tenancy = await reading.own(stage.as(founder, now));
    if (!tenancy) return;
    const open = (await reading.tasks(stage.as(founder, now), tenancy)).filter(({ doneAt }) => !doneAt);
    for (const task of open.slice(0, most)) {
      await tenancies.settleTask(stage.as(task.owner === 'founder' ? founder : lead, now), { taskId: task.id, done: true });
    }
    stage.tenanciesMoved();
  };

  if (destiny.tenancy === 'onboarding') {
    stage.at(later(1, 3), (now) => doTasks(now, random.int(1, 3)));
    return;
  }
  if (destiny.tenancy === 'cancelled') {
    stage.at(later(5, 9), async (now) => {
      await tenancies.cancel(stage.as(lead, now), { ...(await current(now)), reason: '签约后未按期缴纳押金，经三次催告无果。' });
    });
    return;
  }
  stage.at(later(4, 10), (now) => doTasks(now));
  stage.at(later(1, 6), async (now) => {
    await stage.get(TenantProfileService).save(stage.as(founder, now), profileOf(companyName(number), stage.today.getFullYear(), random));
  });
  planReports(stage, founder, day);
  if (destiny.tenancy !== 'terminated') planCompute(stage, centre, { number, founder, members }, day);
  planEnd(stage, destiny, day, { lead, approver, current, doTasks });
}

/** Reports on most of the quarters, some weeks after their end. */
function planReports(stage: Stage, founder: Person, fromDaysAgo: number): void {
  let headcount = stage.random.int(8, 30);
  for (let day = fromDaysAgo - 20; day > 2; day -= 30) {
    stage.at(stage.daysAgo(day), async (now) => {
      const ctx = stage.as(founder, now);
      const tenancy = await stage.get(TenancyReadService).own(ctx);
      const reports = tenancy ? await stage.get(GrowthReportService).list(ctx, tenancy.id) : [];
      const due = reports.find(({ submittedAt, overdue }) => !submittedAt && !overdue);
      headcount += stage.random.int(0, 4);
      if (!due || due.dueAt.getTime() - now.getTime() > 45 * DAY) return;
      await stage.get(GrowthReportService).submit(ctx, {
        id: due.id, headcount, revenueFen: BigInt(stage.random.int(10, 900)) * 1_000_000n,
        raisedFen: stage.random.next() < 0.15 ? BigInt(stage.random.int(5, 60)) * 100_000_000n : 0n,
        payingCustomers: stage.random.int(1, 40), highlights: '完成新一版模型评测，签约两家示范客户。',
      });
    });
  }
}

interface EndParts {
  readonly lead: Person;
  readonly approver: Person;
  readonly current: (now: Date) => Promise<{ id: string; version: number }>;
  readonly doTasks: (now: Date) => Promise<void>;
}

function planEnd(
  stage: Stage, { tenancy }: Destiny, fromDaysAgo: number, { lead, approver, current, doTasks }: EndParts,
): void {
  const tenancies = stage.get(TenancyService);
  const at = (share: number): Date => stage.daysAgo(Math.floor(fromDaysAgo * share));
  const move = (when: Date, run: (now: Date, seen: { id: string; version: number }) => Promise<unknown>): void =>
    stage.at(when, async (now) => {
      await run(now, await current(now));
      stage.tenanciesMoved();
    });
  switch (tenancy) {
    case 'under_review':
      return move(at(0.05), (now, seen) => tenancies.openReview(stage.as(lead, now), seen));
    case 'suspended':
      return move(at(0.06), (now, seen) =>
        tenancies.suspend(stage.as(lead, now), { ...seen, reason: '逾期未缴纳第三季度场地费用。' }),
      );
    case 'graduating':
    case 'alumni':
      move(at(0.3), (now, seen) =>
        tenancies.graduate(stage.as(lead, now), { ...seen, record: '完成 A 轮融资；模型通过备案；年收入超过 2000 万元。' }),
      );
      return tenancy === 'alumni' ? stage.at(at(0.2), doTasks) : undefined;
    case 'terminated':
      move(at(0.4), (now, seen) => tenancies.suspend(stage.as(lead, now), { ...seen, reason: '涉嫌转租工位。' }));
      move(at(0.3), (now, seen) =>
        tenancies.proposeTermination(stage.as(lead, now), { ...seen, reason: '调查确认转租工位，且拒绝整改。' }),
      );
      move(at(0.28), (now, seen) =>
        tenancies.terminate(stage.as(approver, now), { ...seen, reason: '同意终止，依据入驻协议第九条。' }),
      );
      return stage.at(at(0.2), doTasks);
    default:
  }
}

function agreementFor(name: string, desks: number): string {
  return [
    `入驻协议 / Tenancy agreement`,
    `甲方：梧桐大模型孵化中心    乙方：${name}`,
    `一、甲方向乙方提供工位 ${desks} 个，期限一年。`,
    `二、乙方可按中心规则申请算力、语料、评测与资金支持。`,
    `三、乙方按季度提交成长报告，并遵守安全与合规要求。`,
    `The centre provides ${desks} desks for one year. The tenant may apply for compute, corpora, evaluation and funding under`,
    `the centre's rules, reports its growth each quarter, and keeps to the rules of safety and compliance.`,
  ].join('\n');
}
