import { ReclaimReadService, ReclaimRules, ReclaimService, ReclaimWatch, type ComputeReclaim } from '@wutong/compute-server';
import { Database } from '@wutong/core-server';
import type { Centre } from './centre';
import type { Person, Stage } from './stage';

const RULE = { isOn: true, atPercent: 50, minUsedPercent: 40, keepPercent: 150, replyWorkingDays: 5, returnsTo: 'tenant' as const };

/** A rule for idle hours, and after each week's records the notices under it: some answered, some not. */
export function planReclaims(stage: Stage, centre: Centre, founders: readonly Person[]): void {
  const [lead, operator] = [centre.leads[0], centre.operators[0]];
  if (!lead || !operator) throw new Error('The demo has no lead or operator');
  const founderOf = new Map(founders.map((founder) => [founder.organisationId, founder]));
  stage.at(stage.daysAgo(70), async (now) => {
    await stage.get(ReclaimRules).set(stage.as(lead, now), RULE);
    await stage.get(ReclaimRules).set(stage.as(lead, now), { ...RULE, gpuClass: 'l40s', minUsedPercent: 30, returnsTo: 'centre' });
  });
  let told = 0;
  for (const day of [62, 55, 48, 41, 34, 27, 20, 13, 6, 1]) {
    stage.at(stage.daysAgo(day), async (now) => {
      await stage.get(ReclaimWatch).look(stage.system(now));
      for (const reclaim of await noticedAt(stage, now)) {
        const founder = founderOf.get(reclaim.organisationId);
        told += 1;
        // Every third nobody answers; of the youngest none has been answered yet.
        if (founder && told % 3 !== 0 && day > 1) planAnswer(stage, { lead, operator, founder }, reclaim, day, told);
      }
    });
  }
}

function planAnswer(
  stage: Stage, { lead, operator, founder }: Record<'lead' | 'operator' | 'founder', Person>, reclaim: ComputeReclaim, day: number, told: number,
): void {
  const reclaims = stage.get(ReclaimService);
  const keeps = told % 2 === 0;
  let current = reclaim;
  stage.at(stage.daysAgo(day - 1), async (now) => {
    current = await stateOf(stage, now, current);
    if (current.state !== 'noticed') return;
    current = await reclaims.reply(stage.as(founder, now), {
      id: current.id, version: current.version, kind: keeps ? 'plan' : 'explain',
      reply: keeps ? '训练数据上周完成清洗，本周起全部 GPU 满负荷运行。' : '合作方的数据授权延迟，训练推迟了两周。',
    });
  });
  if (day < 12) return;
  stage.at(stage.daysAgo(day - 3), async (now) => {
    current = await stateOf(stage, now, current);
    if (current.state !== 'answered') return;
    current = await reclaims.recommend(stage.as(operator, now), {
      id: current.id, version: current.version, takeMh: keeps ? 0n : current.idleMh / 2n,
      reason: keeps ? '计划具体可行，建议保留。' : '推迟的部分已无法在时段内用完，建议收回一半。',
    });
  });
  if (day < 18) return;
  stage.at(stage.daysAgo(day - 5), async (now) => {
    current = await stateOf(stage, now, current);
    if (current.state !== 'recommended') return;
    current = await reclaims.decide(stage.as(lead, now), {
      id: current.id, version: current.version, takeMh: current.recommendedMh ?? 0n, reason: '同意运营意见。',
    });
  });
}

/** The case as it is: its grant may have ended meanwhile. */
function stateOf(stage: Stage, now: Date, { id }: ComputeReclaim): Promise<ComputeReclaim> {
  return stage.get(ReclaimReadService).get(stage.system(now), id);
}

/** The notices given at a moment, by their ids so that every run tells the same story. */
function noticedAt(stage: Stage, now: Date): Promise<ComputeReclaim[]> {
  return stage.get(Database).read(stage.system(now), (tx) =>
    tx.query<ComputeReclaim>(
      `select c.id, c.version, c.organisation_id as "organisationId", c.idle_mh as "idleMh", c.state
         from compute_reclaim c join compute_request r on r.id = c.grant_id where c.noticed_at = $1 order by r.number`,
      [now],
    ),
  );
}
