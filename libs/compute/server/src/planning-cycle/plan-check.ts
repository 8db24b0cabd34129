import { Injectable } from '@nestjs/common';
import { conflict, type Ctx, type Tx } from '@wutong/core-server';
import { Reservations } from '../pool/reservations';
import type { PlanningCycle } from './planning-cycle.entity';
import { PlanningProposal, type PlanningOutcome } from './planning-proposal.entity';
import { worldNow } from './proposal.service';
import { worldChanges } from './world-changes';

/** Whether a plan may still be put in force. */
@Injectable()
export class PlanCheck {
  constructor(private readonly reservations: Reservations) {}

  /** Locks the pools, then compares the world with the one that was planned. For the system. */
  async assertUnchanged(system: Ctx, tx: Tx, cycle: PlanningCycle, outcomes: readonly PlanningOutcome[]): Promise<void> {
    for (const gpuClass of [...new Set(outcomes.map((outcome) => outcome.gpuClass))].sort()) {
      await this.reservations.lockClass(tx, gpuClass);
    }
    const proposal = await tx.of(PlanningProposal).findOneByOrFail({ id: cycle.proposalId! });
    const { live, hash } = await worldNow(system, tx, cycle);
    if (hash === proposal.inputsHash) return;
    const changes = worldChanges(proposal.world!, live.world);
    const { requests, pools, tenants, isPolicy } = changes;
    const en = [
      ...(requests.length > 0 ? [`requests ${requests.join(', ')}`] : []), ...(pools.length > 0 ? [`pools ${pools.join(', ')}`] : []),
      ...(tenants > 0 ? [`the weight of ${tenants} companies`] : []), ...(isPolicy ? ['policy or factors'] : []),
    ].join('; ');
    const zh = [
      ...(requests.length > 0 ? [`申请 ${requests.join('、')}`] : []), ...(pools.length > 0 ? [`资源池 ${pools.join('、')}`] : []),
      ...(tenants > 0 ? [`${tenants} 家企业的权重`] : []), ...(isPolicy ? ['策略或折算系数'] : []),
    ].join('；');
    throw conflict(
      'WORLD_CHANGED', `What this plan was made from has changed (${en}). Nothing was applied: plan again, then decide.`,
      `方案所依据的情况已变化（${zh}）。未作任何更改，请重新规划后再决定。`, { ...changes },
    );
  }
}
