import { table } from '@wutong/core-shared';
import type { Agreement } from './highs-check';
import type { MilpReport } from './milp';
import type { Plan } from './plan';
import { formatHours, formatYuan, reasonText, say, type Language } from './plan-text';
import type { Difference, WhatIf } from './what-if';

/** A plan as tables for the terminal: totals, tenants, requests with reasons, lines, fairness, hashes. */
export function planTables(plan: Plan, language: Language): string {
  const t = (en: string, zh: string): string => say(language, en, zh);
  const { summary, fairness } = plan;
  const entitled = new Map(fairness.tenants.map((tenant) => [tenant.id, tenant]));
  const envy = fairness.envy.length;
  const below = fairness.tenants.filter(({ sharingIncentive }) => !sharingIncentive).map(({ id }) => id);
  const sections = [
    `${t('Cycle', '周期')} ${plan.cycle.id}  ${plan.cycle.from}…${plan.cycle.to}  ` +
      `${t('quantum', '最小单位')} ${formatHours(plan.quantumHours)} h`,
    table([
      [t('asked h', '申请小时'), formatHours(summary.askedHours)],
      [t('granted h', '授予小时'), formatHours(summary.grantedHours)],
      [t('capacity h', '可用容量'), formatHours(summary.capacityHours)],
      [t('cost CNY', '费用（元）'), formatYuan(summary.costFen)],
      [t('unused take-or-pay CNY', '未用保底（元）'), formatYuan(summary.unusedTakeOrPayFen)],
      [t('kept from the previous plan h', '沿用原方案小时'), formatHours(summary.keptHours)],
    ]),
    t('Tenants (hours are normalised)', '企业（均为标准小时）'),
    table([
      [
        t('tenant', '企业'),
        t('weight', '权重'),
        t('asked', '申请'),
        t('granted', '授予'),
        t('slice', '应得份额'),
        t('borrowed', '借入'),
        t('lent', '让出'),
        t('cost CNY', '费用（元）'),
      ],
      ...plan.tenants.map(({ id, weight, askedHours, grantedHours, costFen }) => {
        const row = entitled.get(id);
        return [
          id,
          formatHours(weight / 1000),
          formatHours(askedHours),
          formatHours(grantedHours),
          formatHours(row?.entitlementHours ?? 0),
          formatHours(row?.borrowedHours ?? 0),
          formatHours(row?.lentHours ?? 0),
          formatYuan(costFen),
        ];
      }),
    ]),
    t('Requests and reasons', '申请与理由'),
    table([
      [
        t('request', '申请'),
        t('priority', '优先级'),
        t('asked', '申请量'),
        t('granted', '授予'),
        t('marginal CNY/h', '边际价（元/小时）'),
        t('reason', '理由'),
      ],
      ...plan.requests.map((request) => [
        request.id,
        String(request.priority),
        formatHours(request.askedHours),
        formatHours(request.grantedHours),
        formatYuan(request.marginalFenPerHour),
        reasonText(plan, request, language),
      ]),
    ]),
    t('Lines', '明细'),
    table([
      [
        t('request', '申请'),
        t('pool', '资源池'),
        t('month', '月份'),
        t('hours', '标准小时'),
        t('GPU-h', 'GPU 小时'),
        t('cost CNY', '费用（元）'),
      ],
      ...plan.lines.map(({ request, pool, month, hours, gpuHours, costFen }) => [
        request,
        pool,
        month,
        formatHours(hours),
        formatHours(gpuHours),
        formatYuan(costFen),
      ]),
    ]),
    t('Fairness', '公平性'),
    table([
      [t('Jain index of granted ÷ weight', '授予 ÷ 权重的 Jain 指数'), fairness.jainOfShares.toFixed(4)],
      [t('Jain index of granted ÷ asked', '授予 ÷ 申请的 Jain 指数'), fairness.jainOfDemandMet.toFixed(4)],
      [t('below their slice', '低于应得份额'), below.join(' ') || t('nobody', '无')],
      [t('envious pairs', '嫉妒对数'), String(envy)],
    ]),
    `${t('inputs', '输入哈希')} ${plan.inputsHash}\n${t('plan', '方案哈希')}   ${plan.planHash}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Ours beside first come, first served. */
export function firstComeTables(plan: Plan, firstCome: Plan, language: Language): string {
  const t = (en: string, zh: string): string => say(language, en, zh);
  const other = new Map(firstCome.tenants.map((tenant) => [tenant.id, tenant]));
  const unfair = (one: Plan): string =>
    String(one.fairness.tenants.filter(({ sharingIncentive }) => !sharingIncentive).length);
  return `${[
    t('Fair plan beside first come, first served', '公平方案与“先到先得”对照'),
    table([
      ['', t('fair', '公平方案'), t('first come', '先到先得')],
      ...plan.tenants.map(({ id, grantedHours }) => [
        id,
        formatHours(grantedHours),
        formatHours(other.get(id)!.grantedHours),
      ]),
      [t('granted h', '授予小时'), formatHours(plan.summary.grantedHours), formatHours(firstCome.summary.grantedHours)],
      [t('cost CNY', '费用（元）'), formatYuan(plan.summary.costFen), formatYuan(firstCome.summary.costFen)],
      [t('below their slice', '低于应得份额'), unfair(plan), unfair(firstCome)],
      [
        t('envious pairs', '嫉妒对数'),
        String(plan.fairness.envy.length),
        String(firstCome.fairness.envy.length),
      ],
      [
        t('Jain index', 'Jain 指数'),
        plan.fairness.jainOfShares.toFixed(4),
        firstCome.fairness.jainOfShares.toFixed(4),
      ],
    ]),
  ].join('\n\n')}\n`;
}

/** Who gains and who loses when the changes come true. */
export function whatIfTables({ tenants, pools, after }: WhatIf, language: Language): string {
  const t = (en: string, zh: string): string => say(language, en, zh);
  const heads = (name: string): string[] => [
    name,
    t('hours before', '原小时'),
    t('hours after', '新小时'),
    t('difference', '变化'),
    t('cost before', '原费用'),
    t('cost after', '新费用'),
  ];
  const rows = (list: readonly Difference[]): string[][] =>
    list.map(({ id, beforeHours, afterHours, beforeFen, afterFen }) => [
      id,
      formatHours(beforeHours),
      formatHours(afterHours),
      signed(afterHours - beforeHours),
      formatYuan(beforeFen),
      formatYuan(afterFen),
    ]);
  const kept = formatHours(after.summary.keptHours);
  const moved = formatHours(after.summary.movedHours);
  return `${[
    t('What if', '假设推演'),
    table([heads(t('tenant', '企业')), ...rows(tenants)]),
    table([heads(t('pool', '资源池')), ...rows(pools)]),
    t(`${kept} h stay where they are, ${moved} h are new or move`, `${kept} 小时保持不变，${moved} 小时为新增或调整`),
  ].join('\n\n')}\n`;
}

export function milpLine({ status, gap, seconds, used }: MilpReport, language: Language): string {
  const percent = `${(gap * 100).toFixed(2)}%`;
  const found = used
    ? say(language, 'its choices are better and are used', '其选择更优，已采用')
    : say(language, 'nothing better than the quick pass', '未优于快速方案');
  return `MILP: ${status}, ${say(language, 'gap', '间隙')} ${percent}, ${seconds.toFixed(1)} s; ${found}\n`;
}

export function checkLine({ agrees, shareDistance, ourPrice, highsPrice }: Agreement, language: Language): string {
  const verdict = agrees ? say(language, 'agrees', '一致') : say(language, 'DISAGREES', '不一致');
  const shares = say(language, 'largest distance of a share, in quanta', '份额最大偏差（最小单位）');
  const prices = say(language, 'price ours / HiGHS in fen', '费用 本方案 / HiGHS（分）');
  return `HiGHS: ${verdict}; ${shares} ${shareDistance.toFixed(4)}; ${prices} ` +
    `${(ourPrice / 1000).toFixed(3)} / ${(highsPrice / 1000).toFixed(3)}\n`;
}

function signed(hours: number): string {
  return hours > 0 ? `+${formatHours(hours)}` : formatHours(hours);
}
