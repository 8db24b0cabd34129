import { describe, expect, it } from '@jest/globals';
import { gql, InMemoryCache } from '@apollo/client';
import { keysetPagination } from './keyset';

const query = gql`
  query Things($first: Int, $after: String, $state: String) {
    things(first: $first, after: $after, state: $state) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

function page(ids: string[], endCursor: string | null) {
  return {
    things: {
      __typename: 'ThingConnection',
      nodes: ids.map((id) => ({ __typename: 'Thing', id })),
      pageInfo: { __typename: 'PageInfo', hasNextPage: endCursor !== null, endCursor },
    },
  };
}

function cacheWithTwoPages() {
  const cache = new InMemoryCache({ typePolicies: { Query: { fields: { things: keysetPagination() } } } });
  cache.writeQuery({ query, variables: { first: 2, state: 'open' }, data: page(['1', '2'], 'c2') });
  cache.writeQuery({ query, variables: { first: 2, state: 'open', after: 'c2' }, data: page(['3'], null) });
  return cache;
}

const idsIn = (cache: InMemoryCache, state: string) =>
  (cache.readQuery({ query, variables: { first: 2, state } }) as ReturnType<typeof page> | null)?.things.nodes.map(({ id }) => id);

describe('keyset lists in the cache', () => {
  it('adds the next page at the end', () => {
    expect(idsIn(cacheWithTwoPages(), 'open')).toEqual(['1', '2', '3']);
  });

  it('starts anew when the first page is read again', () => {
    const cache = cacheWithTwoPages();
    cache.writeQuery({ query, variables: { first: 2, state: 'open' }, data: page(['9', '1'], 'c1') });
    expect(idsIn(cache, 'open')).toEqual(['9', '1']);
  });

  it('keeps one list for each combination of filters', () => {
    const cache = cacheWithTwoPages();
    cache.writeQuery({ query, variables: { first: 2, state: 'closed' }, data: page(['7'], null) });
    expect(idsIn(cache, 'closed')).toEqual(['7']);
    expect(idsIn(cache, 'open')).toEqual(['1', '2', '3']);
  });
});
