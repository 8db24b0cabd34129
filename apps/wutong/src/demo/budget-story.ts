import { BudgetAlerts, BudgetService, ComputeDashboardService } from '@wutong/compute-server';
import type { Person, Stage } from './stage';

/** The company that visitors see first has a budget for its hours and one for its money. */
export async function setBudgets(stage: Stage, founder: Person): Promise<void> {
  const ctx = stage.as(founder, stage.today);
  const budgets = stage.get(BudgetService);
  const warns = { thresholds: [50, 80, 100], warnsAhead: true };
  const [grant] = (await stage.get(ComputeDashboardService).grants(ctx, null)).filter(({ closedAt }) => !closedAt);
  if (!grant) throw new Error('The first company of the demo has no running grant');
  await budgets.set(ctx, { unit: 'gpu_mh', gpuClass: grant.gpuClass, amount: 16_000_000n, ...warns });
  await budgets.set(ctx, { unit: 'fen', amount: 15_000_000n, ...warns });
  await stage.get(BudgetAlerts).look(stage.system(stage.today));
}
