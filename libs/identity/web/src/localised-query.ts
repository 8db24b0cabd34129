import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react';
import { useEffect, useRef } from 'react';

/** `useQuery` for answers that the server words in the viewer's language: asked again when that changes. */
export function useLocalisedQuery<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) {
  const { i18n } = useLingui();
  const asked = useRef(i18n.locale);
  const untyped = document as TypedDocumentNode<Data, OperationVariables>;
  const query = useQuery<Data, OperationVariables>(untyped, { variables });
  const { refetch } = query;
  useEffect(() => {
    if (asked.current === i18n.locale) return;
    asked.current = i18n.locale;
    void refetch().catch(() => undefined);
  }, [i18n.locale, refetch]);
  return query;
}
