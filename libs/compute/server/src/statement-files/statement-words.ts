import type { Locale } from '@wutong/core-server';
import { formatFen } from '@wutong/core-shared';
import type { ChargeLine } from '../charge/charge-statement.entity';

type Words = Readonly<Record<Locale, string>>;

const KIND: Readonly<Record<string, Words>> = {
  usage: { en: 'Use', 'zh-CN': '用量' },
  correction: { en: 'Correction', 'zh-CN': '更正' },
  refund: { en: 'Failed node', 'zh-CN': '故障退款' },
  manual: { en: 'By hand', 'zh-CN': '人工更正' },
  cap: { en: 'Monthly cap', 'zh-CN': '月度封顶' },
};
const FUNDING: Readonly<Record<string, Words>> = {
  voucher: { en: 'Voucher', 'zh-CN': '算力券' },
  subsidy: { en: 'Subsidy', 'zh-CN': '补贴' },
  cash: { en: 'Cash', 'zh-CN': '自有资金' },
};

export const kindWord = (kind: string, locale: Locale): string => KIND[kind]?.[locale] ?? kind;
export const fundingWord = (kind: string, locale: Locale): string => FUNDING[kind]?.[locale] ?? kind;

/** What a line says beside its figures. */
export function noteOf({ kind, reason, usageMonth }: ChargeLine, locale: Locale): string {
  switch (kind) {
    case 'correction':
      return locale === 'en' ? `Late records or prices of ${usageMonth}` : `${usageMonth} 迟到记录或价格调整`;
    case 'refund':
      return locale === 'en' ? `${reason} ${reason === '1' ? 'job' : 'jobs'} ended by a failed node` : `${reason} 个作业因节点故障中断`;
    case 'cap':
      return locale === 'en' ? `Nothing is charged above the cap of ${reason}` : `超出封顶 ${reason} 的部分不收费`;
    default:
      return reason ?? '';
  }
}

export const HOW: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'A line is GPU-hours at the price in force in each hour, rounded once to the fen, half to even. The statement is the sum of its lines.',
    'Vouchers pay first, then subsidies, then cash; among each, the one that ends first. What is left lapses after its last month.',
    'A run that a failed node ended is given back: its last 24 hours, or all of it when it was shorter.',
    'A closed month never changes: late records are corrections on the next statement.',
  ],
  'zh-CN': [
    '每行费用按各小时的有效价格乘以卡时计算，四舍六入五成双，仅取整一次到分；账单合计为各行之和。',
    '资金抵扣顺序：先算力券、再补贴、后自有资金；同类中先到期者先抵扣，末月关账后余额失效。',
    '因节点故障中断的作业，退还最近 24 小时的卡时与费用，不足 24 小时的全部退还。',
    '已关账的月份不再变动，迟到的记录在下一期账单中更正。',
  ],
};

export const yuan = (fen: bigint, locale: Locale): string => formatFen(fen, locale);
