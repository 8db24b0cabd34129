import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { ChargeFunding, ChargeLine, ChargeStatement } from '../charge/charge-statement.entity';
import { FOCUS_COLUMNS, focusCsv, type FocusColumn } from './focus';
import { pdfText } from '../testing/pdf-text';
import { statementCsv } from './statement-csv';
import type { StatementFacts } from './statement-facts';
import { statementPdf } from './statement-pdf';

/** FOCUS 1.2, the columns that every export must have, as the specification lists them. */
const MANDATORY = `BilledCost EffectiveCost ContractedCost ListCost BillingAccountId BillingAccountName BillingCurrency
  BillingPeriodStart BillingPeriodEnd ChargePeriodStart ChargePeriodEnd ChargeCategory ChargeClass ChargeDescription
  InvoiceIssuerName PricingQuantity PricingUnit ProviderName PublisherName ServiceCategory ServiceName`.split(/\s+/);
const MAY_BE_EMPTY = new Set(['BillingAccountName', 'ChargeClass', 'ChargeDescription', 'PricingQuantity', 'PricingUnit']);

const line = (facts: Partial<ChargeLine> = {}): ChargeLine => ({
  id: 'l', statementId: 's', kind: 'usage', usageMonth: '2026-10', grantId: 'g', requestNumber: 'C2026-0042', poolId: 'p', poolCode: 'SD-H1',
  poolNameZh: '申电 H800 一区', poolNameEn: 'Shendian H800 zone 1', region: '上海临港', gpuClass: 'h800', gpuMh: 10_500n, chargeMfen: 13_860_000n,
  amountFen: 13_860n, reason: null, ...facts,
});
const paid = (facts: Partial<ChargeFunding> = {}): ChargeFunding => ({
  id: 'f', statementId: 's', sourceId: 'v', programme: '上海市算力券 2026', kind: 'voucher', gpuClass: 'h800', poolId: 'p', amountFen: 5_000n, ...facts,
});
function factsOf(lines: ChargeLine[], funding: ChargeFunding[], number = '2026-10-0001'): StatementFacts {
  const sum = (list: { amountFen: bigint }[]) => list.reduce((total, { amountFen }) => total + amountFen, 0n);
  const [chargedFen, fundedFen] = [sum(lines), sum(funding)];
  const statement: ChargeStatement = {
    id: 's', organisationId: 't', month: '2026-10', number, chargedFen, fundedFen, dueFen: chargedFen - fundedFen,
    closedAt: new Date('2026-11-03T02:00:00Z'),
  };
  return {
    statement, lines, funding, tenant: { id: 't', nameZh: '潮汐智能', nameEn: 'Tidal Models' },
    centre: { id: 'c', nameZh: '梧桐大模型孵化中心', nameEn: 'Wutong Foundation Model Incubator' },
  };
}
const whole = factsOf(
  [
    line(), line({ kind: 'correction', usageMonth: '2026-09', gpuMh: 0n, chargeMfen: -1_500n, amountFen: -2n }),
    line({ kind: 'refund', gpuMh: -1_000n, chargeMfen: -1_320_000n, amountFen: -1_320n, reason: '2' }),
    line({ kind: 'manual', grantId: null, requestNumber: null, poolId: null, poolCode: null, gpuClass: null, gpuMh: 0n, chargeMfen: -100_000n, amountFen: -100n, reason: '=HYPERLINK("http://x")' }),
  ],
  [paid(), paid({ kind: 'cash', programme: '预存款', amountFen: 100n, gpuClass: null })],
);
const read = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true });

