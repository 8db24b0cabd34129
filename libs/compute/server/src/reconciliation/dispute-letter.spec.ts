import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pdfText } from '../testing/pdf-text';
import { answerDueAt } from './answer-due';
import type { Dispute, DisputedLine } from './dispute-file';
import { disputeLetter } from './dispute-letter';
import { byResource } from './dispute-sums';
import type { Reconciliation, ReconciliationLine } from './reconciliation.entity';

const YUAN = 100_000_000n;
const price = { number: 'S-1', validFrom: new Date('2025-12-31T16:00:00Z'), validUntil: null, fen: 1180n };
const line = (more: Partial<ReconciliationLine>, pool = 'LG-H1'): DisputedLine => ({
  pool, jobCount: 3, price: more.poolId === null ? null : price,
  line: {
    reconciliationId: 'r', no: 1, organisationId: 's', kind: 'use', poolId: 'p', firstDay: '2026-10-01', lastDay: '2026-10-01', matchKind: null, matchKey: null,
    meteredMh: 192_000n, meteredUfen: 226_560n * 1_000_000n, chargedUfen: 0n, billedMh: 192_000n, billedUfen: 253_440n * 1_000_000n, billLines: 1, contractFen: 1180n,
    quantityUfen: 0n, causes: ['price'], isWithin: false, ...more,
  },
});
const disputeOf = (lines: DisputedLine[]): Dispute => ({
  reconciliation: {
    id: 'r', organisationId: 's', month: '2026-10-01', round: 1, state: 'disputed', version: 2, toleranceFen: 100n, toleranceBasisPoints: 10, meteredMh: 1_234_567n,
    meteredUfen: 14_568n * YUAN, billedMh: 1_300_000n, billedUfen: 16_000n * YUAN, chargedUfen: 99_999n * YUAN, differenceUfen: 0n, differences: lines.length, unmatched: 0,
    computedAt: new Date('2026-11-03T02:00:00Z'), importedBy: null, disputedBy: null, disputedAt: new Date('2026-11-05T02:00:00Z'),
    answerDueAt: new Date('2026-11-20T15:59:59Z'),
  } satisfies Reconciliation,
  supplier: { nameZh: '申电算力有限公司', nameEn: 'Shendian Compute' }, centre: { nameZh: '梧桐大模型孵化中心', nameEn: 'Wutong Foundation Model Incubator' },
  contracts: [{ number: 'S-1', startsAt: new Date('2025-12-31T16:00:00Z'), endsAt: new Date('2026-12-31T15:59:59Z') }],
  bills: [{ invoice: 'INV-7', totalUfen: 16_000n * YUAN }], reason: '单价应为 11.80', disputedAt: new Date('2026-11-05T02:00:00Z'), answerDueAt: new Date('2026-11-20T15:59:59Z'), lines, linesWithin: 28,
});
const dispute = disputeOf([
  line({}), line({ firstDay: '2026-10-02', lastDay: '2026-10-02', billedMh: 240_000n, billedUfen: 316_800n * 1_000_000n, quantityUfen: 56_640n * 1_000_000n, causes: ['price', 'quantity'] }),
  line({ poolId: null, kind: 'unmatched', meteredMh: 0n, meteredUfen: 0n, billedMh: null, billedUfen: 50n * YUAN, causes: ['unmatched'] }, 'ecs.h20'),
]);
const read = async (of: Dispute, locale: 'en' | 'zh-CN') => pdfText(await disputeLetter(of, locale, ['lines.csv'])).join('\n');

