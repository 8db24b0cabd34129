import type { Actor, Locale, OrganisationKind } from '../context/ctx';
import type { Tx } from '../database/tx';

/** Everybody who holds one of these roles in one organisation, or in every organisation of a kind. */
export type RoleHolders =
  | { readonly roles: readonly string[]; readonly organisationId: string }
  | { readonly roles: readonly string[]; readonly organisationKind: OrganisationKind };

export interface Reader {
  readonly userId: string;
  readonly name: string;
  /** Null until it is verified: mail goes to nobody who has not shown that it is theirs. */
  readonly email: string | null;
  readonly locale: Locale;
  readonly timeZone: string;
}

/** Who there is. Identity provides it; `tx` has the system's reach. */
export abstract class People {
  abstract holders(tx: Tx, who: RoleHolders): Promise<string[]>;
  /** Those of the given people whose account is active. */
  abstract readers(tx: Tx, userIds: readonly string[]): Promise<Reader[]>;
  /** What each may act as: one actor for each membership. */
  abstract actors(tx: Tx, userIds: readonly string[]): Promise<Map<string, Actor[]>>;
}
