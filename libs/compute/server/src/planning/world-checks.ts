import type { z } from 'zod';
import type { World } from './world';

/** A problem of an input document: JSON path, and the message in both languages. */
export interface InputIssue {
  path: string;
  en: string;
  'zh-CN': string;
}

/** The document is not a world which can be planned; every problem found is listed. */
export class WorldError extends Error {
  constructor(readonly issues: readonly InputIssue[]) {
    super(issues.map(({ path, en }) => `${path}: ${en}`).join('\n'));
  }
}

/** Messages of our own checks; the schema names them by key. */
export const worldMessages = {
  identifier: ['letters, digits and . _ : - only, at most 100', '只能包含字母、数字和 . _ : -，最长 100 个字符'],
  month: ['must be a month as YYYY-MM', '须为 YYYY-MM 格式的月份'],
  'three-decimals': ['at most three decimals', '最多三位小数'],
  positive: ['must be more than 0', '须大于 0'],
  duplicate: ['is there twice', '重复出现'],
  'unknown-supplier': ['no such supplier', '没有该供应商'],
  'unknown-class': ['no normalisation factor for this GPU class', '该 GPU 型号没有折算系数'],
  'unknown-pool': ['no such pool', '没有该资源池'],
  'unknown-request': ['no such request', '没有该申请'],
  'unknown-tenant': ['no such tenant', '没有该企业'],
  'unknown-stage': ['no weight for this stage in policy.stages', 'policy.stages 中没有该阶段的权重'],
  'unknown-programme': ['no weight for this programme in policy.programmes', 'policy.programmes 中没有该计划的权重'],
  'month-order': ['must not be before "from"', '不得早于 from'],
  'too-long': ['a cycle has at most 60 months', '周期最长 60 个月'],
  'bound-order': ['must not be above mostPercent', '不得高于 mostPercent'],
  'no-price': ['a month with capacity has no price', '有容量的月份缺少价格'],
  'no-factors': ['no factors are valid at the start of the cycle', '周期开始时没有有效的折算系数'],
  'floor-above-demand': ['must not be above hours', '不得高于 hours'],
  'too-fine': [
    'capacity ÷ quantum × weights is beyond exact integers: take a larger quantum',
    '容量 ÷ 最小单位 × 权重超出精确整数范围：请增大最小授予单位',
  ],
} as const satisfies Record<string, readonly [string, string]>;

export type WorldMessage = keyof typeof worldMessages;

type Context = Parameters<Parameters<z.ZodType<World>['superRefine']>[0]>[1];

/** Everything that one field alone cannot show: unique ids, references, order of months, prices where needed. */
export function checkReferences(world: World, context: Context): void {
  const report = (path: (string | number)[], message: WorldMessage): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  const ids = (list: readonly { id: string }[], name: string): Set<string> => {
    const seen = new Set<string>();
    list.forEach(({ id }, at) => (seen.has(id) ? report([name, at, 'id'], 'duplicate') : seen.add(id)));
    return seen;
  };
  const suppliers = ids(world.suppliers, 'suppliers');
  const pools = ids(world.pools, 'pools');
  const tenants = ids(world.tenants, 'tenants');
  ids(world.requests, 'requests');
  const { from, to } = world.cycle;
  if (to < from) report(['cycle', 'to'], 'month-order');
  else if (monthIndex(to) - monthIndex(from) >= 60) report(['cycle', 'to'], 'too-long');
  if (!world.normalisation.some((entry) => entry.from <= from)) report(['normalisation'], 'no-factors');
  const classes = new Set(world.normalisation.flatMap(({ factors }) => Object.keys(factors)));
  world.normalisation.forEach(({ factors }, at) => {
    for (const name of classes) {
      if (!Object.hasOwn(factors, name)) report(['normalisation', at, 'factors', name], 'unknown-class');
    }
  });
  const { leastPercent, mostPercent } = world.policy.pastUse;
  if (leastPercent > mostPercent) report(['policy', 'pastUse', 'leastPercent'], 'bound-order');

  world.pools.forEach((pool, at) => {
    if (!suppliers.has(pool.supplier)) report(['pools', at, 'supplier'], 'unknown-supplier');
    if (!classes.has(pool.gpuClass)) report(['pools', at, 'gpuClass'], 'unknown-class');
    const first = pool.capacity.filter(({ gpus }) => gpus > 0).map((entry) => (entry.from > from ? entry.from : from));
    const priced = pool.prices.map((entry) => entry.from).sort()[0]!;
    if (first.some((start) => start <= to && start < priced)) report(['pools', at, 'prices'], 'no-price');
    for (const list of ['capacity', 'prices'] as const) {
      const starts = new Set<string>();
      pool[list].forEach((entry, index) =>
        starts.has(entry.from) ? report(['pools', at, list, index, 'from'], 'duplicate') : starts.add(entry.from),
      );
    }
  });
  world.tenants.forEach((tenant, at) => {
    const { stage, programme } = tenant;
    if (stage !== undefined && !Object.hasOwn(world.policy.stages, stage)) {
      report(['tenants', at, 'stage'], 'unknown-stage');
    }
    if (programme !== undefined && !Object.hasOwn(world.policy.programmes, programme)) {
      report(['tenants', at, 'programme'], 'unknown-programme');
    }
  });
  world.requests.forEach((request, at) => {
    if (!tenants.has(request.tenant)) report(['requests', at, 'tenant'], 'unknown-tenant');
    if (request.to < request.from) report(['requests', at, 'to'], 'month-order');
    request.gpuClasses.forEach((name, index) => {
      if (!classes.has(name)) report(['requests', at, 'gpuClasses', index], 'unknown-class');
    });
    if (request.hoursOf !== undefined && !classes.has(request.hoursOf)) {
      report(['requests', at, 'hoursOf'], 'unknown-class');
    }
    request.pools?.forEach((id, index) => {
      if (!pools.has(id)) report(['requests', at, 'pools', index], 'unknown-pool');
    });
    for (const name of ['guaranteedHours', 'atLeastHours'] as const) {
      if (request[name] > request.hours) report(['requests', at, name], 'floor-above-demand');
    }
  });
  const lines = new Set<string>();
  world.previous.forEach((line, at) => {
    const key = JSON.stringify([line.request, line.pool, line.month]);
    if (lines.has(key)) report(['previous', at], 'duplicate');
    lines.add(key);
  });
}

/** Months since year 0. */
export function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** YYYY-MM of a month index. */
export function monthName(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** GPU-hours of one GPU in a month: days × 24. */
export function hoursOfMonth(index: number): number {
  return new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate() * 24;
}
