import { msg } from '@lingui/core/macro';
import { createRoute } from '@tanstack/react-router';
import { definePlatform, lazyPage, shellRoute } from '@wutong/core-web';
import { Activity, CalendarRange, Cpu, FileQuestionMark, FileSignature, Gauge, Inbox, Leaf, Network, ReceiptText, Scale, Server, Undo2, Wallet } from 'lucide-react';
import { lazy } from 'react';
import { billSpec } from './bill/bill-spec';
import { queueSpec } from './queue/queue-spec';
import { reclaimSpec } from './reclaim/reclaim-spec';

const parent = () => shellRoute;
const STATEMENTS = ['/compute/statements'];
const requests = msg({ message: 'Compute requests', context: 'navigation' });

/** Computing power: quotas, requests, pools, usage. */
export const compute = definePlatform({
  name: 'compute',
  title: msg({ message: 'Compute', context: 'navigation' }),
  nav: [
    { to: '/compute', label: msg`Computing power`, icon: Gauge, kinds: ['tenant'], permission: 'compute-request.read' },
    { to: '/compute/requests', also: ['/compute/request-form'], label: requests, icon: Inbox, permission: 'compute-request.queue' },
    { to: '/compute/balances', label: msg`Balances`, icon: Wallet, kinds: ['centre'], permission: 'compute-balance.read' },
    { to: '/compute/reclaims', label: msg`Idle hours`, icon: Undo2, kinds: ['centre'], permission: 'compute-reclaim.read' },
    { to: '/compute/planning', label: msg({ message: 'Planning', context: 'navigation' }), icon: Scale, permission: 'planning-cycle.read' },
    { to: '/compute/efficiency', label: msg({ message: 'Efficiency', context: 'navigation' }), icon: Leaf, permission: 'waste-finding.read' },
    { to: '/compute/costs', also: STATEMENTS, label: msg`Costs`, icon: ReceiptText, kinds: ['tenant'], permission: 'compute-cost.read' },
    { to: '/compute/charges', also: STATEMENTS, label: msg`Charges`, icon: ReceiptText, permission: 'compute-charge.list' },
    { to: '/compute/pools', label: msg`Pools`, icon: Server, permission: 'compute-pool.list' },
    { to: '/compute/calendar', label: msg({ message: 'Calendar', context: 'navigation' }), icon: CalendarRange, permission: 'compute-pool.list' },
    { to: '/compute/clusters', label: msg`Clusters`, icon: Network, permission: 'compute-pool.list' },
    { to: '/compute/contracts', label: msg`Contracts`, icon: FileSignature, kinds: ['supplier'], permission: 'supplier-contract.read' },
    {
      to: '/compute/bills', label: msg({ message: 'Bills', context: 'navigation' }), icon: ReceiptText, permission: 'reconciliation.read',
      kinds: ['centre', 'supplier'],
    },
    { to: '/compute/usage', label: msg({ message: 'Usage', context: 'navigation' }), icon: Activity, permission: 'usage.send' },
  ],
  commands: [
    {
      id: 'compute-ask', label: msg`Ask for GPU-hours`, icon: Cpu, keywords: 'gpu request 算力 卡时 申请', keys: 'c',
      to: '/compute/requests/new', kinds: ['tenant'], permission: 'compute-request.edit',
    },
    {
      id: 'compute-queue', label: requests, icon: Inbox, keywords: 'queue gpu 算力 申请 审核', keys: 'g c', to: '/compute/requests',
      permission: 'compute-request.queue',
    },
    {
      id: 'compute-request-form', label: msg`Request form`, icon: FileQuestionMark, keywords: 'form questions 申请表 问题', to: '/compute/request-form',
      permission: 'compute-request-form.publish',
    },
  ],
  cards: [
    {
      id: 'own-balances', kinds: ['tenant'], permission: 'compute-balance.read',
      component: lazy(() => import('./home/balance-card').then(({ BalanceCard }) => ({ default: BalanceCard }))),
    },
    {
      id: 'own-bills', kinds: ['supplier'], permission: 'reconciliation.read',
      component: lazy(() => import('./bill/supplier-card').then(({ SupplierCard }) => ({ default: SupplierCard }))),
    },
    {
      id: 'compute-work', permission: 'compute-request.queue',
      component: lazy(() => import('./home/work-card').then(({ WorkCard }) => ({ default: WorkCard }))),
    },
    {
      id: 'compute-operations', permission: 'compute-pool.list',
      component: lazy(() => import('./home/operations-card').then(({ OperationsCard }) => ({ default: OperationsCard }))),
    },
  ],
  routes: [
    createRoute({ getParentRoute: parent, path: '/compute', component: lazyPage(() => import('./dashboard/compute-home.page')) }),
    createRoute({
      getParentRoute: parent,
      path: '/compute/requests',
      validateSearch: queueSpec.validate,
      component: lazyPage(() => import('./queue/request-queue.page')),
    }),
    createRoute({
      getParentRoute: parent, path: '/compute/requests/new', component: lazyPage(() => import('./request/request-new.page')),
    }),
    createRoute({
      getParentRoute: parent, path: '/compute/requests/$id', component: lazyPage(() => import('./request/compute-request.page')),
    }),
    createRoute({
      getParentRoute: parent, path: '/compute/requests/$id/edit', component: lazyPage(() => import('./request/request-edit.page')),
    }),
    createRoute({ getParentRoute: parent, path: '/compute/request-form', component: lazyPage(() => import('./request-form/request-form.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/balances', component: lazyPage(() => import('./balance/balance-list.page')) }),
    createRoute({
      getParentRoute: parent,
      path: '/compute/balances/$organisationId/$gpuClass',
      component: lazyPage(() => import('./balance/statement.page')),
    }),
    createRoute({ getParentRoute: parent, path: '/compute/planning', component: lazyPage(() => import('./planning/planning-list.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/planning/$id', component: lazyPage(() => import('./planning/planning-cycle.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/planning/$id/report', component: lazyPage(() => import('./planning/planning-report.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/efficiency', component: lazyPage(() => import('./efficiency/efficiency.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/clusters', component: lazyPage(() => import('./cluster/cluster-list.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/clusters/$cluster', component: lazyPage(() => import('./cluster/cluster.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/charges', component: lazyPage(() => import('./charge/charges.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/costs', component: lazyPage(() => import('./charge/costs.page')) }),
    createRoute({
      getParentRoute: parent, path: '/compute/statements/$id', component: lazyPage(() => import('./charge/charge-statement.page')),
    }),
    createRoute({ getParentRoute: parent, path: '/compute/pools', component: lazyPage(() => import('./pool/pool-list.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/pools/$id', component: lazyPage(() => import('./pool/pool.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/calendar', component: lazyPage(() => import('./pool/calendar.page')) }),
    createRoute({
      getParentRoute: parent,
      path: '/compute/reclaims',
      validateSearch: reclaimSpec.validate,
      component: lazyPage(() => import('./reclaim/reclaim-list.page')),
    }),
    createRoute({ getParentRoute: parent, path: '/compute/reclaims/$id', component: lazyPage(() => import('./reclaim/reclaim.page')) }),
    createRoute({
      getParentRoute: parent, path: '/compute/bills', validateSearch: billSpec.validate, component: lazyPage(() => import('./bill/bill-list.page')),
    }),
    createRoute({ getParentRoute: parent, path: '/compute/contracts', component: lazyPage(() => import('./bill/own-contracts.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/bills/new', component: lazyPage(() => import('./bill/bill-new.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/bills/$id', component: lazyPage(() => import('./bill/reconciliation.page')) }),
    createRoute({ getParentRoute: parent, path: '/compute/usage', component: lazyPage(() => import('./usage/usage.page')) }),
  ],
  publicRoutes: [],
});
