import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { writeCsv } from './csv';

const read = (csv: string) => parse(csv, { bom: true, relax_column_count: true }) as string[][];

describe('CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝HYPERLINK("x")', '"\'＝HYPERLINK(""x"")"'],
    [' =1', "' =1"],
    ['\t=1', "'\t=1"],
    ['-12.50', '-12.50'],
    ['+8613800000000', '+8613800000000'],
    ['a,"b"\n', '"a,""b""\n"'],
    ['梧桐', '梧桐'],
    [-5n, '-5'],
    [null, ''],
    [true, 'true'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('writes %j as %j', (value, written) => {
    expect(writeCsv([[value, 'x']])).toBe(`\uFEFF${written},x\r\n`);
  });

  it('is read back as it was, but for the apostrophe that makes a formula harmless', () => {
    const rows = fc.array(fc.tuple(fc.constant('x'), fc.string({ unit: 'grapheme' }), fc.string()), { minLength: 1 });
    fc.assert(
      fc.property(rows, (given) => {
        const back = read(writeCsv(given));
        expect(back).toHaveLength(given.length);
        back.forEach((row, i) => {
          row.forEach((text, j) => expect([given[i]![j], `'${given[i]![j]}`]).toContain(text));
        });
      }),
    );
  });

  it('never holds a cell that starts a formula', () => {
    const beginning = fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =');
    const evil = fc.tuple(beginning, fc.string()).map((parts) => parts.join(''));
    fc.assert(
      fc.property(evil, (text) => {
        const [[cell = ''] = []] = read(writeCsv([[text, 'x']]));
        expect(/^[=+\-@\t\r]/.test(cell) && !/^[+-]\d+(\.\d+)?$/.test(cell)).toBe(false);
      }),
    );
  });
});