describe('FOCUS 1.2', () => {
  test('has every mandatory column, and only those empty that may be', () => {
    const rows = read(focusCsv([whole]));
    expect(Object.keys(rows[0]!).slice(0, MANDATORY.length)).toEqual(MANDATORY);
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        if (MANDATORY.includes(name) ? !MAY_BE_EMPTY.has(name) : FOCUS_COLUMNS[name as FocusColumn] === 'required') expect([name, value]).not.toEqual([name, '']);
      }
      expect(row.ChargePeriodStart).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment']).toContain(row.ChargeCategory);
      expect(['', 'Correction']).toContain(row.ChargeClass);
    }
  });

  test('tells use, corrections of earlier months, and funding as credits below zero', () => {
    const rows = read(focusCsv([whole])).map(({ ChargeCategory, ChargeClass, BilledCost, EffectiveCost, ListUnitPrice, PricingQuantity }) =>
      [ChargeCategory, ChargeClass, BilledCost, EffectiveCost, ListUnitPrice, PricingQuantity].join(' '));
    expect(rows).toEqual([
      'Usage  138.60 138.60000 13.20 10.500', 'Usage Correction -0.02 -0.01500  0.000', 'Credit  -13.20 -13.20000 13.20 -1.000',
      'Adjustment  -1.00 -1.00000  ', 'Credit  -50.00 -50.00  ', 'Credit  -1.00 -1.00  ',
    ]);
  });

  test('sums up to what is due, invoice by invoice', () => {
    const amounts = fc.bigInt({ min: -1_000_000_000n, max: 10n ** 9n });
    const lines = fc.array(amounts.map((amountFen) => line({ amountFen, chargeMfen: amountFen * 1000n })), { minLength: 1, maxLength: 6 });
    const funding = fc.array(amounts.filter((amount) => amount !== 0n).map((amountFen) => paid({ amountFen })), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(lines, funding), { minLength: 1, maxLength: 4 }), (all) => {
        const statements = all.map(([own, of], nth) => factsOf(own, of, `2026-10-${nth}`));
        const sums = new Map<string, bigint>();
        for (const { InvoiceId = '', BilledCost = '' } of read(focusCsv(statements))) {
          sums.set(InvoiceId, (sums.get(InvoiceId) ?? 0n) + BigInt(BilledCost.replace('.', '')));
        }
        for (const { statement } of statements) expect(sums.get(statement.number)).toBe(statement.dueFen);
      }),
    );
  });
});

describe('the spreadsheet', () => {
  test('opens in Excel with its Chinese, adds up, and runs no formula', () => {
    const csv = statementCsv(whole, 'zh-CN');
    expect(csv.startsWith('\uFEFF账单号,')).toBe(true);
    const rows = read(csv);
    const amounts = rows.map((row) => BigInt(row['金额（元）']!.replace('.', '')));
    expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0n)).toBe(amounts.at(-1));
    expect(rows.find(({ 类型 }) => 类型 === '人工更正')).toMatchObject({ 说明: `'=HYPERLINK("http://x")` });
  });
});

describe('the PDF', () => {
  test.each(['zh-CN', 'en'] as const)('is one document of A4 with its fonts inside, small and always the same (%s)', async (locale) => {
    const [one, again] = [await statementPdf(whole, locale), await statementPdf(whole, locale)];
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    const text = one.toString('latin1');
    expect(text).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/);
    expect(text.match(/\/FontFile[23]/g)).toHaveLength(2);
    expect(one.length).toBeLessThan(150_000);
    expect(again.equals(one)).toBe(true);
  });

  test.each([
    ['zh-CN', [
      '梧桐大模型孵化中心', '算力月度账单', '企业', '潮汐智能', '账期', '2026-10', '账单号', '2026-10-0001', '出具日期', '2026年11月3日', '费用合计', '¥124.38',
      '资金抵扣', '-¥51.00', '应付金额', '¥73.38',
      '用量', '2026-10', 'C2026-0042', '申电 H800 一区 · H800', '10.500', '138.60', '更正', '2026-09', '−0.02', '2026-09 迟到记录或价格调整',
      '=HYPERLINK("http://x")', '上海市算力券 2026', '第 1 页，共 1 页',
    ]],
    ['en', [
      'Wutong Foundation Model Incubator', 'Computing power statement', 'Tidal Models', '3 November 2026', 'CNY 124.38', '-CNY 51.00', 'CNY 73.38', 'Use', 'C2026-0042',
      'Shendian H800 zone 1 · H800', '10.500', '138.60', 'Failed node', '2 jobs ended by a failed node', 'Page 1 of 1',
    ]],
  ] as const)('can be read, searched and copied (%s)', async (locale, wanted) => {
    const pages = pdfText(await statementPdf(whole, locale));
    expect(pages).toHaveLength(1);
    const lines = pages[0]!.split('\n');
    // Every one of them, in this order.
    let from = 0;
    for (const text of wanted) {
      const found = lines.indexOf(text, from);
      expect([text, found >= from ? 'found' : lines.slice(from)]).toEqual([text, 'found']);
      from = found + 1;
    }
  });

  test('goes on on further pages', async () => {
    const long = factsOf(Array.from({ length: 90 }, (_, nth) => line({ id: String(nth), requestNumber: `C2026-${nth}` })), []);
    const pages = pdfText(await statementPdf(long, 'zh-CN'));
    expect(pages.length).toBeGreaterThan(2);
    // Each request once, in order, and the head of the table again on each page.
    expect(pages.join('\n').match(/C2026-\d+/g)).toEqual(long.lines.map(({ requestNumber }) => requestNumber));
    for (const [nth, page] of pages.entries()) expect(page).toContain(`第 ${nth + 1} 页，共 ${pages.length} 页`);
    for (const page of pages.slice(0, -1)) expect(page).toContain('申请编号');
  });
});
