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
  /** Those in force in the month. */
  readonly contracts: readonly { readonly number: string; readonly startsAt: Date; readonly endsAt: Date }[];
  /** Those of the month that no other replaces. */
  readonly bills: readonly { readonly invoice: string; readonly totalUfen: bigint }[];
  readonly reason: string;
  readonly disputedAt: Date;
  readonly answerDueAt: Date;
  readonly lines: readonly DisputedLine[];
  /** How many comparisons are within the tolerance, and not disputed. */
  readonly linesWithin: number;
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

function causes({ causes: list }: ReconciliationLine, locale: 'en' | 'zh-CN'): string {
  return list.map((cause) => CAUSE_WORDS[cause as Cause][locale]).join(locale === 'en' ? '; ' : '；');
}

function hours(mh: bigint): string {
  return decimal(mh, 3);
}

/** Yuan from micro-fen, exact. */
function yuan(ufen: bigint): string {
  return decimal(ufen, 8);
}

function decimal(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(2, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${fraction}`;
}

function day(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
