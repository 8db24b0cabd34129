import { createRouter } from '@tanstack/react-router';
import { homeRoute, type Platform, parseSearch, type PortalContext, publicRoute, rootRoute, shellRoute, stringifySearch } from '@wutong/core-web';
import { galleryRoutes } from './gallery-route';
import { platforms } from './platforms';

const routeTree = rootRoute.addChildren([
  shellRoute.addChildren([homeRoute, ...platforms.flatMap((platform: Platform) => platform.routes), ...galleryRoutes]),
  publicRoute.addChildren(platforms.flatMap((platform: Platform) => platform.publicRoutes)),
]);

/** All pages of all platforms; a link hovered for 50 ms is fetched ahead. */
export function makeRouter(context: PortalContext) {
  return createRouter({
    routeTree,
    context,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
