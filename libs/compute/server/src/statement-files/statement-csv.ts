import type { Locale } from '@wutong/core-server';
import { writeCsv, type CsvValue } from '@wutong/core-shared';
import type { StatementFacts } from './statement-facts';
import { fundingWord, kindWord, noteOf } from './statement-words';

const HEAD: Readonly<Record<Locale, readonly string[]>> = {
  en: ['Statement', 'Month', 'Company', 'Kind', 'Month of use', 'Request', 'Pool', 'GPU class', 'GPU-hours', 'Amount (CNY)', 'Note'],
  'zh-CN': ['账单号', '账期', '企业', '类型', '用量月份', '申请编号', '资源池', 'GPU 型号', '卡时', '金额（元）', '说明'],
};
const DUE: Readonly<Record<Locale, string>> = { en: 'Due', 'zh-CN': '应付合计' };

/** A statement for a spreadsheet: its lines, what funding pays below zero, and last what is due, their sum. */
export function statementCsv({ statement, tenant, lines, funding }: StatementFacts, locale: Locale): string {
  const company = locale === 'en' ? tenant.nameEn : tenant.nameZh;
  const row = (kind: string, cells: readonly CsvValue[]): CsvValue[] => [statement.number, statement.month, company, kind, ...cells];
  return writeCsv([
    HEAD[locale],
    ...lines.map((line) =>
      row(kindWord(line.kind, locale), [
        line.usageMonth, line.requestNumber, locale === 'en' ? line.poolNameEn : line.poolNameZh, line.gpuClass?.toUpperCase(),
        decimal(line.gpuMh, 3), decimal(line.amountFen, 2), noteOf(line, locale),
      ])),
    ...funding.map(({ kind, gpuClass, amountFen, programme }) =>
      row(fundingWord(kind, locale), [statement.month, null, null, gpuClass?.toUpperCase(), null, decimal(-amountFen, 2), programme])),
    row(DUE[locale], [statement.month, null, null, null, null, decimal(statement.dueFen, 2), null]),
  ]);
}

/** A whole number of 10^-places as a plain decimal, exact. */
export function decimal(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