describe('the letter of dispute', () => {
  test('says in Chinese who asks whom for what, of which contract, month and bills, and by when', async () => {
    const text = await read(dispute, 'zh-CN');
    const lines = text.split('\n');
    for (const [label, value] of [
      ['致', '申电算力有限公司'], ['发函单位', '梧桐大模型孵化中心'], ['合同', 'S-1 (2026年1月1日 – 2026年12月31日)'], ['账期', '2026年10月1日 – 2026年10月31日'],
      ['账单', 'INV-7 · ¥16,000.00'], ['文号', '2026-10/1'], ['发函日期', '2026年11月5日'], ['答复期限', '2026年11月20日'],
      ['贵方账单（含税）', '¥16,000.00'], ['¥16,000.00', '1,300.000 卡时'], ['我方计量（按合同价）', '¥14,568.00'], ['¥14,568.00', '1,234.567 卡时'],
      ['请求退还', '¥1,221.20'], ['¥1,221.20', '48.000 卡时'],
    ]) expect(lines[lines.indexOf(label!) + 1]).toBe(value);
    const flowing = text.replaceAll('\n', '');
    expect(flowing).toContain('共比对 31 项，其中 3 项差异超出容差（1.00 元或计量金额的 0.1%，取较大者），特此提出异议；其余 28 项不在异议之列。');
    expect(flowing).toContain('说明：单价应为 11.80');
    expect(flowing).toContain('请开具金额为 1,221.20 元的红字凭证');
    expect(flowing).toContain('请于 2026年11月20日前（含当日）在系统中答复');
    expect(flowing).toContain('1. lines.csv：3 项异议明细');
    // What tenants are charged is not the supplier's business.
    expect(text).not.toContain('99,999');
  });

  test('gives the variance of each resource in hours and yuan, with the part of each cause and the contract’s price', async () => {
    const lines = (await read(dispute, 'en')).split('\n');
    const after = (label: string, count: number) => lines.slice(lines.indexOf(label) + 1).slice(0, count);
    expect(after('LG-H1', 7)).toEqual(['2', '432.000', '384.000', '48.000', '5,702.40', '4,531.20', '1,171.20']);
    expect(after('ecs.h20', 7)).toEqual(['1', '0.000', '0.000', '0.000', '50.00', '0.00', '50.00']);
    expect(after('Together', 7)).toEqual(['3', '432.000', '384.000', '48.000', '5,752.40', '4,531.20', '1,221.20']);
    const flowing = lines.join(' ').replaceAll(/ +/g, ' ');
    expect(flowing).toContain(
      "Billed at another price than the contract's: 2 lines, CNY 604.80 Billed for another quantity than was metered: 1 line, CNY 566.40 Contract S-1: CNY 11.80 a GPU-hour from 1 January 2026",
    );
    expect(flowing).toContain('Billed for something that is no pool of ours: 1 line, CNY 50.00');
    expect(flowing).toContain('Please send a credit note of CNY 1,221.20');
  });

  test('asks for a corrected bill where too little was billed', async () => {
    const less = disputeOf([line({ billedMh: null, billedUfen: 0n, billLines: 0, quantityUfen: -226_560n * 1_000_000n, causes: ['not_billed'] })]);
    const text = await read(less, 'en');
    expect(text).toContain('Billed too little');
    expect(text).toContain('Together you billed CNY 2,265.60 less than is due:');
    expect(text).not.toContain('credit note of');
    expect(text).not.toContain('too much');
  });

  test('tells what was billed too much apart from what was billed too little', async () => {
    const more = line({});
    const less = line({ firstDay: '2026-10-02', billedMh: null, billedUfen: 0n, billLines: 0, causes: ['not_billed'] });
    expect(await read(disputeOf([more, less]), 'en')).toContain('You billed CNY 268.80 too much and CNY 2,265.60 too little. Together you billed CNY 1,996.80');
    const some = line({ firstDay: '2026-10-02', billedUfen: 226_460n * 1_000_000n });
    expect(await read(disputeOf([more, some]), 'zh-CN')).toContain('贵方多计 268.80 元、少计 1.00 元。请开具金额为 267.80 元的红字凭证');
  });

  test('goes on on further pages, and is always the same', async () => {
    const many = disputeOf(Array.from({ length: 60 }, (_, nth) => line({ poolId: `p${nth}` }, `POOL-${nth}`)));
    const pages = pdfText(await disputeLetter(many, 'zh-CN', ['lines.csv']));
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.join('\n').match(/POOL-\d+/g)).toEqual(Array.from({ length: 60 }, (_, nth) => `POOL-${nth}`));
    expect((await disputeLetter(many, 'zh-CN', [])).equals(await disputeLetter(many, 'zh-CN', []))).toBe(true);
  });

  test('splits what a resource differs by among its causes to the last micro-fen', () => {
    const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    const causes = fc.constantFrom(['price'], ['quantity'], ['price', 'quantity'], ['price', 'time_zone'], ['no_quantity'], ['not_billed']).map((list) => [...list]);
    const lines = fc.array(
      fc.record({ billedUfen: amount, meteredUfen: amount, quantityUfen: amount, causes, poolId: fc.constantFrom('p', 'q') }).map((more) => line(more, more.poolId)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(lines, (all) => {
        for (const { causes: parts, billedUfen, meteredUfen } of byResource(all)) {
          expect(parts.reduce((sum, { ufen }) => sum + ufen, 0n)).toBe(billedUfen - meteredUfen);
        }
      }),
    );
  });

  test.each([
    ['2026-11-05T02:00:00Z', 15, '2026-11-20T15:59:59.000Z'], ['2026-11-05T15:59:59Z', 15, '2026-11-20T15:59:59.000Z'],
    ['2026-11-05T16:00:00Z', 15, '2026-11-21T15:59:59.000Z'], ['2026-11-05T02:00:00Z', 1, '2026-11-06T15:59:59.000Z'],
    ['2026-11-05T02:00:00Z', 30, '2026-12-05T15:59:59.000Z'],
  ])('of %s is to be answered in %i days by the end of a day in Shanghai', (on, days, due) => {
    expect(answerDueAt(new Date(on), days).toISOString()).toBe(due);
  });
});
