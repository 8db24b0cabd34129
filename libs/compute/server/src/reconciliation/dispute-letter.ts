import type { Locale } from '@wutong/core-server';
import { dayWords, grouped, Sheet } from '../pdf/sheet';
import { CAUSE_WORDS } from './cause-words';
import type { Dispute } from './dispute-file';
import { byResource, type DisputedResource } from './dispute-sums';

const WORDS = {
  en: {
    title: 'Letter of dispute', to: 'To', from: 'From', contract: 'Contract', period: 'Billing period', bills: 'Bills', reference: 'Our reference',
    date: 'Date', due: 'Answer by', billed: 'Your bills, with tax', metered: 'Metered, at contract price', credit: 'Credit asked for',
    short: 'Billed too little', resources: 'Differences by resource',
    head: ['Resource', 'Lines', 'Billed h', 'Metered h', 'Over h', 'Billed CNY', 'Due CNY', 'Over CNY'], total: 'Together',
    unnamed: 'Not named', ask: 'What we ask for', enclosed: 'Enclosed',
    rounded: 'Amounts are rounded to the fen; GPU time is GPU-hours. The exact figures of every line are in the enclosed file.',
    checked: (lines: number, others: number, tolerance: string): string =>
      `We have compared the above bills day by day with what our meter recorded of your accounting records and with the contract’s prices. ${lines} of ${lines + others} comparisons differ by more than the tolerance (${tolerance}) and are disputed here; the other ${others} are not.`,
    hours: (hours: string): string => `${hours} GPU-hours`,
    reason: (reason: string): string => `Reason: ${reason}`,
    tolerance: (yuan: string, percent: string): string => `CNY ${yuan} or ${percent}% of what was metered, whichever is more`,
    cause: (words: string, lines: number, yuan: string): string => `${words}: ${lines === 1 ? '1 line' : `${lines} lines`}, CNY ${yuan}`,
    price: (yuan: string, number: string, day: string): string => `Contract ${number}: CNY ${yuan} a GPU-hour from ${day}`,
    both: (over: string, under: string): string => `You billed CNY ${over} too much and CNY ${under} too little. `,
    credits: (yuan: string): string => `Please send a credit note of CNY ${yuan}, or a corrected bill under the same number.`,
    corrects: (yuan: string): string => `Together you billed CNY ${yuan} less than is due: please send a corrected bill under the same number.`,
    answer: (due: string): string => `Please answer in the portal by ${due}: accept, or say of each line why not, with your records.`,
    file: (nth: number, name: string, lines: number): string =>
      `${nth}. ${name}: ${lines === 1 ? 'the disputed line' : `the ${lines} disputed lines`} with quantities, amounts, jobs, contract price and cause`,
  },
  'zh-CN': {
    title: '账单异议函', to: '致', from: '发函单位', contract: '合同', period: '账期', bills: '账单', reference: '文号', date: '发函日期',
    due: '答复期限', billed: '贵方账单（含税）', metered: '我方计量（按合同价）', credit: '请求退还', short: '少计金额', resources: '各资源差异',
    head: ['资源', '项数', '计费卡时', '计量卡时', '卡时差异', '计费（元）', '应计（元）', '差异（元）'], total: '合计', unnamed: '未注明', ask: '我方请求',
    enclosed: '随附文件', rounded: '金额四舍五入到分，用量单位为卡时；逐项精确数据见随附文件。',
    checked: (lines: number, others: number, tolerance: string): string =>
      `我中心已将上述账单与贵方上报记录的计量结果及合同单价逐日核对。共比对 ${lines + others} 项，其中 ${lines} 项差异超出容差（${tolerance}），特此提出异议；其余 ${others} 项不在异议之列。`,
    hours: (hours: string): string => `${hours} 卡时`,
    reason: (reason: string): string => `说明：${reason}`,
    tolerance: (yuan: string, percent: string): string => `${yuan} 元或计量金额的 ${percent}%，取较大者`,
    cause: (words: string, lines: number, yuan: string): string => `${words}：${lines} 项，${yuan} 元`,
    price: (yuan: string, number: string, day: string): string => `合同 ${number}：${yuan} 元/卡时，自 ${day} 起`,
    both: (over: string, under: string): string => `贵方多计 ${over} 元、少计 ${under} 元。`,
    credits: (yuan: string): string => `请开具金额为 ${yuan} 元的红字凭证，或以原编号提交更正账单。`,
    corrects: (yuan: string): string => `合计少计 ${yuan} 元，请以原编号提交更正账单。`,
    answer: (due: string): string => `请于 ${due}前（含当日）在系统中答复：接受，或逐项说明理由并附贵方记录。`,
    file: (nth: number, name: string, lines: number): string => `${nth}. ${name}：${lines} 项异议明细，含用量、金额、作业数、合同单价与原因`,
  },
} as const;

