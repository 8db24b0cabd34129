/** What can be found: tenants, cases, pools … */
export interface SearchKind {
  /** `tenant`: with the subject's id it says what was found; the page knows where that is. */
  readonly kind: string;
  /** Needed to find any of them in the search over everything. */
  readonly permission: string;
}

const kinds = new Map<string, SearchKind>();

/** Makes a kind known to the search over everything; called once, beside the platform's slice. */
export function defineSearchKind(kind: SearchKind): SearchKind {
  kinds.set(kind.kind, kind);
  return kind;
}

export function searchKinds(): SearchKind[] {
  return [...kinds.values()];
}
