import type { Locale } from '@wutong/core-server';
import type { Terms } from '../grant/terms';
import { dayWords, grouped, Sheet } from '../pdf/sheet';
import type { ComputeRequest } from './compute-request.entity';

interface Names {
  readonly nameZh: string;
  readonly nameEn: string;
}

/** What was decided on a request, as it stands now. */
export interface Decision {
  readonly request: Pick<ComputeRequest, 'number' | 'gpuClass' | 'gpus' | 'startsAt' | 'endsAt' | 'amountMh' | 'submittedAt'>;
  readonly company: Names;
  readonly centre: Names;
  readonly decidedAt: Date;
  readonly outcome: Granted | Refused;
}

/** As it was granted, before later changes and renewals. */
export interface Granted {
  readonly gpus: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly amountMh: bigint;
  /** Empty while it waits for GPUs. */
  readonly pools: readonly (Names & { readonly code: string })[];
  /** Those in force when it was decided. */
  readonly terms: Terms;
}

export interface Refused {
  readonly reason: string;
  /** Of an appeal that was dismissed. */
  readonly isDismissal: boolean;
  /** Null when the decision is final. */
  readonly appealUntil: Date | null;
}

const WORDS = {
  en: {
    title: 'Notice of decision', to: 'To', from: 'From', request: 'Request', handedIn: 'Handed in', date: 'Decided on', decision: 'Decision',
    approved: 'Approved', refused: 'Not approved', dismissed: 'Appeal dismissed', asked: 'Asked for', granted: 'Granted', window: 'Window', pools: 'Pools',
    noPool: 'On the waiting list: GPUs are reserved when they become free', hours: 'GPU-hours', reason: 'Reason', appeal: 'Appeal', terms: (version: string): string => `Terms of use, version ${version}`,
    yes: 'The centre approves your request as set out above. The hours are set aside in your quota; use is metered.',
    no: 'The centre has examined your request and does not approve it.',
    stands: 'The centre has examined your appeal. The decision not to approve the request stands.',
    accept: 'Every user accepts these terms in the portal before the grant starts:',
    until: (day: string): string => `You can appeal once, in the portal, until the end of ${day}. An approver who did not take this decision judges the appeal.`,
    final: 'This decision is final.',
  },
  'zh-CN': {
    title: '算力申请审批决定书', to: '致', from: '出具单位', request: '申请编号', handedIn: '提交日期', date: '决定日期', decision: '审批结果',
    approved: '批准', refused: '不予批准', dismissed: '驳回申诉', asked: '申请', granted: '批准', window: '使用时段', pools: '资源池',
    noPool: '候补中：有空余 GPU 时即予预留', hours: '卡时', reason: '理由', appeal: '申诉', terms: (version: string): string => `使用条款（${version} 版）`,
    yes: '经审核，我中心批准贵方申请，内容如上。所批卡时已在贵方额度中冻结，用量按实计量。',
    no: '经审核，我中心对贵方申请不予批准。', stands: '经审查贵方申诉，我中心维持不予批准的决定。',
    accept: '资源启用前，每位使用人须在系统中接受以下条款：',
    until: (day: string): string => `贵方可于 ${day}前（含当日）在系统中申诉一次，由未参与本次决定的审批人裁定。`,
    final: '本决定为最终决定。',
  },
} as const;

/** The letter that tells a company what was decided on its request, as a PDF of A4 pages. */
export function decisionLetter({ request, company, centre, decidedAt, outcome }: Decision, locale: Locale): Promise<Buffer> {
  const words = WORDS[locale];
  const name = ({ nameZh, nameEn }: Names): string => (locale === 'en' ? nameEn : nameZh);
  const gpus = (count: number | null): string => `${count ?? '–'} × ${(request.gpuClass ?? '').toUpperCase()}`;
  const days = (from: Date | null, to: Date | null): string => (from && to ? `${dayWords(from, locale)} – ${dayWords(new Date(to.getTime() - 1), locale)}` : '–');
  const hours = (mh: bigint | null): string => `${mh === null ? '–' : grouped(mh, 3)} ${words.hours}`;
  const isGranted = 'amountMh' in outcome;
  const page = new Sheet(locale, `${words.title} ${request.number}`, name(centre), decidedAt);
  page.title(words.title, name(centre));
  page.facts([
    [words.to, name(company)], [words.from, name(centre)], [words.request, request.number],
    ...(request.submittedAt ? [[words.handedIn, dayWords(request.submittedAt, locale)] as const] : []),
    [words.date, dayWords(decidedAt, locale)],
    [words.decision, isGranted ? words.approved : outcome.isDismissal ? words.dismissed : words.refused],
    [words.asked, [gpus(request.gpus), days(request.startsAt, request.endsAt), hours(request.amountMh)].join(' · ')],
    ...(isGranted
      ? [
          [words.granted, [gpus(outcome.gpus), hours(outcome.amountMh)].join(' · ')] as const,
          [words.window, days(outcome.startsAt, outcome.endsAt)] as const,
          [words.pools, outcome.pools.map((pool) => `${name(pool)} (${pool.code})`).join('\n') || words.noPool] as const,
        ]
      : []),
  ]);
  if (isGranted) {
    page.paragraph(words.yes);
    page.heading(words.terms(outcome.terms.version));
    page.paragraph(words.accept);
    for (const [nth, term] of outcome.terms.text[locale].split('\n').entries()) page.paragraph(`${nth + 1}. ${term}`);
  } else {
    page.paragraph(outcome.isDismissal ? words.stands : words.no);
    page.heading(words.reason);
    page.paragraph(outcome.reason);
    page.heading(words.appeal);
    page.paragraph(outcome.appealUntil ? words.until(dayWords(outcome.appealUntil, locale)) : words.final);
  }
  page.sign([name(centre), dayWords(decidedAt, locale)]);
  return page.end();
}
