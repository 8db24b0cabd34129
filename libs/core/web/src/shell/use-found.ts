import { useQuery } from '@apollo/client/react';
import { useEffect, useMemo, useState } from 'react';
import type { PaletteCommand } from '../app/platform';
import { usePortal } from '../app/portal';
import { graphql } from '../graphql/graphql-tag';
import { FoundDocument } from './use-found.graphql';

graphql`
  query Found($text: String!) {
    search(text: $text, first: 12) {
      id
      kind
      title
      excerpt
    }
  }
`;

const PAUSE_MS = 180;

/** What the server finds for the words typed, as entries of the palette; kinds that no platform shows are left out. */
export function useFound(typed: string): readonly (PaletteCommand & { group?: PaletteCommand['label'] })[] {
  const { platforms } = usePortal();
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery(FoundDocument, { variables: { text }, skip: text.length < 2 });
  return useMemo(() => {
    if (!data || text.length < 2) return [];
    return data.search.flatMap((hit) => {
      const shown = platforms.find((platform) => platform.found?.[hit.kind])?.found?.[hit.kind];
      if (!shown) return [];
      // The server judged the match; the words typed let it pass the palette's own filter.
      const keywords = `${hit.excerpt} ${text}`;
      return [{ id: `found-${hit.kind}-${hit.id}`, label: hit.title, keywords, icon: shown.icon, to: shown.to(hit.id), group: shown.label }];
    });
  }, [data, platforms, text]);
}
