import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useCallback } from 'react';
import { toWords, type ErrorWords } from './errors';

/** A keyset connection as every list query of the server gives it. */
export interface Connection<Row> {
  nodes: readonly Row[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export interface List<Data, Row> {
  rows: readonly Row[];
  /** The whole answer, for facets and totals asked for beside the connection. */
  data: Data | undefined;
  /** Nothing to show yet. */
  isLoading: boolean;
  isLoadingMore: boolean;
  hasMore: boolean;
  loadMore: () => void;
  refetch: () => void;
  error: ErrorWords | undefined;
}

const none: readonly never[] = [];

/**
 * Reads a list page by page: `variables` are the filters and the sort order, `pick` finds the connection in the answer.
 * The query takes `$after: String` beside them. While new filters load, the rows before stay in view.
 */
export function useList<Data, Variables extends OperationVariables & { after?: string | null }, Row>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  pick: (data: Data) => Connection<Row>,
): List<Data, Row> {
  const query = useQuery<Data, OperationVariables>(document as TypedDocumentNode<Data, OperationVariables>, {
    variables,
    notifyOnNetworkStatusChange: true,
  });
  const data = (query.data ?? query.previousData) as Data | undefined;
  const connection = data ? pick(data) : undefined;
  const after = connection?.pageInfo.endCursor;
  const { fetchMore, refetch } = query;
  return {
    rows: connection?.nodes ?? none,
    data,
    isLoading: query.loading && !data,
    isLoadingMore: query.networkStatus === 3,
    hasMore: connection?.pageInfo.hasNextPage ?? false,
    loadMore: useCallback(() => void fetchMore({ variables: { after } }).catch(() => undefined), [fetchMore, after]),
    refetch: useCallback(() => void refetch().catch(() => undefined), [refetch]),
    error: query.error ? toWords(query.error) : undefined,
  };
}
