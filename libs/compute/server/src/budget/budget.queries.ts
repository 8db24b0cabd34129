import type { Tx } from '@wutong/core-server';
import type { ComputeBudget } from './compute-budget.entity';
import { monthStart, type UsedOn } from './budget-outlook';

export interface BudgetRow extends ComputeBudget {
  readonly grantNumber: string | null;
  /** By day since the beginning of the month, or for longer where the pace needs it. */
  readonly days: readonly UsedOn[];
  /** The thresholds of this version that were told this month; 0 that it would be exceeded. */
  readonly told: readonly number[];
}

const BUDGETS = `
  select b.id, b.organisation_id as "organisationId", b.version, b.unit, b.gpu_class as "gpuClass", b.grant_id as "grantId", b.amount,
         b.thresholds, b.warns_ahead as "warnsAhead", b.set_by_name as "setByName", b.set_at as "setAt", b.ended_at as "endedAt",
         r.number as "grantNumber", coalesce(u.days, '[]') as days, coalesce(a.told, '{}') as told
    from compute_budget b
    left join compute_request r on r.id = b.grant_id
    left join lateral (
      select json_agg(json_build_object('at', d.at, 'amount', d.amount::text)) as days from (
        select at, case b.unit when 'fen' then div(sum(charge_mfen), 1000) else sum(gpu_mh) end as amount from usage_grant_day
         where organisation_id = b.organisation_id and at >= least($2::timestamptz, $1::timestamptz - interval '16 days') and at <= $1
           and (b.grant_id is null or grant_id = b.grant_id) and (b.gpu_class is null or gpu_class = b.gpu_class)
         group by at) d
    ) u on true
    left join lateral (
      select array_agg(threshold) as told from compute_budget_alert
       where budget_id = b.id and version = b.version and month = ($2::timestamptz at time zone 'Asia/Shanghai')::date
    ) a on true
   where b.ended_at is null and ($3::uuid is null or b.organisation_id = $3)
   order by b.organisation_id, r.number nulls first, b.unit desc, b.set_at, b.id`;

/** The budgets of one tenant, or for the system of all, with what was used of each by day and what was told of it. */
export async function budgetRows(tx: Tx, now: Date, organisationId: string | null): Promise<BudgetRow[]> {
  const rows = await tx.query<Omit<BudgetRow, 'days'> & { days: { at: string; amount: string }[] }>(BUDGETS, [
    now, monthStart(now), organisationId,
  ]);
  return rows.map((row) => ({ ...row, days: row.days.map(({ at, amount }) => ({ at: new Date(at), amount: BigInt(amount) })) }));
}
