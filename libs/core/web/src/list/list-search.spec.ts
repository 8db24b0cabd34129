import { describe, expect, it } from '@jest/globals';
import { listSpec, parseSearch, stringifySearch } from './list-search';
import { isSameSearch } from './same-search';

const spec = listSpec({ facets: ['state'], sorts: ['name', 'submittedAt'], defaultSort: '-submittedAt' });

describe('the address of a list', () => {
  it('keeps the search text, known facets and a known sort order', () => {
    expect(spec.validate({ q: '云栖', state: 'offered,signing', sort: '-name', other: '1' })).toEqual({
      q: '云栖',
      state: ['offered', 'signing'],
      sort: '-name',
    });
  });

  it('drops what it does not know, so that an old link still opens', () => {
    expect(spec.validate({ sort: 'password', state: '', q: '  ', columns: ',,' })).toEqual({});
  });

  it('leaves the usual sort order out', () => {
    expect(spec.validate({ sort: '-submittedAt' })).toEqual({});
  });

  it('is written short, and read back the same', () => {
    const text = stringifySearch({ q: 'a&b=c', state: ['offered', 'signing'], sort: undefined });
    expect(text).toBe('?q=a%26b%3Dc&state=offered,signing');
    expect(spec.validate(parseSearch(text))).toEqual({ q: 'a&b=c', state: ['offered', 'signing'] });
  });

  it('belongs to a view whatever the order of the values and the columns shown', () => {
    expect(isSameSearch({ state: ['a', 'b'], columns: ['x'] }, { state: ['b', 'a'] })).toBe(true);
    expect(isSameSearch({ state: ['a'], q: 'x' }, { state: ['a'] })).toBe(false);
  });
});
