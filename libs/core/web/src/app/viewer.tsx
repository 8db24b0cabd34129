import type { Locale } from '@wutong/core-shared';
import { createContext, useContext, type ReactNode } from 'react';

export type OrganisationKind = 'tenant' | 'investor' | 'supplier' | 'adopter' | 'centre';

export interface ViewerMembership {
  organisationId: string;
  organisationName: string;
  organisationKind: OrganisationKind;
  roles: readonly string[];
}

/** Who looks at the page. Permissions are those of the organisation acted for; the server checks them again. */
export interface Viewer {
  id: string;
  name: string;
  email: string;
  locale: Locale | null;
  timeZone: string;
  /** `null` while the person belongs to no organisation. */
  actingFor: ViewerMembership | null;
  memberships: readonly ViewerMembership[];
  permissions: ReadonlySet<string>;
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer | null; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** The signed-in viewer; only inside the shell. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer is for pages inside the shell');
  return viewer;
}

export function useOptionalViewer(): Viewer | null {
  return useContext(ViewerContext);
}

/** Whether the viewer has a permission; for what to show, never for what to allow. */
export function useCan(permission: string): boolean {
  return useContext(ViewerContext)?.permissions.has(permission) ?? false;
}
