import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { guessMapping, type BillMapping } from './bill-mapping';
import type { BillLine } from './bill-line';
import { BillReader, layoutOf } from './bill-reader';
import { fingerprint } from './bill-text';
import { isFocus } from './focus';

const NOW = new Date('2026-11-05T00:00:00Z');

async function* chunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** Reads as the portal does when nobody changes the mapping that it proposes. Pieces of 7 bytes cut characters and lines. */
async function read(bytes: Uint8Array, change: Partial<BillMapping> = {}) {
  const layout = await layoutOf(chunks(bytes));
  if (!layout) return { layout, reader: null, lines: [] };
  const mapping = isFocus(layout.headers) ? null : { ...guessMapping(layout.headers), ...change };
  const reader = new BillReader(layout, mapping, NOW);
  const lines: BillLine[] = [];
  for await (const batch of reader.batches(chunks(bytes))) lines.push(...batch);
  return { layout, reader, lines };
}

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const text = (...lines: string[]): Uint8Array => Buffer.from(lines.join('\n'));
const short = ({ line, lineId, category, gpuMh, amountUfen, taxUfen }: BillLine) => [line, lineId, category, gpuMh, amountUfen, taxUfen];

describe('files of suppliers', () => {
  test('Alibaba’s instance bill: UTF-8 with byte order mark, quoted thousands, a day a line', async () => {
    const { layout, reader, lines } = await read(fixture('alibaba.csv'));
    expect(layout).toMatchObject({ encoding: 'utf-8', delimiter: ',', headerLine: 1 });
    expect(reader?.problems).toEqual([]);
    expect(lines.map(short)).toEqual([
      [2, '#2', 'usage', 1_152_500n, 1_359_950_000_000n, 0n],
      [3, '#3', 'usage', 1_152_000n, 1_359_360_000_000n, 0n],
      [4, '#4', 'usage', 24_125n, 15_440_000_000n, 0n],
    ]);
    expect(lines[0]).toMatchObject({
      resource: 'i-uf6a1', sku: 'ecs.h800.hour', startsAt: new Date('2026-09-30T16:00:00Z'), endsAt: new Date('2026-10-01T16:00:00Z'),
    });
    expect(reader?.totalUfen).toBe(2_734_750_000_000n);
  });

  test('Tencent’s detailed bill: semicolons, times to the second, a refund', async () => {
    const { lines, reader } = await read(fixture('tencent.csv'));
    expect(reader?.problems).toEqual([]);
    expect(lines.map(short)).toEqual([
      [2, '2026100100001', 'usage', 192_000n, 103_680_000_000n, 0n],
      [3, '2026100100002', 'usage', 96_500n, 52_110_000_000n, 0n],
      [4, '2026100100003', 'credit', null, -2_000_000_000n, 0n],
    ]);
  });

  test('a telecom’s table: GB18030, titles above, full-width digits, node hours, tax beside, total and signature below', async () => {
    const { layout, lines, reader } = await read(fixture('telecom-gb18030.csv'));
    expect(layout).toMatchObject({ encoding: 'gb18030', headerLine: 3 });
    expect(reader).toMatchObject({ problems: [], passedOver: 2, totalUfen: 12_673_445_000_000n });
    expect(lines.map(short)).toEqual([
      [4, '１', 'usage', 960_000n, 1_132_800_000_000n, 67_968_000_000n],
      [5, '2', 'usage', 8_964_000n, 10_577_520_000_000n, 634_651_000_000n],
      [6, '3', 'usage', 384_000n, 245_760_000_000n, 14_746_000_000n],
    ]);
    expect(lines[1]).toMatchObject({ cluster: 'SD-H1', gpuClass: 'H800', startsAt: new Date('2026-10-01T16:00:00Z') });
  });

  test('FOCUS 1.2: costs to 10⁻⁸ yuan, hours of eight GPUs, storage without GPU time, credit, correction, tax', async () => {
    const { lines, reader } = await read(fixture('focus-1.2.csv'));
    expect(reader).toMatchObject({ problems: [], invoice: 'LG-2026-10', periodStart: new Date('2026-10-01T00:00:00Z') });
    expect(lines.map(short)).toEqual([
      [2, '#2', 'usage', 192_000n, 103_680_000_001n, 0n],
      [3, '#3', 'usage', 80_000n, 43_200_000_000n, 0n],
      [4, '#4', 'usage', null, 1_250_000_000n, 0n],
      [5, '#5', 'credit', null, -10_000_000_000n, 0n],
      [6, '#6', 'usage', -10_000n, -5_400_000_000n, 0n],
      [7, '#7', 'tax', null, 7_963_200_000n, 0n],
    ]);
    expect(reader?.totalUfen).toBe(lines.reduce((sum, { amountUfen }) => sum + amountUfen, 0n));
  });

  test('Chinese that begins only far down in a file is read as what it is', async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => `r${i},2026-10-01,1,1.00,${i === 3999 ? '\u94f6' : 'x'}`);
    const ascii = ['资源ID,日期,卡时,金额,备注', ...rows].join('\n').replace('资源ID,日期,卡时,金额,备注', 'ResourceId,BillingDate,Usage,Cost,Description');
    const bytes = Buffer.concat([Buffer.from(ascii.slice(0, -1)), Buffer.from([0xd2, 0xf8])]);
    const { layout, lines } = await read(bytes);
    expect(layout?.encoding).toBe('gb18030');
    expect(lines.at(-1)?.description).toBe('银');
  });
});

const HEADER = '编号,日期,卡时,金额';
const told = async (bytes: Uint8Array, change?: Partial<BillMapping>) =>
  (await read(bytes, change)).reader?.problems.map(({ line, column, code }) => [line, column, code]);

