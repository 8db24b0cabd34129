import { createRoute } from '@tanstack/react-router';
import { lazyPage, listSpec, publicRoute } from '@wutong/core-web';

declare const __WUTONG_GALLERY__: boolean;

/** Every component on one page, for whoever designs or tests; not part of a production build. */
export const galleryRoutes = __WUTONG_GALLERY__
  ? [
      createRoute({
        getParentRoute: () => publicRoute,
        path: '/gallery',
        validateSearch: listSpec({ facets: ['state', 'sector'], sorts: ['name', 'hours', 'submittedAt'], defaultSort: '-submittedAt' }).validate,
        component: lazyPage(() => import('./gallery/gallery.page')),
      }),
    ]
  : [];
