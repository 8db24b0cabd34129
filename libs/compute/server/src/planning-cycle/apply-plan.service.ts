import { Injectable } from '@nestjs/common';
import { conflict, Database, WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { PlanCheck } from './plan-check';
import { PlanGrants } from './plan-grants';
import { planningCase } from './planning-case';
import type { PlanningCycle } from './planning-cycle.entity';
import { assertImpartial, lockCycle } from './planning-cycle.service';
import { PlanningNotices } from './planning-notices';
import { PlanningOutcome } from './planning-proposal.entity';

/**
 * Puts a plan in force, all of it in one transaction: each request that the plan gives hours to is approved with these
 * hours, they are held in its tenant's quota, and GPUs are reserved. A request that gets nothing stays where it
 * stands, with its reason. If anything that the plan was made from has changed meanwhile, nothing happens.
 */
@Injectable()
export class ApplyPlanService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly check: PlanCheck,
    private readonly grants: PlanGrants,
    private readonly notices: PlanningNotices,
  ) {}

  /** Throws WORLD_CHANGED with what has changed, and FOUR_EYES for whoever sized or handed in one of its requests. */
  async apply(ctx: Ctx, input: { id: string; version: number }): Promise<PlanningCycle> {
    assertImpartial(ctx);
    return this.database.command(ctx, 'applyPlanningCycle', input, async (tx) => {
      const cycle = await lockCycle(tx, input.id);
      this.workflow.assertOpen(ctx, planningCase, cycle, 'apply', input.version);
      const proposalId = cycle.proposalId!;
      const outcomes = await tx.of(PlanningOutcome).find({ where: { proposalId }, order: { number: 'ASC' } });
      const requests = await lockRequests(tx, outcomes);
      assertFourEyes(ctx, [...requests.values()]);
      await tx.bySystem(ctx, (system) => this.check.assertUnchanged(system, tx, cycle, outcomes));
      for (const outcome of outcomes) {
        if (outcome.grantedMh > 0n) await this.grants.give(ctx, tx, cycle, requests.get(outcome.requestId)!, outcome);
      }
      for (const table of ['planning_outcome', 'planning_share']) {
        await tx.query(`update ${table} set decided_at = $2 where proposal_id = $1`, [proposalId, ctx.now]);
      }
      const applied = await this.workflow.perform(ctx, tx, planningCase, cycle, 'apply', {
        version: input.version, set: { appliedAt: ctx.now, appliedByName: ctx.actor.name },
        data: { requests: outcomes.filter(({ grantedMh }) => grantedMh > 0n).length },
      });
      await this.notices.tellNothing(ctx, tx, applied, outcomes.filter(({ grantedMh }) => grantedMh === 0n));
      return applied;
    });
  }

}

/** The requests of a plan, locked in the order of their ids: whoever decides on one of them alone waits. */
async function lockRequests(tx: Tx, outcomes: readonly PlanningOutcome[]): Promise<Map<string, ComputeRequest>> {
  const requests = await tx.of(ComputeRequest).createQueryBuilder('r').setLock('pessimistic_write')
    .where('r.id = any(:ids)', { ids: outcomes.map(({ requestId }) => requestId) }).orderBy('r.id').getMany();
  return new Map(requests.map((request) => [request.id, request]));
}

function assertFourEyes(ctx: Ctx, requests: readonly ComputeRequest[]): void {
  const { userId } = ctx.actor;
  const own = requests.filter(({ sizedBy, submittedBy }) => userId === sizedBy || userId === submittedBy).map(({ number }) => number).sort();
  if (own.length === 0) return;
  throw conflict(
    'FOUR_EYES', `You sized or handed in ${own.join(', ')}, so a colleague applies this plan.`,
    `您核定或提交过 ${own.join('、')}，请由其他同事应用该方案。`, { requests: own },
  );
}
