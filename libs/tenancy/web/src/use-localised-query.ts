import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';

interface Options {
  /** `network-only` where an answer of some minutes ago must not be shown first. */
  fetchPolicy?: 'network-only';
  skip?: boolean;
}

/** `useQuery` for answers that the server words in the viewer's language: asked again when the language changes. */
export function useLocalisedQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: Options = {},
) {
  const { i18n } = useLingui();
  const asked = useRef(i18n.locale);
  const query = useQuery<Data, OperationVariables>(document as TypedDocumentNode<Data, OperationVariables>, {
    variables,
    ...options,
  });
  const { refetch } = query;
  useEffect(() => {
    if (asked.current === i18n.locale) return;
    asked.current = i18n.locale;
    void refetch().catch(() => undefined);
  }, [i18n.locale, refetch]);
  return query;
}
