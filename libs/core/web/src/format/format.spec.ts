import { describe, expect, it } from '@jest/globals';
import { createFormat, shift } from './format';

const zh = createFormat('zh-CN', 'Asia/Shanghai');
const en = createFormat('en', 'Asia/Shanghai');

describe('formatting', () => {
  it.each([
    ['0', 2, '0.00'],
    ['5', 3, '0.005'],
    ['-1', 2, '-0.01'],
    ['123456789012345678901', 2, '1234567890123456789.01'],
    ['42', 0, '42'],
  ])('moves the point of %s by %i places exactly: %s', (amount, places, expected) => {
    expect(shift(amount, places)).toBe(expected);
  });

  it('shows fen as yuan and keeps every digit of a large amount', () => {
    expect(zh.money('1234567890123456789')).toBe('¥12,345,678,901,234,567.89');
    expect(en.money(100)).toBe('¥1');
    expect(en.money(101)).toBe('¥1.01');
  });

  it('shortens large Chinese sums to 万 and 亿', () => {
    expect(zh.money(128_450_000, { compact: true })).toBe('¥128.5万');
    expect([5_000, 230_000_000].map(zh.compact)).toEqual(['5,000', '2.3亿']);
    expect(en.compact(12_000)).toBe('12K');
  });

  it('shows how long something lasts in hours, from two days on in days', () => {
    const seconds = [0, 59, 600, 5400, 44 * 3600, 48 * 3600, 78 * 3600 + 1200];
    expect(seconds.map(en.duration)).toEqual(['0 min', '1 min', '10 min', '1 hr 30 min', '44 hr', '2 days', '3 days 6 hr']);
    expect(seconds.map(zh.duration)).toEqual(['0分钟', '1分钟', '10分钟', '1小时30分钟', '44小时', '2天', '3天6小时']);
  });

  it('shows thousandths of a GPU-hour as GPU-hours of their class', () => {
    expect(zh.quantity({ amount: '412500', unit: 'gpu-mh:h800' })).toBe('412.5 H800 卡时');
    expect(en.quantity({ amount: 1000n, unit: 'gpu-mh:910b' })).toBe('1 910B GPU-hours');
    expect(zh.gpuHours('1234567')).toBe('1,234.6');
  });

  it('shows money, and a unit that it does not know, as they are', () => {
    expect(zh.quantity({ amount: '150', unit: 'CNY' })).toBe('¥1.50');
    expect(en.quantity({ amount: '3', unit: 'parrots' })).toBe('3 parrots');
  });

  it('shows a calendar day as the same day whatever the zone', () => {
    expect(createFormat('en', 'America/Los_Angeles').date('2026-11-23')).toBe('Nov 23, 2026');
    expect(zh.date('2026-11-23')).toBe('2026年11月23日');
    expect(zh.month('2026-11')).toBe('2026年11月');
  });

  it('shows a moment in the viewer’s zone', () => {
    expect(zh.time('2026-11-23T02:42:00Z')).toBe('10:42');
    expect(en.fullTime('2026-11-23T02:42:00Z')).toMatch(/Monday, November 23, 2026 at 10:42:00\sAM GMT\+8/);
  });

  it.each([
    ['2026-11-23T09:59:50Z', '现在'],
    ['2026-11-23T09:40:00Z', '20分钟前'],
    ['2026-11-23T13:00:00Z', '3小时后'],
    ['2026-11-22T09:00:00Z', '昨天'],
    ['2026-10-01T09:00:00Z', '2026年10月1日'],
  ])('tells %s relative to now as %s', (at, words) => {
    expect(zh.relative(at, '2026-11-23T10:00:00Z')).toBe(words);
  });

  it('shows sizes in the units of the file', () => {
    expect(en.bytes(0)).toBe('0 bytes');
    expect(en.bytes(2_430_000)).toBe('2.4 MB');
    expect(zh.bytes(20_000_000)).toBe('20 MB');
  });
});
