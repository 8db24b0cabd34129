import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, conflict, Database, Job, Jobs, WorkflowService, type Ctx, type Say, type Tx } from '@wutong/core-server';
import { firstComePlan } from '../planning/first-come';
import { canonicalWorld, hashOf } from '../planning/parse-world';
import { planWorld } from '../planning/plan';
import { WorldError } from '../planning/world-checks';
import { readFacts, type LiveFacts } from './live-facts';
import { liveWorld, type LiveWorld } from './live-world';
import { outcomesOf, type NewOutcome, type NewShare } from './plan-outcome';
import { planningCase } from './planning-case';
import { assertImpartial, lockCycle, openCycle } from './planning-cycle.service';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningNotices } from './planning-notices';
import { PlanningProposal } from './planning-proposal.entity';

declare module '@wutong/core-server' {
  interface JobMap {
    'planning.compute': { proposalId: string };
  }
}

/** What asking for a plan came to: a computation that runs, or the plan that stands, as nothing has changed. */
export interface Proposed {
  readonly proposal: PlanningProposal;
  readonly isUnchanged: boolean;
}

/**
 * Has the planner plan a cycle's world as it is now. The planner may need seconds, so it runs as a job of the worker; the
 * proposal shows how far it is. An unchanged world is not planned again: its plan would be the same.
 */
@Injectable()
export class ProposalService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly jobs: Jobs,
    private readonly notices: PlanningNotices,
  ) {}

  async propose(ctx: Ctx, input: { id: string }): Promise<Proposed> {
    assertImpartial(ctx);
    return this.database.command(ctx, 'proposePlan', input, async (tx) => {
      const cycle = await openCycle(tx, input.id);
      const running = await tx.of(PlanningProposal).findOneBy({ cycleId: cycle.id, state: 'computing' });
      if (running) return { proposal: bare(running), isUnchanged: false };
      const { hash, live } = await tx.bySystem(ctx, (system) => worldNow(system, tx, cycle));
      if (live.asks.length === 0) {
        throw conflict(
          'NOTHING_TO_PLAN', 'No request that waits for a decision or for GPUs lies within this cycle.', '本周期内没有待审批或候补中的申请。',
        );
      }
      const current = cycle.proposalId ? await tx.of(PlanningProposal).findOneByOrFail({ id: cycle.proposalId }) : null;
      if (cycle.state === 'proposed' && current?.inputsHash === hash) return { proposal: bare(current), isUnchanged: true };
      const [{ number } = { number: 1 }] = await tx.query<{ number: number }>(
        `select coalesce(max(number), 0) + 1 as number from planning_proposal where cycle_id = $1`, [cycle.id]);
      const proposal = tx.of(PlanningProposal).create({
        id: randomUUID(), cycleId: cycle.id, organisationId: cycle.organisationId, number, state: 'computing', inputsHash: null,
        world: null, plan: null, planHash: null, firstCome: null, failure: null, askedBy: ctx.actor.userId,
        askedByName: ctx.actor.name, askedAt: ctx.now, readyAt: null,
      });
      await tx.insert(PlanningProposal, proposal);
      await this.jobs.send(ctx, tx, 'planning.compute', { proposalId: proposal.id });
      return { proposal: bare(proposal), isUnchanged: false };
    });
  }

  /** Plans the world as it is when the job runs. What the planner cannot plan is told with the proposal. */
  @Job('planning.compute', { leaseSeconds: 600 })
  async compute(ctx: Ctx, { proposalId }: { proposalId: string }): Promise<void> {
    const made = await this.database.read(ctx, async (tx) => {
      const proposal = await tx.of(PlanningProposal).findOneBy({ id: proposalId });
      if (proposal?.state !== 'computing') return null;
      const cycle = await tx.of(PlanningCycle).findOneByOrFail({ id: proposal.cycleId });
      return planned(() => worldNow(ctx, tx, cycle));
    });
    if (!made) return;
    await this.database.write(ctx, async (tx) => {
      const proposal = await tx.of(PlanningProposal).findOneByOrFail({ id: proposalId });
      const cycle = await lockCycle(tx, proposal.cycleId);
      if (proposal.state !== 'computing') return;
      const isOpen = cycle.state === 'collecting' || cycle.state === 'proposed';
      const failure = 'failure' in made ? made.failure : isOpen ? null : CLOSED;
      if (failure || 'failure' in made) {
        await tx.of(PlanningProposal).update({ id: proposalId }, { state: 'failed', failure });
        return;
      }
      const { live, hash, plan, firstCome, outcomes, shares } = made;
      await tx.of(PlanningProposal).update({ id: proposalId }, {
        state: 'ready', inputsHash: hash, world: canonicalWorld(live.world) as never, plan: plan as never, planHash: plan.planHash,
        firstCome: firstCome as never, readyAt: ctx.now,
      });
      await store(tx, cycle, proposalId, outcomes, shares);
      const isLarge = live.asks.some(({ fact }) => fact.approvalBy === 'approver');
      const moved = await this.workflow.perform(ctx, tx, planningCase, cycle, 'propose', {
        set: { proposalId, proposedBy: proposal.askedBy, approvalBy: isLarge ? 'approver' : 'programme_lead' },
        data: { number: proposal.number, inputsHash: hash, planHash: plan.planHash, by: proposal.askedByName },
      });
      await this.notices.tellProposed(ctx, tx, moved, proposal.number);
    });
  }
}

