import { writeCsv, type CsvValue } from '@wutong/core-shared';
import { CAUSE_WORDS } from './cause-words';
import type { Cause } from './match';
import type { Reconciliation, ReconciliationLine } from './reconciliation.entity';
import type { PriceInForce } from './reconciliation-read.service';

export interface DisputedLine {
  readonly line: ReconciliationLine;
  readonly pool: string;
  readonly jobCount: number;
  readonly price: PriceInForce | null;
}

export interface Dispute {
  readonly reconciliation: Reconciliation;
  readonly supplier: { readonly nameZh: string; readonly nameEn: string };
  readonly centre: { readonly nameZh: string; readonly nameEn: string };
  readonly invoices: readonly string[];
  readonly reason: string;
  readonly lines: readonly DisputedLine[];
}

const HEADER = [
  '资源池 / Pool', '起 / From', '止 / To', '计费卡时 / Billed GPU-hours', '计费金额（元）/ Billed CNY', '计量卡时 / Metered GPU-hours',
  '按合同价（元）/ At contract price CNY', '差异（元）/ Difference CNY', '其中用量差异（元）/ Of it by quantity CNY', '作业数 / Jobs', '合同 / Contract',
  '合同单价（元/卡时）/ Contract price CNY per GPU-hour', '单价生效 / Price from', '单价截止 / Price until', '原因 / Cause', 'Cause',
];

/** The disputed lines with our evidence, one a row; money in yuan, exact. */
export function disputeCsv({ lines }: Dispute): string {
  return writeCsv([HEADER, ...lines.map(cells)]);
}

function cells({ line, pool, jobCount, price }: DisputedLine): CsvValue[] {
  return [
    pool, line.firstDay, line.lastDay, line.billedMh === null ? null : hours(line.billedMh), yuan(line.billedUfen), hours(line.meteredMh),
    yuan(line.meteredUfen), yuan(line.billedUfen - line.meteredUfen), yuan(line.quantityUfen), jobCount, price?.number,
    price && yuan(price.fen * 1_000_000n), price && day(price.validFrom), price?.validUntil && day(price.validUntil),
    causes(line, 'zh-CN'), causes(line, 'en'),
  ];
}

/** A letter to print and sign, Chinese first, then English. It loads nothing and runs nothing. */
export function disputeLetter(dispute: Dispute): string {
  const { reconciliation, supplier, centre, invoices, reason, lines } = dispute;
  const month = reconciliation.month.slice(0, 7);
  const sum = short(reconciliation.differenceUfen);
  const on = day(reconciliation.disputedAt ?? reconciliation.computedAt);
  const numbers = invoices.join('、');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${text(`${month} 账单争议函 / Letter of dispute`)}</title>
<style>
  @page { size: A4; margin: 20mm }
  body { font: 14px/1.7 "Noto Serif CJK SC", "Songti SC", SimSun, serif; max-width: 178mm; margin: 24px auto; padding: 0 16px; color: #111 }
  h1 { font-size: 20px; text-align: center } h2 { font-size: 16px; margin-top: 32px }
  table { border-collapse: collapse; width: 100%; font-size: 12px; line-height: 1.4 } th, td { border: 1px solid #888; padding: 4px 6px; text-align: left }
  .n { text-align: right; font-variant-numeric: tabular-nums } .sign { margin-top: 40px; text-align: right }
</style></head><body>
<h1>关于 ${text(month)} 账单的争议函</h1>
<p>${text(supplier.nameZh)}：</p>
<p>我中心已核对贵方 ${text(month)} 账单（${text(numbers)}），与计量记录及合同单价存在 ${lines.length} 项超出容差的差异，合计 ${sum} 元。</p>
<p>说明：${text(reason)}</p>
<p>请在系统中答复：接受并提供更正账单或红字凭证，或说明理由。</p>
${table(lines, 'zh-CN')}
<p class="sign">${text(centre.nameZh)}<br>${on}</p>
<h2>Dispute of the bills of ${text(month)}</h2>
<p>To ${text(supplier.nameEn)}:</p>
<p>We have checked your bills of ${text(month)} (${text(numbers)}) against what was metered and the contract’s prices. ${lines.length} lines differ by more than the tolerance, together by CNY ${sum}.</p>
<p>Reason: ${text(reason)}</p>
<p>Please answer in the portal: accept and send a corrected bill or a credit note, or say why not.</p>
${table(lines, 'en')}
<p class="sign">${text(centre.nameEn)}<br>${on}</p>
</body></html>
`;
}

const COLUMNS = {
  'zh-CN': ['资源池', '日期', '计费卡时', '计量卡时', '作业数', '计费（元）', '应计（元）', '差异（元）', '合同单价', '原因'],
  en: ['Pool', 'Days', 'Billed GPU-h', 'Metered GPU-h', 'Jobs', 'Billed', 'Due', 'Difference', 'Contract price', 'Cause'],
} as const;

function table(lines: readonly DisputedLine[], locale: 'en' | 'zh-CN'): string {
  const head = COLUMNS[locale].map((name) => `<th>${name}</th>`).join('');
  const rows = lines.map(({ line, pool, jobCount, price }) => {
    const days = line.firstDay === line.lastDay ? line.firstDay : `${line.firstDay} – ${line.lastDay}`;
    const numbers = [
      line.billedMh === null ? '' : hours(line.billedMh), hours(line.meteredMh), String(jobCount), short(line.billedUfen), short(line.meteredUfen),
      short(line.billedUfen - line.meteredUfen),
    ];
    const contract = price ? `${yuan(price.fen * 1_000_000n)} (${price.number}, ${day(price.validFrom)} –)` : '';
    return `<tr><td>${text(pool)}</td><td>${text(days ?? '')}</td>${numbers.map((one) => `<td class="n">${text(one)}</td>`).join('')}<td>${text(contract)}</td><td>${text(causes(line, locale))}</td></tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function causes({ causes: list }: ReconciliationLine, locale: 'en' | 'zh-CN'): string {
  return list.map((cause) => CAUSE_WORDS[cause as Cause][locale]).join(locale === 'en' ? '; ' : '；');
}

function text(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

function hours(mh: bigint): string {
  return decimal(mh, 3);
}

/** Yuan from micro-fen, exact. */
function yuan(ufen: bigint): string {
  return decimal(ufen, 8);
}

/** Yuan to the fen, for people. */
function short(ufen: bigint): string {
  const fen = (ufen < 0n ? -ufen : ufen) + 500_000n;
  return decimal(((ufen < 0n ? -1n : 1n) * fen) / 1_000_000n, 2);
}

function decimal(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(2, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${fraction}`;
}

function day(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
