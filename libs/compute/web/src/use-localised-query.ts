import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';

/** `useQuery` for answers that the server words in the viewer's language: asked again when the language changes. */
export function useLocalisedQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>, variables: Variables, { skip = false }: { skip?: boolean } = {},
) {
  const { i18n } = useLingui();
  const asked = useRef(i18n.locale);
  const query = useQuery<Data, OperationVariables>(document as TypedDocumentNode<Data, OperationVariables>, {
    variables, skip, fetchPolicy: 'cache-and-network',
  });
  const { refetch } = query;
  useEffect(() => {
    if (asked.current === i18n.locale) return;
    asked.current = i18n.locale;
    void refetch().catch(() => undefined);
  }, [i18n.locale, refetch]);
  return query;
}
