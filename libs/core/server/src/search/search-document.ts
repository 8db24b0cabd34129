import type { Ctx, OrganisationKind } from '../context/ctx';
import type { Weight } from './search-terms';

/**
 * Who may find a document: one organisation or person, all of a kind of organisation, or everyone who is signed in.
 * People of the centre with a conflict of interest never find what belongs to that organisation.
 */
export type Audience = `organisation:${string}` | `person:${string}` | OrganisationKind | 'everyone';

/** What one audience finds of a subject: nothing that is not here can be asked for, counted or shown. */
export interface SearchView {
  readonly audience: readonly Audience[];
  readonly title: string;
  /** Weighed after the title. The excerpt under a hit is taken from them, in this order. */
  readonly parts?: readonly { readonly weight: Exclude<Weight, 'A'>; readonly text: string }[];
  /** What lists are narrowed by: `{ industry: ['healthcare'], stage: ['series-a'] }`. */
  readonly facets?: Readonly<Record<string, readonly string[]>>;
}

export interface SearchDocument {
  readonly kind: string;
  readonly subjectId: string;
  /** Whose it is. */
  readonly organisationId: string;
  /** One for each audience that sees it differently; the fullest first, as a reader of several gets the first one. */
  readonly views: readonly SearchView[];
}

/**
 * The tsquery of what the viewer may find of these kinds: it lets the index leave the rest aside. What may be found is
 * not settled here but by the view search_visible.
 */
export function searchScope({ actor }: Ctx, kinds: readonly string[]): string {
  const any = (terms: readonly string[]): string => `(${terms.map((term) => `'${term}'`).join(' | ')})`;
  const ofKinds = any(kinds.map((kind) => `#${kind}`));
  if (actor.kind === 'system') return ofKinds;
  const audiences: Audience[] = [
    'everyone',
    ...(actor.organisationKind ? [actor.organisationKind] : []),
    `organisation:${actor.organisationId}`,
    `person:${actor.userId}`,
  ];
  return `${ofKinds} & ${any(audiences.map((audience) => `@${audience}`))}`;
}