/** The letter that goes to a supplier with a dispute, as a PDF of A4 pages; `enclosed` are names of files. */
export function disputeLetter(dispute: Dispute, locale: Locale, enclosed: readonly string[]): Promise<Buffer> {
  const { reconciliation, supplier, centre, contracts, bills, reason, lines, linesWithin, disputedAt, answerDueAt } = dispute;
  const { month, round, billedMh, billedUfen, meteredMh, meteredUfen, toleranceFen, toleranceBasisPoints } = reconciliation;
  const words = WORDS[locale];
  const name = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }): string => (locale === 'en' ? nameEn : nameZh);
  const on = dayWords(disputedAt, locale);
  const due = dayWords(answerDueAt, locale);
  const resources = byResource(lines);
  const all = totalOf(resources);
  const off = all.billedUfen - all.meteredUfen;
  const asked = off < 0n ? -off : off;
  const over = lines.reduce((sum, { line }) => (line.billedUfen > line.meteredUfen ? sum + line.billedUfen - line.meteredUfen : sum), 0n);
  const under = over - off;

  const page = new Sheet(locale, `${words.title} ${month.slice(0, 7)}`, name(centre), disputedAt);
  page.title(words.title, name(centre));
  page.facts([
    [words.to, name(supplier)], [words.from, name(centre)],
    [words.contract, contracts.map(({ number, startsAt, endsAt }) => `${number} (${dayWords(startsAt, locale)} – ${dayWords(new Date(endsAt.getTime() - 1), locale)})`).join('\n') || '–'],
    [words.period, periodWords(month, locale)],
    [words.bills, bills.map(({ invoice, totalUfen }) => `${invoice} · ${yuan(totalUfen, locale)}`).join('\n') || '–'],
    [words.reference, `${month.slice(0, 7)}/${round}`], [words.date, on], [words.due, due],
  ]);
  page.figures([
    [words.billed, yuan(billedUfen, locale), words.hours(hours(billedMh))], [words.metered, yuan(meteredUfen, locale), words.hours(hours(meteredMh))],
    [off < 0n ? words.short : words.credit, yuan(asked, locale), words.hours(hours(all.billedMh - all.meteredMh))],
  ]);
  const tolerance = words.tolerance(grouped(toleranceFen, 2), String(toleranceBasisPoints / 100));
  page.paragraph(words.checked(lines.length, linesWithin, tolerance));
  if (reason) page.paragraph(words.reason(reason));
  page.heading(words.resources);
  const cells = (label: string, sum: Omit<DisputedResource, 'name' | 'causes' | 'prices'>): string[] => [
    label, String(sum.lines), hours(sum.billedMh), hours(sum.meteredMh), hours(sum.billedMh - sum.meteredMh), fen(sum.billedUfen), fen(sum.meteredUfen),
    fen(sum.billedUfen - sum.meteredUfen),
  ];
  page.table(
    { head: words.head, widths: [91, 30, 63, 63, 63, 63, 63, 63], figuresFrom: 1 },
    resources.map((resource) => ({ cells: cells(resource.name ?? words.unnamed, resource), note: noteOf(resource, locale) })),
    cells(words.total, all),
  );
  page.text(words.rounded);
  page.heading(words.ask);
  page.paragraph(`1. ${over > 0n && under > 0n ? words.both(fen(over), fen(under)) : ''}${(off < 0n ? words.corrects : words.credits)(fen(asked))}`);
  page.paragraph(`2. ${words.answer(due)}`);
  page.heading(words.enclosed);
  for (const [nth, file] of enclosed.entries()) page.paragraph(words.file(nth + 1, file, lines.length));
  page.sign([name(centre), on]);
  return page.end();
}

function totalOf(resources: readonly DisputedResource[]): Omit<DisputedResource, 'name' | 'causes' | 'prices'> {
  const sum = (of: (one: DisputedResource) => bigint): bigint => resources.reduce((total, one) => total + of(one), 0n);
  return {
    lines: resources.reduce((total, { lines }) => total + lines, 0), billedMh: sum(({ billedMh }) => billedMh),
    meteredMh: sum(({ meteredMh }) => meteredMh), billedUfen: sum(({ billedUfen }) => billedUfen), meteredUfen: sum(({ meteredUfen }) => meteredUfen),
  };
}

function noteOf({ causes, prices }: DisputedResource, locale: Locale): string {
  const words = WORDS[locale];
  return [
    ...causes.map(({ cause, lines, ufen }) => words.cause(CAUSE_WORDS[cause][locale], lines, fen(ufen))),
    ...prices.map(({ fen: price, number, validFrom }) => words.price(grouped(price, 2), number, dayWords(validFrom, locale))),
  ].join('\n');
}

const hours = (mh: bigint): string => grouped(mh, 3);
/** Yuan of micro-fen, to the fen, half away from zero. */
const fen = (ufen: bigint): string => grouped(((ufen < 0n ? -1n : 1n) * ((ufen < 0n ? -ufen : ufen) + 500_000n)) / 1_000_000n, 2);
const yuan = (ufen: bigint, locale: Locale): string => `${locale === 'en' ? 'CNY ' : '¥'}${fen(ufen)}`;

/** First and last day of a month in Shanghai. */
function periodWords(month: string, locale: Locale): string {
  const first = new Date(`${month.slice(0, 7)}-01T12:00:00+08:00`);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0, 4));
  return `${dayWords(first, locale)} – ${dayWords(last, locale)}`;
}
