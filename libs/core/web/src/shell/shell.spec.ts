import { describe, expect, it } from '@jest/globals';
import { bestMatch } from './best-match';
import { initials } from './initials';
import { matches } from './palette-filter';

describe('the shell', () => {
  it('marks the entry that is nearest to the page', () => {
    const items = [{ to: '/' }, { to: '/compute' }, { to: '/compute/requests' }];
    expect(bestMatch(items, '/compute/requests/42')?.to).toBe('/compute/requests');
    expect(bestMatch(items, '/compute/use')?.to).toBe('/compute');
    expect(bestMatch(items, '/computers')).toBeUndefined();
    expect(bestMatch(items, '/')?.to).toBe('/');
    const costs = { to: '/compute/costs', also: ['/compute/statements'] };
    expect(bestMatch([...items, costs], '/compute/statements/7')).toBe(costs);
  });

  it('finds a command by its words in any order, in either language', () => {
    expect(matches('Ask for GPU time 申请算力', 'gpu ask')).toBe(true);
    expect(matches('Ask for GPU time 申请算力', '算力')).toBe(true);
    expect(matches('Ask for GPU time', 'room')).toBe(false);
  });

  it.each([
    ['陈默', '陈'],
    ['Lin Yue', 'LY'],
    ['Ada', 'A'],
  ])('shows %s as %s', (name, short) => {
    expect(initials(name)).toBe(short);
  });
});
