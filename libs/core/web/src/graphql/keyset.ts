import type { FieldPolicy } from '@apollo/client/cache';

interface Connection {
  nodes: readonly unknown[];
  pageInfo: unknown;
}

/**
 * Cache policy of a keyset connection: one list for each combination of filters and sort order; a page read `after` a
 * cursor is added at the end, a first page starts the list anew.
 */
export function keysetPagination(): FieldPolicy<Connection> {
  return {
    keyArgs: (args) => (args ? Object.keys(args).filter((name) => name !== 'first' && name !== 'after') : false),
    merge(existing, incoming, { args }) {
      if (!existing || !args?.after) return incoming;
      return { ...incoming, nodes: [...existing.nodes, ...incoming.nodes] };
    },
  };
}
