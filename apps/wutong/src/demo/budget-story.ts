import { BudgetAlerts, BudgetService, ComputeDashboardService } from '@wutong/compute-server';
import type { Person, Stage } from './stage';

const YUAN_FEN = 15_000_000n;
/** The month comes to so much of the money in the end: enough to be warned of. */
const EXPECTED_PERCENT = 104;
const THOUSAND_YUAN = 100_000;

/** The company that visitors see first has a budget for its hours, and one for its money that will not do. */
export async function setBudgets(stage: Stage, founder: Person): Promise<void> {
  const ctx = stage.as(founder, stage.today);
  const budgets = stage.get(BudgetService);
  const warns = { thresholds: [50, 80, 100], warnsAhead: true };
  const [grant] = (await stage.get(ComputeDashboardService).grants(ctx, null)).filter(({ closedAt }) => !closedAt);
  if (!grant) throw new Error('The first company of the demo has no running grant');
  await budgets.set(ctx, { unit: 'gpu_mh', gpuClass: grant.gpuClass, amount: 16_000_000n, ...warns });
  const { id, version } = await budgets.set(ctx, { unit: 'fen', amount: YUAN_FEN, ...warns });
  const expectedPercent = (await budgets.own(ctx)).find(({ budget }) => budget.id === id)?.expectedPercent ?? 0;
  const amount = Math.round((Number(YUAN_FEN) * expectedPercent) / EXPECTED_PERCENT / THOUSAND_YUAN) * THOUSAND_YUAN;
  if (amount > 0) await budgets.change(ctx, { id, version, amount: BigInt(amount), ...warns });
  await stage.get(BudgetAlerts).look(stage.system(stage.today));
}
