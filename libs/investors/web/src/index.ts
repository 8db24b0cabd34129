import { msg } from '@lingui/core/macro';
import { createRoute } from '@tanstack/react-router';
import { definePlatform, lazyPage, shellRoute } from '@wutong/core-web';
import { Building2, Telescope } from 'lucide-react';
import { directorySpec } from './directory/directory-spec';

/** What investors come for: the tenants, as they show themselves. */
export const investors = definePlatform({
  name: 'investors',
  title: msg`Investors`,
  nav: [{ to: '/directory', label: msg`Directory`, icon: Telescope, permission: 'directory.read' }],
  commands: [],
  found: { tenant: { label: msg`Directory`, icon: Building2, to: (organisationId) => `/directory/${organisationId}` } },
  routes: [
    createRoute({
      getParentRoute: () => shellRoute,
      path: '/directory',
      validateSearch: directorySpec.validate,
      component: lazyPage(() => import('./directory/directory.page')),
    }),
    createRoute({
      getParentRoute: () => shellRoute,
      path: '/directory/$organisationId',
      component: lazyPage(() => import('./directory/directory-entry.page')),
    }),
  ],
  publicRoutes: [],
});