const CLOSED: Say = { en: 'The cycle was closed meanwhile.', 'zh-CN': '周期已关闭。' };

/** The world of a cycle at this moment with its hash. For the system. Throws WORLD_INVALID for what cannot be planned. */
export async function worldNow(ctx: Ctx, tx: Tx, cycle: PlanningCycle): Promise<{ facts: LiveFacts; live: LiveWorld; hash: string }> {
  const facts = await readFacts(ctx, tx, cycle);
  try {
    const live = liveWorld(cycle, facts, ctx.now);
    return { facts, live, hash: hashOf(canonicalWorld(live.world)) };
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    const [issue] = error.issues;
    throw conflict('WORLD_INVALID', `${issue?.path}: ${issue?.en}`, `${issue?.path}：${issue?.['zh-CN']}`);
  }
}

async function planned(read: () => ReturnType<typeof worldNow>) {
  try {
    const { facts, live, hash } = await read();
    const plan = planWorld(live.world);
    const firstCome = firstComePlan(live.world);
    return { live, hash, plan, firstCome, ...outcomesOf(live, plan, firstCome, facts) };
  } catch (error) {
    if (error instanceof WorldError) return { failure: { en: error.issues[0]!.en, 'zh-CN': error.issues[0]!['zh-CN'] } };
    if (error instanceof AppError) return { failure: error.say };
    throw error;
  }
}

/** A proposal without the documents that are not for every answer. */
function bare(proposal: PlanningProposal): PlanningProposal {
  return { ...proposal, world: null, plan: null, firstCome: null };
}

async function store(tx: Tx, cycle: PlanningCycle, proposalId: string, outcomes: readonly NewOutcome[], shares: readonly NewShare[]) {
  const text = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one));
  await tx.query(
    `insert into planning_share (proposal_id, cycle_id, organisation_id, alias, weight, asked_mh, granted_mh, entitlement_mh, borrowed_mh,
       lent_mh, is_incentive_kept, cost_fen, first_come_mh, first_come_fen, due)
     select $1, $2, "organisationId", alias, weight, "askedMh", "grantedMh", "entitlementMh", "borrowedMh", "lentMh", "isIncentiveKept",
            "costFen", "firstComeMh", "firstComeFen", due
       from json_to_recordset($3) as r ("organisationId" uuid, alias int, weight int, "askedMh" bigint, "grantedMh" bigint,
         "entitlementMh" bigint, "borrowedMh" bigint, "lentMh" bigint, "isIncentiveKept" boolean, "costFen" bigint, "firstComeMh" bigint,
         "firstComeFen" bigint, due jsonb)`,
    [proposalId, cycle.id, text(shares)]);
  await tx.query(
    `insert into planning_outcome (proposal_id, cycle_id, request_id, organisation_id, number, gpu_class, asked_mh, granted_mh,
       first_come_mh, level_mh, cost_fen, marginal_fen, reason_kind, reason, lines, reservations)
     select $1, $2, "requestId", "organisationId", number, "gpuClass", "askedMh", "grantedMh", "firstComeMh", "levelMh", "costFen",
            "marginalFen", "reasonKind", reason, lines, reservations
       from json_to_recordset($3) as r ("requestId" uuid, "organisationId" uuid, number text, "gpuClass" text, "askedMh" bigint,
         "grantedMh" bigint, "firstComeMh" bigint, "levelMh" bigint, "costFen" bigint, "marginalFen" bigint, "reasonKind" text,
         reason jsonb, lines jsonb, reservations jsonb)`,
    [proposalId, cycle.id, text(outcomes)]);
}
