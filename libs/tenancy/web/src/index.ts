import { msg } from '@lingui/core/macro';
import { createRoute } from '@tanstack/react-router';
import { definePlatform, lazyPage, shellRoute } from '@wutong/core-web';
import { FileText, Inbox } from 'lucide-react';
import { queueSpec } from './application/queue-spec';

const parent = () => shellRoute;

/** Admission and what follows it: rounds, applications, tenancies. */
export const tenancy = definePlatform({
  name: 'tenancy',
  title: msg({ message: 'Tenancy', context: 'navigation' }),
  nav: [
    { to: '/tenancy/apply', label: msg`Apply for tenancy`, icon: FileText, kinds: ['tenant'], permission: 'tenancy-application.read' },
    { to: '/tenancy/applications', label: msg`Applications`, icon: Inbox, permission: 'tenancy-application.queue' },
  ],
  commands: [
    {
      id: 'tenancy-apply', label: msg`Apply for tenancy`, icon: FileText, keywords: 'apply round 入驻 申请', to: '/tenancy/apply',
      kinds: ['tenant'], permission: 'tenancy-application.edit',
    },
    {
      id: 'tenancy-queue', label: msg`Applications`, icon: Inbox, keywords: 'queue screening 申请 初审', keys: 'g a',
      to: '/tenancy/applications', permission: 'tenancy-application.queue',
    },
  ],
  routes: [
    createRoute({ getParentRoute: parent, path: '/tenancy/apply', component: lazyPage(() => import('./application/apply.page')) }),
    createRoute({
      getParentRoute: parent,
      path: '/tenancy/applications',
      validateSearch: queueSpec.validate,
      component: lazyPage(() => import('./application/application-queue.page')),
    }),
    createRoute({
      getParentRoute: parent,
      path: '/tenancy/applications/$id',
      component: lazyPage(() => import('./application/case/application-case.page')),
    }),
    createRoute({
      getParentRoute: parent,
      path: '/tenancy/applications/$id/edit',
      component: lazyPage(() => import('./application/application-edit.page')),
    }),
  ],
  publicRoutes: [],
});
