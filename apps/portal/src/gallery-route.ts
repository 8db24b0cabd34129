import { createRoute } from '@tanstack/react-router';
import { lazyPage, listSpec, shellRoute } from '@wutong/core-web';

declare const __WUTONG_GALLERY__: boolean;

const spec = listSpec({ facets: ['state', 'sector'], sorts: ['name', 'hours', 'submittedAt'], defaultSort: '-submittedAt' });
const parent = () => shellRoute;

/** Every component and page pattern, for whoever designs, tests or writes a page; not part of a production build. */
export const galleryRoutes = __WUTONG_GALLERY__
  ? [
      createRoute({ getParentRoute: parent, path: '/gallery', component: lazyPage(() => import('./gallery/gallery.page')) }),
      createRoute({
        getParentRoute: parent,
        path: '/gallery/list',
        validateSearch: spec.validate,
        component: lazyPage(() => import('./gallery/list.page')),
      }),
      createRoute({ getParentRoute: parent, path: '/gallery/case', component: lazyPage(() => import('./gallery/case.page')) }),
      createRoute({ getParentRoute: parent, path: '/gallery/form', component: lazyPage(() => import('./gallery/form.page')) }),
    ]
  : [];
