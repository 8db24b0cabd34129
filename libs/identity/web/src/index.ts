import { msg } from '@lingui/core/macro';
import { createRoute } from '@tanstack/react-router';
import { definePlatform, lazyPage, publicRoute, shellRoute } from '@wutong/core-web';
import { Building2, Landmark, Scale, ShieldCheck, Users } from 'lucide-react';
import { validateEntrance } from './entrance/use-entry';
import { organisationListSpec, userListSpec } from './lists';
import { session } from './session/session';

const shell = () => shellRoute;
const everybody = () => publicRoute;

/** Who people are, for whom they act, and how they come in. */
export const identity = definePlatform({
  name: 'identity',
  title: msg`People and access`,
  session,
  nav: [
    { to: '/organisation', label: msg`Organisation`, icon: Building2, permission: 'member.read' },
    {
      to: '/admin/people',
      label: msg({ message: 'People', context: 'accounts' }),
      icon: Users,
      permission: 'user.list',
    },
    { to: '/admin/organisations', label: msg`Organisations`, icon: Landmark, permission: 'organisation.list' },
    { to: '/admin/roles', label: msg`Roles`, icon: ShieldCheck, permission: 'organisation.list' },
    {
      to: '/conflicts-of-interest',
      label: msg`Conflicts of interest`,
      icon: Scale,
      permission: 'conflict-of-interest.declare',
    },
  ],
  commands: [{ id: 'profile', label: msg`Profile and sign-in`, keywords: 'account 账号 password 密码', to: '/profile' }],
  routes: [
    createRoute({
      getParentRoute: shell,
      path: '/profile',
      component: lazyPage(() => import('./user/profile.page')),
    }),
    createRoute({
      getParentRoute: shell,
      path: '/organisation',
      component: lazyPage(() => import('./organisation/organisation.page')),
    }),
    createRoute({
      getParentRoute: shell,
      path: '/admin/people',
      validateSearch: userListSpec.validate,
      component: lazyPage(() => import('./user/user-list.page')),
    }),
    createRoute({
      getParentRoute: shell,
      path: '/admin/organisations',
      validateSearch: organisationListSpec.validate,
      component: lazyPage(() => import('./organisation/organisation-list.page')),
    }),
    createRoute({
      getParentRoute: shell,
      path: '/admin/organisations/$id',
      component: lazyPage(() => import('./organisation/organisation-detail.page')),
    }),
    createRoute({
      getParentRoute: shell,
      path: '/admin/roles',
      component: lazyPage(() => import('./access/roles.page')),
    }),
    createRoute({
      getParentRoute: shell,
      path: '/conflicts-of-interest',
      component: lazyPage(() => import('./conflict-of-interest/conflicts.page')),
    }),
  ],
  publicRoutes: [
    createRoute({
      getParentRoute: everybody,
      path: '/sign-in',
      validateSearch: validateEntrance,
      component: lazyPage(() => import('./session/sign-in.page')),
    }),
    createRoute({
      getParentRoute: everybody,
      path: '/sign-up',
      validateSearch: validateEntrance,
      component: lazyPage(() => import('./sign-up/sign-up.page')),
    }),
    createRoute({
      getParentRoute: everybody,
      path: '/forgot-password',
      component: lazyPage(() => import('./password-reset/forgot-password.page')),
    }),
    createRoute({
      getParentRoute: everybody,
      path: '/reset-password',
      validateSearch: validateEntrance,
      component: lazyPage(() => import('./password-reset/reset-password.page')),
    }),
    createRoute({
      getParentRoute: everybody,
      path: '/verify-email',
      validateSearch: validateEntrance,
      component: lazyPage(() => import('./email-verification/verify-email.page')),
    }),
    createRoute({
      getParentRoute: everybody,
      path: '/invitation',
      validateSearch: validateEntrance,
      component: lazyPage(() => import('./invitation/accept-invitation.page')),
    }),
    createRoute({
      getParentRoute: everybody,
      path: '/set-up',
      validateSearch: validateEntrance,
      component: lazyPage(() => import('./set-up/set-up.page')),
    }),
  ],
});
