import type { Say } from '@wutong/core-server';
import type { Plan, PlanCut, PlanRequest } from '../planning/plan';
import { formatHours } from '../planning/plan-text';
import { nameOfDay } from './day-grid';
import type { LiveFacts } from './live-facts';
import type { LiveWorld, PlannedAsk } from './live-world';

const SHOWN = 3;

/**
 * Why a request got what it got, as one sentence in both languages, and the part of it that says so: of the slices in
 * which it lacks something, the one where it lacks most.
 */
export function reasonOf(
  live: LiveWorld, plan: Plan, ask: PlannedAsk, grantedMh: number, parts: readonly PlanRequest[], facts: LiveFacts,
): { kind: string; reason: Say; part: PlanRequest | undefined } {
  const lack = ({ askedHours, grantedHours }: PlanRequest): number => askedHours - grantedHours;
  const worst = parts.reduce<PlanRequest | undefined>((most, part) => (lack(part) > (most ? lack(most) : 0) ? part : most), undefined);
  const quota = ask.cutByQuotaMh > 0 ? [quotaWords(ask)] : [];
  if (!worst?.reason) {
    if (parts.length === 0) {
      return {
        kind: 'eligibility', part: undefined,
        reason: { en: 'No pool of this class has GPUs free in its window', 'zh-CN': '使用时段内没有该型号的空闲 GPU' },
      };
    }
    // The planner is not asked for days on which no pool has anything free.
    const asked = [...live.parts.values()].filter(({ requestId }) => requestId === ask.fact.id).length;
    if (parts.length < asked) {
      return {
        kind: 'capacity', part: parts[0],
        reason: joined([{ en: 'On some days of its window no GPU of this class is free', 'zh-CN': '使用时段内有若干天没有该型号的空闲 GPU' }, ...quota]),
      };
    }
    return {
      kind: quota.length > 0 ? 'quota' : 'demand', part: parts[0],
      reason: quota[0] ?? { en: 'All that was asked', 'zh-CN': '已全部满足' },
    };
  }
  const { reason } = worst;
  const cut = reason.cut === undefined ? undefined : plan.cuts[reason.cut];
  const sentences: Say[] = [];
  if (cut) {
    const place = cutWords(live, cut, facts);
    const others = new Set(cut.requests.flatMap((id) => live.parts.get(id)?.requestId ?? [])).size - (grantedMh > 0 ? 1 : 0);
    sentences.push(reason.kind === 'priority' ? {
      en: `Requests of higher priority took every free GPU of ${place.en}`, 'zh-CN': `${place['zh-CN']}的空闲 GPU 已全部分给优先级更高的申请`,
    } : {
      en: `Bound by ${place.en}, where every free GPU is given; shared by weight with ${others} other request${others === 1 ? '' : 's'}`,
      'zh-CN': `受限于${place['zh-CN']}：空闲 GPU 已分满；与另外 ${others} 项申请按权重分配`,
    });
  } else sentences.push({ en: 'No pool may serve it', 'zh-CN': '没有可用的资源池' });
  if (reason.more) {
    const slice = live.slices.get(reason.more.pool);
    const place = slice ? spanWords(live, [slice.worldId], facts) : { en: reason.more.month, 'zh-CN': reason.more.month };
    const [more, gain] = [formatHours(reason.more.gpuHours), formatHours(reason.more.gainHours)];
    sentences.push({
      en: `+${more} GPU-h in ${place.en} would give it ${gain} h more`, 'zh-CN': `${place['zh-CN']} 若增加 ${more} 卡时，可多得 ${gain} 标准小时`,
    });
  }
  return { kind: reason.kind, part: worst, reason: joined([...sentences, ...quota]) };
}

function joined(sentences: readonly Say[]): Say {
  return { en: sentences.map(({ en }) => en).join('; '), 'zh-CN': sentences.map((one) => one['zh-CN']).join('；') };
}

function quotaWords({ mh, cutByQuotaMh }: PlannedAsk): Say {
  const [has, asked] = [formatHours(mh / 1000), formatHours((mh + cutByQuotaMh) / 1000)];
  return {
    en: `The quota covers ${has} of the ${asked} GPU-h asked; more hours must be given before more can be planned`,
    'zh-CN': `申请 ${asked} 卡时，额度仅余 ${has} 卡时；需先追加额度才能多排`,
  };
}

function cutWords(live: LiveWorld, { cells }: PlanCut, facts: LiveFacts): Say {
  return spanWords(live, cells.map(({ pool }) => pool), facts);
}

/** Pools with the days that some slices of them cover, shortened when they are many. */
function spanWords(live: LiveWorld, sliceIds: readonly string[], facts: LiveFacts): Say {
  const names = new Map(facts.pools.map(({ id, code }) => [id, code]));
  const spans = new Map<string, { from: number; to: number }>();
  for (const id of sliceIds) {
    const slice = live.slices.get(id);
    if (!slice) continue;
    const before = spans.get(slice.poolId);
    spans.set(slice.poolId, { from: Math.min(slice.from, before?.from ?? Infinity), to: Math.max(slice.to, before?.to ?? 0) });
  }
  const texts = [...spans].map(([poolId, { from, to }]) => `${names.get(poolId) ?? poolId} (${nameOfDay(from)} – ${nameOfDay(to - 1)})`);
  const rest = texts.length - SHOWN;
  return {
    en: texts.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more pools` : ''),
    'zh-CN': texts.slice(0, SHOWN).join('、') + (rest > 0 ? `等 ${texts.length} 个资源池` : ''),
  };
}
