import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** What a list keeps in the address: search text, facets, sort order, columns, the view. */
export type ListSearch<Facet extends string = string, Sort extends string = string> = {
  q?: string;
  sort?: Sort | `-${Sort}`;
  columns?: string[];
} & { [Name in Facet]?: string[] };

export interface ListSpec<Facet extends string, Sort extends string> {
  facets: readonly Facet[];
  /** Names the server sorts by; a minus before the name turns the order round. */
  sorts: readonly Sort[];
  defaultSort: Sort | `-${Sort}`;
}

/**
 * Describes the address of a list; give `spec.validate` to the route as `validateSearch`. Values the list does not know
 * fall away, so that an old link never breaks the page.
 */
export function listSpec<const Facet extends string = never, const Sort extends string = never>(
  spec: ListSpec<Facet, Sort>,
) {
  const validate = (raw: Record<string, unknown>): ListSearch<Facet, Sort> => {
    const search: ListSearch = {};
    if (typeof raw.q === 'string' && raw.q.trim()) search.q = raw.q;
    if (isSort(raw.sort, spec.sorts) && raw.sort !== spec.defaultSort) search.sort = raw.sort;
    const columns = asList(raw.columns);
    if (columns) search.columns = columns;
    for (const facet of spec.facets) {
      const values = asList(raw[facet]);
      if (values) search[facet] = values;
    }
    return search as ListSearch<Facet, Sort>;
  };
  return { ...spec, validate };
}

function isSort(value: unknown, sorts: readonly string[]): value is string {
  return typeof value === 'string' && sorts.includes(value.replace(/^-/, ''));
}

function asList(value: unknown): string[] | undefined {
  const all = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];
  const filled = [...new Set(all.filter((part) => part !== ''))];
  return filled.length > 0 ? filled : undefined;
}

/** The list's address and the ways to change it. Each change starts the list from its first page. */
export function useListSearch<Facet extends string, Sort extends string>(spec: ListSpec<Facet, Sort>) {
  const search = useSearch({ strict: false } as never) as ListSearch<Facet, Sort>;
  const navigate = useNavigate();
  const set = useCallback(
    (patch: Partial<ListSearch<Facet, Sort>>) =>
      void navigate({
        to: '.',
        search: ((previous: object) => clean({ ...previous, ...patch })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const replaceAll = useCallback(
    (next: Partial<ListSearch<Facet, Sort>>) =>
      void navigate({ to: '.', search: (() => clean(next)) as never, replace: true, resetScroll: false }),
    [navigate],
  );
  return useMemo(() => {
    const filters = search as ListSearch;
    const isFiltered = Boolean(filters.q) || spec.facets.some((facet) => filters[facet]);
    return {
      search,
      sort: search.sort ?? spec.defaultSort,
      isFiltered,
      set,
      replaceAll,
      toggle(facet: Facet, value: string) {
        const now: string[] = filters[facet] ?? [];
        const next = now.includes(value) ? now.filter((one) => one !== value) : [...now, value];
        set({ [facet]: next.length > 0 ? next : undefined } as Partial<ListSearch<Facet, Sort>>);
      },
      clear() {
        const none = Object.fromEntries(spec.facets.map((facet) => [facet, undefined]));
        set({ ...none, q: undefined } as Partial<ListSearch<Facet, Sort>>);
      },
    };
  }, [search, spec, set, replaceAll]);
}

function clean(search: object): object {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length)),
  );
}

/** Reads an address as plain text, one value a name; each route's `validateSearch` makes sense of it. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Writes an address short enough to read aloud: `?state=offered,signing&sort=-submittedAt`. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    params.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  const text = params.toString().replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}
