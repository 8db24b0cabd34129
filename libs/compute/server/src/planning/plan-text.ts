import type { Plan, PlanCut, PlanRequest } from './plan';
import { monthIndex } from './world-checks';

export type Language = 'en' | 'zh';

/** Picks the wording of the language. */
export function say(language: Language, en: string, zh: string): string {
  return language === 'en' ? en : zh;
}

/** Why a request got what it got, as one sentence for people. */
export function reasonText(plan: Pick<Plan, 'cuts'>, { reason }: PlanRequest, language: Language): string {
  if (!reason) return '';
  const cut = reason.cut === undefined ? undefined : plan.cuts[reason.cut]!;
  const parts = [opening(reason, cut, language)];
  if (cut && reason.kind === 'capacity') {
    const others = cut.requests.length - 1;
    parts.push(
      say(
        language,
        `shared by weight with ${others} other request${others === 1 ? '' : 's'}, ` +
          `level ${formatHours(reason.levelHours)} h per weight 1`,
        `与另外 ${others} 项申请按权重分配，每单位权重 ${formatHours(reason.levelHours)} 小时`,
      ),
    );
  }
  const held = reason.heldHours;
  if (held && held.higherPriority > 0) {
    const amount = formatHours(held.higherPriority);
    parts.push(say(language, `${amount} h go to higher priorities`, `更高优先级占用 ${amount} 小时`));
  }
  if (held && held.guaranteed > 0) {
    const amount = formatHours(held.guaranteed);
    parts.push(say(language, `${amount} h are guaranteed`, `承诺保障占用 ${amount} 小时`));
  }
  if (reason.more) {
    const { pool, month, gpuHours, gainHours, assumesRules } = reason.more;
    const assumed = assumesRules ? say(language, ' if rules stay settled as they are', '（以各项规则维持现状为前提）') : '';
    const claim = say(
      language,
      `+${formatHours(gpuHours)} GPU-h in ${pool} ${month} would give ${formatHours(gainHours)} h more`,
      `${pool} ${month} 若增加 ${formatHours(gpuHours)} GPU 小时，可多得 ${formatHours(gainHours)} 小时`,
    );
    parts.push(claim + assumed);
  }
  return parts.join(say(language, '; ', '；'));
}

function opening(
  { kind, bars }: NonNullable<PlanRequest['reason']>,
  cut: PlanCut | undefined,
  language: Language,
): string {
  switch (kind) {
    case 'demand':
      return say(language, 'all that was asked', '已全部满足');
    case 'eligibility': {
      const list = Object.entries(bars ?? {}).map(([bar, count]) => `${count} ${barText(bar, language)}`);
      const detail = list.join(say(language, ', ', '、'));
      return say(language, `no pool may serve it: ${detail}`, `没有可用的资源池：${detail}`);
    }
    case 'priority':
      return say(
        language,
        `${cellsText(cut!, language)}: taken before its priority class was reached`,
        `${cellsText(cut!, language)}：轮到该优先级之前已分完`,
      );
    case 'capacity':
      return say(language, `${cellsText(cut!, language)}: full`, `${cellsText(cut!, language)}：已分满`);
    case 'onePool':
      return cut
        ? say(language, `its one pool ${cellsText(cut, language)} is full`, `所限单一资源池 ${cellsText(cut, language)} 已分满`)
        : say(language, 'no single pool could serve it', '没有单一资源池可以满足');
    case 'atLeast':
      return say(language, 'less than its least useful amount was left', '可分配量低于其最低可用小时数，未授予');
    case 'budget':
      return say(language, "the tenant's budget is reached", '企业预算已用足');
  }
}

function barText(bar: string, language: Language): string {
  const texts: Record<string, [string, string]> = {
    gpuClass: ['of another GPU class', '个型号不符'],
    region: ['in another region', '个地区不符'],
    pool: ['not named', '个未被指定'],
    dataRules: ['not cleared for the data', '个不满足数据合规要求'],
    window: ['outside the months', '个不在使用窗口内'],
    noCapacity: ['without capacity', '个没有容量'],
  };
  const [en, zh] = texts[bar]!;
  return say(language, en, zh);
}

const SHOWN = 3;

/** `pool-a 2027-01…2027-03, pool-b 2027-02`, shortened when the cut is wide. */
function cellsText({ cells }: PlanCut, language: Language): string {
  const shown = cells.slice(0, SHOWN).map(({ pool, months }) => `${pool} ${monthRanges(months)}`);
  const rest = cells.length - shown.length;
  const more = rest > 0 ? [say(language, `${rest} more pools`, `另 ${rest} 个资源池`)] : [];
  return [...shown, ...more].join(say(language, ', ', '、'));
}

/** Months in order, runs written as first…last. */
export function monthRanges(months: readonly string[]): string {
  const ranges: [string, string][] = [];
  for (const month of months) {
    const last = ranges.at(-1);
    if (last && monthIndex(month) === monthIndex(last[1]) + 1) last[1] = month;
    else ranges.push([month, month]);
  }
  return ranges.map(([first, last]) => (first === last ? first : `${first}…${last}`)).join(' ');
}

/** 12,345.678 with no more decimals than needed. */
export function formatHours(hours: number): string {
  const milli = Math.round(hours * 1000);
  const whole = Math.floor(Math.abs(milli) / 1000);
  const rest = Math.abs(milli) % 1000;
  const decimals = rest === 0 ? '' : `.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
  return `${milli < 0 ? '-' : ''}${grouped(whole)}${decimals}`;
}

/** Fen as yuan with two decimals. */
export function formatYuan(fen: number): string {
  const amount = Math.abs(fen);
  return `${fen < 0 ? '-' : ''}${grouped(Math.floor(amount / 100))}.${String(amount % 100).padStart(2, '0')}`;
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}