describe('bad files are told by line and column', () => {
  test.each([
    ['a text for a number', ['1,2026-10-01,abc,1'], [[2, '卡时', 'notNumber']]],
    ['NaN', ['1,2026-10-01,NaN,1'], [[2, '卡时', 'notNumber']]],
    ['a grouped number that is not grouped right', ['1,2026-10-01,"1,23",1'], [[2, '卡时', 'notNumber']]],
    ['a quantity below zero', ['1,2026-10-01,-5,1'], [[2, '卡时', 'negative']]],
    ['an amount below zero', ['1,2026-10-01,5,-1'], [[2, '金额', 'negative']]],
    ['a day that is none', ['1,2026-02-30,5,1'], [[2, '日期', 'notDate']]],
    ['a day to come', ['1,2027-01-01,5,1'], [[2, '日期', 'future']]],
    ['an empty amount', ['1,2026-10-01,5,'], [[2, '金额', 'empty']]],
    ['a cut last line', ['1,2026-10-01,5,1', '2,2026-10-0'], [[3, null, 'tooFewCells']]],
    ['thousands without quotation marks', ['1,2026-10-01,5,1,234'], [[2, null, 'tooManyCells']]],
    ['an id twice', ['1,2026-10-01,5,1', '1,2026-10-02,5,1'], [[3, '编号', 'sameLineId']]],
    ['a quotation mark left open', ['1,2026-10-01,5,"1'], [[2, null, 'quoteNotClosed']]],
    ['a total that is not the sum', ['1,2026-10-01,5,10.00', '合计,,5,12.00'], [[3, '金额', 'totalDiffers']]],
    ['nothing below the header', [], [[0, null, 'empty']]],
  ])('%s', async (_, rows, problems) => {
    expect(await told(text(HEADER, ...rows))).toEqual(problems);
  });

  test('each cell that is wrong is told, in both languages', async () => {
    const { reader } = await read(text(HEADER, '1,x,y,z'));
    expect(reader?.problems.map(({ column }) => column)).toEqual(['日期', '金额', '卡时']);
    for (const { say } of reader?.problems ?? []) expect([say.en, say['zh-CN']]).toEqual([expect.stringContaining('no '), expect.stringContaining('不是')]);
  });

  test('a picture, and a text without a table, have no layout', async () => {
    expect((await read(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]))).layout).toBeNull();
    expect((await read(text('hello'))).layout).toBeNull();
  });

  test('a file that breaks off inside a character', async () => {
    const whole = Buffer.from(`${HEADER},备注\n1,2026-10-01,5,1,银`);
    expect((await read(whole.subarray(0, -1))).reader?.problems.map(({ code }) => code)).toEqual(['cutCharacter']);
  });

  test('FOCUS without a mandatory column, in dollars, of two invoices', async () => {
    const focus = fixture('focus-1.2.csv').toString();
    expect(await told(text(focus.replace('PricingUnit', 'PricingUnits')))).toEqual([[1, 'PricingUnit', 'missingColumn']]);
    expect(await told(text(focus.replace('CNY', 'USD')))).toEqual([[2, 'BillingCurrency', 'currency']]);
    expect(await told(text(focus.replace(/LG-2026-10(?=,cn-sh,\n$)/, 'LG-2026-11')))).toEqual([[7, 'InvoiceId', 'severalInvoices']]);
  });

  test('after 500 problems the reading stops', async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => `${i},2026-10-01,x,1`);
    expect((await told(text(HEADER, ...rows)))?.length).toBe(500);
  });
});

test('units: days of GPUs, seconds of GPUs, nodes, a column of cards, amounts in fen', async () => {
  const of = async (change: Partial<BillMapping>, header = HEADER, row = '1,2026-10-01,3.5,9') =>
    (await read(text(header, row), change)).lines.map(({ gpuMh, amountUfen }) => [gpuMh, amountUfen])[0];
  expect(await of({ quantityUnit: 'gpu_day' })).toEqual([84_000n, 900_000_000n]);
  expect(await of({ quantityUnit: 'node_hour', gpusPerNode: 16 })).toEqual([56_000n, 900_000_000n]);
  expect(await of({ quantityUnit: 'gpu_second' }, HEADER, '1,2026-10-01,3601.8,9')).toEqual([1_001n, 900_000_000n]);
  expect(await of({ amountUnit: 'fen' })).toEqual([3_500n, 9_000_000n]);
  expect(await of({}, '编号,日期,时长,卡数,金额'.replace('时长', '使用时长'), '1,2026-10-01,2,8,9')).toEqual([16_000n, 900_000_000n]);
});

test('a supplier’s file is recognised again whatever the order of its columns', () => {
  expect(fingerprint(['金额（元）', '日 期', 'A'])).toBe(fingerprint(['a', '日期', '金额(元)']));
  expect(fingerprint(['a', 'b'])).not.toBe(fingerprint(['a', 'c']));
});

test('the sum of the lines is the sum of what was written, to the micro-fen, however the file is cut into pieces', async () => {
  const cents = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(cents, fc.integer({ min: 1, max: 64 }), async (amounts, size) => {
      const rows = amounts.map((ufen, i) => `${i},2026-10-01,1,"${(ufen / 100_000_000n).toLocaleString('en-US')}.${(ufen % 100_000_000n).toString().padStart(8, '0')}"`);
      const bytes = text(HEADER, ...rows);
      const layout = await layoutOf(chunks(bytes, size));
      const reader = new BillReader(layout!, guessMapping(layout!.headers), NOW);
      for await (const _ of reader.batches(chunks(bytes, size))) void _;
      expect([reader.problems, reader.totalUfen]).toEqual([[], amounts.reduce((sum, one) => sum + one, 0n)]);
    }),
    { numRuns: 60 },
  );
});
