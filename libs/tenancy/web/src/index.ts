import { msg } from '@lingui/core/macro';
import { createRoute } from '@tanstack/react-router';
import { definePlatform, lazyPage, shellRoute } from '@wutong/core-web';
import { Building2, DoorOpen, Eye, FileText, Inbox } from 'lucide-react';
import { lazy } from 'react';
import { queueSpec } from './application/queue-spec';
import { tenantSpec } from './tenancy/tenant-spec';

const parent = () => shellRoute;

/** Admission and what follows it: rounds, applications, tenancies. */
export const tenancy = definePlatform({
  name: 'tenancy',
  title: msg({ message: 'Tenancy', context: 'navigation' }),
  nav: [
    { to: '/tenancy/mine', label: msg`Our tenancy`, icon: DoorOpen, kinds: ['tenant'], permission: 'tenancy.read' },
    { to: '/tenancy/profile', label: msg`Company profile`, icon: Eye, kinds: ['tenant'], permission: 'tenant-profile.read' },
    { to: '/tenancy/apply', label: msg`Apply for tenancy`, icon: FileText, kinds: ['tenant'], permission: 'tenancy-application.read' },
    { to: '/tenancy/applications', label: msg`Applications`, icon: Inbox, permission: 'tenancy-application.queue' },
    { to: '/tenancy/tenants', label: msg`Tenants`, icon: Building2, permission: 'tenancy.list' },
  ],
  found: { tenancy: { label: msg`Tenants`, icon: Building2, to: (id) => `/tenancy/tenants/${id}` } },
  cards: [
    { id: 'own-tenancy', kinds: ['tenant'], permission: 'tenancy.read', component: lazy(() => import('./home/own-card').then(({ OwnCard }) => ({ default: OwnCard }))) },
    { id: 'tenancy-work', permission: 'tenancy-application.queue', component: lazy(() => import('./home/work-card').then(({ WorkCard }) => ({ default: WorkCard }))) },
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
    createRoute({ getParentRoute: parent, path: '/tenancy/mine', component: lazyPage(() => import('./tenancy/my-tenancy.page')) }),
    createRoute({ getParentRoute: parent, path: '/tenancy/profile', component: lazyPage(() => import('./profile/profile.page')) }),
    createRoute({
      getParentRoute: parent,
      path: '/tenancy/tenants',
      validateSearch: tenantSpec.validate,
      component: lazyPage(() => import('./tenancy/tenant-list.page')),
    }),
    createRoute({
      getParentRoute: parent,
      path: '/tenancy/tenants/$id',
      component: lazyPage(() => import('./tenancy/tenancy-case.page')),
    }),
  ],
  publicRoutes: [],
});
