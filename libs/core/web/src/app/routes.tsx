import type { ReactNode } from 'react';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFoundPage, RouteFailure } from './failure';
import { cardsFor, firstPageOf } from './platform';
import type { PortalContext } from './portal';

export const rootRoute = createRootRouteWithContext<PortalContext>()({
  notFoundComponent: NotFoundPage,
  errorComponent: RouteFailure,
});

/** Parent of every page for signed-in people. Loads the viewer, or leads to sign-in and back. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  async beforeLoad({ context, location }) {
    const viewer = (await context.session?.load(context.client)) ?? null;
    if (!viewer) {
      throw redirect({ href: `${context.session?.signInPath ?? '/sign-in'}?next=${encodeURIComponent(location.href)}` });
    }
    return { viewer };
  },
  component: lazyRouteComponent(() => import('../shell/shell'), 'Shell'),
});

/** The start page; whoever has nothing on it goes on to their first page. */
export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad({ context: { viewer, platforms, session } }) {
    if (cardsFor(viewer, platforms).length > 0) return;
    const first = firstPageOf(viewer, platforms, session);
    if (first !== '/') throw redirect({ href: first });
  },
  component: lazyRouteComponent(() => import('../home/home.page'), 'Page'),
});

/** Parent of every page for everybody: sign-in, registration, invitations, public pages. */
export const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: lazyRouteComponent(() => import('../shell/public-frame'), 'PublicFrame'),
});

/**
 * A page that is fetched when it is first needed. Its file exports the component as `Page`:
 * `component: lazyPage(() => import('./application/application-list.page'))`.
 */
export function lazyPage<Module extends { Page: (props: object) => ReactNode }>(load: () => Promise<Module>) {
  return lazyRouteComponent(load as () => Promise<Record<string, never>>, 'Page');
}
