import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatScaled, parseScaled } from './decimal';
import { formatFen, parseYuan } from './money';
import { describeUnit, formatQuantity, gpuClassOf, gpuUnit, parseQuantity, sumQuantities } from './quantity';
import { splitByWeights } from './split';

const amount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

describe('money', () => {
  it.each<[string, bigint | undefined]>([
    ['1,234.5', 123450n],
    ['¥12', 1200n],
    ['￥０．５', 50n],
    ['12 元', 1200n],
    ['CNY 12.00', 1200n],
    ['-¥3.05', -305n],
    ['1.230', 123n],
    ['1.234', undefined],
    ['1,23', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['十元', undefined],
  ])('typed as %j is %s fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  it('is read the same after it was written, however large', () => {
    fc.assert(
      fc.property(amount, (fen) => {
        expect(parseYuan(formatFen(fen, 'zh-CN'))).toBe(fen);
        expect(parseYuan(formatFen(fen, 'en'))).toBe(fen);
      }),
    );
    expect(formatFen(-123456789n, 'zh-CN')).toBe('-¥1,234,567.89');
    expect(formatFen(5n, 'en')).toBe('CNY 0.05');
  });
});

describe('a quantity', () => {
  it('is written in the words of its unit', () => {
    expect(formatQuantity({ amount: 1_250_500n, unit: 'gpu-mh:h800' }, 'zh-CN')).toBe('1,250.5 H800 卡时');
    expect(formatQuantity({ amount: 1_250_500n, unit: 'gpu-mh:h800' }, 'en')).toBe('1,250.5 H800 GPU-hours');
    expect(formatQuantity({ amount: 1_200_000n, unit: 'CNY' }, 'zh-CN')).toBe('¥12,000.00');
    expect(formatQuantity({ amount: 90n, unit: 'room-minute' }, 'en')).toBe('90 room minutes');
  });

  it('is read from what people type, never rounded', () => {
    expect(parseQuantity('412.125', 'gpu-mh:a800')).toEqual({ amount: 412_125n, unit: 'gpu-mh:a800' });
    expect(parseQuantity('412.1255', 'gpu-mh:a800')).toBeUndefined();
    expect(parseQuantity('90.5', 'room-minute')).toBeUndefined();
    expect(() => parseQuantity('1', 'constructor')).toThrow(RangeError);
  });

  it('has a unit for each GPU class', () => {
    expect(gpuClassOf(gpuUnit('910b'))).toBe('910b');
    expect(gpuClassOf('CNY')).toBeUndefined();
    expect(() => gpuUnit('H800; drop')).toThrow(RangeError);
    expect(describeUnit('gpu-mh:')).toBeUndefined();
  });

  it('sums by unit', () => {
    const fen = (n: bigint) => ({ amount: n, unit: 'CNY' });
    const hours = { amount: 7n, unit: 'gpu-mh:h800' };
    expect(sumQuantities([fen(1n), hours, fen(-4n)])).toEqual([fen(-3n), hours]);
  });

  it('decimals are read the same after they were written', () => {
    fc.assert(
      fc.property(amount, fc.nat(9), fc.boolean(), fc.boolean(), (value, decimals, group, fixed) => {
        expect(parseScaled(formatScaled(value, decimals, { group, fixed }), decimals)).toBe(value);
      }),
    );
  });
});

describe('a split by weights', () => {
  it.each<[bigint, bigint[], bigint[]]>([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [10n, [0n, 1n, 3n], [0n, 3n, 7n]],
    [-100n, [1n, 2n], [-33n, -67n]],
    [0n, [5n], [0n]],
  ])('of %s by %s is %s', (total, weights, parts) => {
    expect(splitByWeights(total, weights)).toEqual(parts);
  });

  it('adds up exactly, stays within one of the exact share, and gives nothing to a weight of zero', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 })
      .filter((list) => list.some((weight) => weight > 0n));
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = splitByWeights(total, list);
        const sum = list.reduce((left, right) => left + right, 0n);
        expect(parts.reduce((left, right) => left + right, 0n)).toBe(total);
        parts.forEach((part, i) => {
          const off = part * sum - total * list[i]!;
          expect(off < sum && off > -sum).toBe(true);
          if (list[i] === 0n) expect(part).toBe(0n);
        });
      }),
    );
  });

  it('refuses weights that cannot divide anything', () => {
    expect(() => splitByWeights(1n, [])).toThrow(RangeError);
    expect(() => splitByWeights(1n, [0n])).toThrow(RangeError);
    expect(() => splitByWeights(1n, [2n, -1n])).toThrow(RangeError);
  });
});
