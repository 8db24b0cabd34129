import type { ApolloClient } from '@apollo/client';
import { useRouteContext } from '@tanstack/react-router';
import type { Platform, Session } from './platform';
import type { Viewer } from './viewer';

/** What the portal is built with. */
export interface PortalContext {
  client: ApolloClient;
  session: Session | undefined;
  platforms: readonly Platform[];
}

/** What the portal was built with, and who looks at it; inside the shell. */
export function usePortal(): PortalContext & { viewer: Viewer } {
  return useRouteContext({ strict: false } as never) as PortalContext & { viewer: Viewer };
}
