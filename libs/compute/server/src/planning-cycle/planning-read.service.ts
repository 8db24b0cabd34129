import { Injectable } from '@nestjs/common';
import {
  asSystem, Database, isStaff, limitFor, notFound, pageOf, readCursor, WorkflowService, type CaseAction, type CaseEvent, type Ctx, type Page, type Tx,
} from '@wutong/core-server';
import type { Plan } from '../planning/plan';
import type { World } from '../planning/world';
import { keptInPlan, keptReviews } from './kept-reviews';
import { planningCase } from './planning-case';
import { assertImpartial, cycleOf } from './planning-cycle.service';
import { PlanningCycle } from './planning-cycle.entity';
import { PlanningProposal, type PlanningOutcome } from './planning-proposal.entity';
import type { PlanFigures } from './planning-report.entity';
import type { PlanningCandidate, PlanningCell, PlanningCycleArgs, PlanningOutcomeRow, PlanningPool, PlanningShareRow } from './planning.types';
import { worldNow } from './proposal.service';

const SHARES = `
  select s.proposal_id as "proposalId", s.organisation_id as "organisationId", s.alias, s.weight, s.asked_mh as "askedMh",
         s.granted_mh as "grantedMh", s.entitlement_mh as "entitlementMh", s.borrowed_mh as "borrowedMh", s.lent_mh as "lentMh",
         s.is_incentive_kept as "isIncentiveKept", s.cost_fen as "costFen", s.first_come_mh as "firstComeMh",
         s.first_come_fen as "firstComeFen", o.name_zh as "nameZh", o.name_en as "nameEn"
    from planning_share s join organisation o on o.id = s.organisation_id where s.proposal_id = $1 order by s.alias`;

const OUTCOMES = `
  select p.request_id as "requestId", p.organisation_id as "organisationId", p.number, p.gpu_class as "gpuClass", p.asked_mh as "askedMh",
         p.granted_mh as "grantedMh", p.first_come_mh as "firstComeMh", p.level_mh as "levelMh", p.cost_fen as "costFen",
         p.marginal_fen as "marginalFen", p.reason_kind as "reasonKind", p.reason, p.lines, p.reservations,
         p.decided_at as "appliedAt", o.name_zh as "nameZh", o.name_en as "nameEn", p.cycle_id as "cycleId"
    from planning_outcome p join organisation o on o.id = p.organisation_id`;

/** What may be read of cycles and plans; row-level security keeps each viewer to theirs. */
@Injectable()
export class PlanningReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  /** The latest opened first; for companies, those that are published. */
  list(ctx: Ctx, args: PlanningCycleArgs): Promise<Page<PlanningCycle>> {
    const after = readCursor(args, 2);
    return this.database.read(ctx, async (tx) => {
      const ids = await tx.query<{ id: string; openedAt: Date }>(
        `select id, opened_at as "openedAt" from planning_cycle
          where ${after ? '(opened_at, id) < ($1::timestamptz, $2::uuid)' : 'true'} order by opened_at desc, id desc ${limitFor(args)}`,
        after ?? [],
      );
      const found = await tx.of(PlanningCycle).createQueryBuilder('c').where('c.id = any(:ids)', { ids: ids.map(({ id }) => id) })
        .orderBy('c.opened_at', 'DESC').addOrderBy('c.id', 'DESC').getMany();
      return pageOf(found, args, ({ openedAt, id }) => [openedAt, id]);
    });
  }

  get(ctx: Ctx, id: string): Promise<PlanningCycle> {
    return this.database.read(ctx, (tx) => cycleOf(tx, id));
  }

  actions(ctx: Ctx, cycle: PlanningCycle): CaseAction[] {
    return this.workflow.actionsFor(ctx, planningCase, cycle);
  }

  timeline(ctx: Ctx, { id }: PlanningCycle): Promise<CaseEvent[]> {
    return this.database.read(ctx, (tx) => this.workflow.timelines(tx, planningCase.workflow.name, [id]));
  }

  /** The plan that stands, without its documents; null for companies, who read their own lines. */
  proposal(ctx: Ctx, { proposalId }: PlanningCycle): Promise<PlanningProposal | null> {
    return this.database.read(ctx, (tx) => (proposalId ? bareProposal(tx, `id = $1`, [proposalId]) : Promise.resolve(null)));
  }

  /** The last computation that was asked for, whatever became of it. */
  latest(ctx: Ctx, { id }: PlanningCycle): Promise<PlanningProposal | null> {
    return this.database.read(ctx, (tx) => bareProposal(tx, `cycle_id = $1`, [id]));
  }

  shares(ctx: Ctx, { proposalId }: PlanningCycle): Promise<PlanningShareRow[]> {
    return this.database.read(ctx, async (tx) => {
      const { tenants } = await keptInPlan(ctx, tx, proposalId);
      const rows = await tx.query<Omit<PlanningShareRow, 'weightTold'>>(SHARES, [proposalId]);
      return rows.map((row) => ({ ...row, weightTold: isStaff(ctx) && !tenants.has(row.organisationId) ? row.weight : null }));
    });
  }

  outcomes(ctx: Ctx, { proposalId }: PlanningCycle): Promise<PlanningOutcomeRow[]> {
    return this.outcomeRows(ctx, `where p.proposal_id = $1 order by p.number`, proposalId);
  }

  /** What the plans that were applied gave a request and why, the latest first. */
  ofRequest(ctx: Ctx, requestId: string): Promise<PlanningOutcomeRow[]> {
    return this.outcomeRows(ctx, `where p.request_id = $1 and p.decided_at is not null order by p.decided_at desc`, requestId);
  }

  private outcomeRows(ctx: Ctx, where: string, id: string | null): Promise<PlanningOutcomeRow[]> {
    return this.database.read(ctx, async (tx) => {
      const rows = await tx.query<PlanningOutcome & { nameZh: string; nameEn: string; appliedAt: Date | null }>(`${OUTCOMES} ${where}`, [id]);
      if (rows.length === 0) return [];
      // With the hours it says the weight, which companies do not read: they know its other factors, and so could tell what reviews made of it.
      const { tenants } = await keptReviews(ctx, tx, rows.map(({ requestId }) => requestId));
      const isLevelKept = (organisationId: string): boolean => !isStaff(ctx) || tenants.has(organisationId);
      const pools = new Map((await poolsOf(tx)).map((pool) => [pool.id, pool]));
      const codes = await this.database.read(asSystem(ctx), (system) =>
        system.query<{ id: string; code: string }>(`select id, code from planning_cycle where id = any($1)`, [rows.map(({ cycleId }) => cycleId)]),
      );
      return rows.map((row) => ({
        ...row, levelTold: isLevelKept(row.organisationId) ? null : row.levelMh,
        code: codes.find((cycle) => cycle.id === row.cycleId)?.code ?? '', reasonText: row.reason[ctx.locale],
        planned: row.lines.map(({ poolId, ...line }) => ({ ...line, pool: pools.get(poolId)! })),
        gpusOverTime: row.reservations.map(({ poolId, gpus, startsAt, endsAt }) => ({
          gpus, startsAt: new Date(startsAt), endsAt: new Date(endsAt), pool: pools.get(poolId)!,
        })),
      }));
    });
  }

  /** Requests that wait in the cycle's months, and whether each is planned; as the viewer may see them. */
  async candidates(ctx: Ctx, cycle: PlanningCycle): Promise<PlanningCandidate[]> {
    if (!isStaff(ctx) || !(cycle.state === 'collecting' || cycle.state === 'proposed')) return [];
    const { asks, notPlanned, scores } = await this.database.read(asSystem(ctx), async (tx) => (await worldNow(asSystem(ctx), tx, cycle)).live);
    const all = [
      ...asks.map(({ fact, cutByQuotaMh }) => ({ fact, status: 'planned', cutByQuotaMh: BigInt(cutByQuotaMh) })),
      ...notPlanned.map(({ fact, because }) => ({ fact, status: because, cutByQuotaMh: 0n })),
    ];
    const kept = await this.database.read(ctx, (tx) => keptReviews(ctx, tx, all.map(({ fact }) => fact.id)));
    return all
      .flatMap(({ fact, status, cutByQuotaMh }) => {
        const one = kept.seen.get(fact.id);
        const { id: requestId, ...facts } = fact;
        return one ? [{
          ...facts, requestId, status, cutByQuotaMh, nameZh: one.nameZh, nameEn: one.nameEn, meanScore: kept.requests.has(requestId) ? null : fact.meanScore,
          scorePercent: status !== 'planned' || kept.tenants.has(fact.organisationId) ? null : scores.get(fact.organisationId)!,
        }] : [];
      })
      .sort((a, b) => (a.number < b.number ? -1 : 1));
  }

  /** Whether the world is still the one that the plan was made from; null when there is no plan to decide on. */
  isCurrent(ctx: Ctx, cycle: PlanningCycle): Promise<boolean | null> {
    if (!isStaff(ctx) || cycle.state !== 'proposed') return Promise.resolve(null);
    return this.database.read(asSystem(ctx), async (tx) => {
      const { hash } = await worldNow(asSystem(ctx), tx, cycle);
      const proposal = await bareProposal(tx, `id = $1`, [cycle.proposalId!]);
      return hash === proposal?.inputsHash;
    });
  }

  async figures(ctx: Ctx, { id }: PlanningProposal): Promise<{ plan: PlanFigures; firstCome: PlanFigures }> {
    const { plan, firstCome } = await this.documents(ctx, id);
    return { plan: figuresOf(plan), firstCome: figuresOf(firstCome) };
  }

  async cells(ctx: Ctx, { id }: PlanningProposal): Promise<PlanningCell[]> {
    const { world, plan } = await this.documents(ctx, id);
    return this.database.read(ctx, async (tx) => cellsOf(world, plan, await poolsOf(tx)));
  }

  pools(ctx: Ctx): Promise<PlanningPool[]> {
    return this.database.read(ctx, poolsOf);
  }

  /** The world of the plan that stands, as `npx wutong plan` and other solvers read it; without scores that are kept from the viewer. */
  async world(ctx: Ctx, id: string): Promise<string> {
    assertImpartial(ctx);
    const cycle = await this.get(ctx, id);
    if (!cycle.proposalId) throw notFound();
    const { world } = await this.documents(ctx, cycle.proposalId);
    const { tenants } = await this.database.read(ctx, (tx) => keptInPlan(ctx, tx, cycle.proposalId));
    const told = world.tenants.map((one) => (tenants.has(one.id) ? { ...one, scorePercent: undefined } : one));
    return `${JSON.stringify({ ...world, tenants: told }, null, 2)}\n`;
  }

  private async documents(ctx: Ctx, id: string): Promise<{ world: World; plan: Plan; firstCome: Plan }> {
    const [row] = await this.database.read(ctx, (tx) =>
      tx.query<{ world: World; plan: Plan; firstCome: Plan }>(
        `select world, plan, first_come as "firstCome" from planning_proposal where id = $1 and state = 'ready'`, [id]),
    );
    if (!row) throw notFound();
    return row;
  }
}

async function bareProposal(tx: Tx, where: string, params: unknown[]): Promise<PlanningProposal | null> {
  const [row] = await tx.query<PlanningProposal>(
    `select id, cycle_id as "cycleId", number, state, inputs_hash as "inputsHash", plan_hash as "planHash", failure,
            asked_by_name as "askedByName", asked_at as "askedAt", ready_at as "readyAt"
       from planning_proposal where ${where} order by number desc limit 1`, params);
  return row ?? null;
}

function poolsOf(tx: Tx): Promise<PlanningPool[]> {
  return tx.query<PlanningPool>(
    `select id, code, name_zh as "nameZh", name_en as "nameEn", gpu_class as "gpuClass" from compute_pool order by gpu_class, code`);
}

export function figuresOf({ summary, fairness }: Plan): PlanFigures {
  const mh = (hours: number): number => Math.round(hours * 1000);
  return {
    askedMh: mh(summary.askedHours), grantedMh: mh(summary.grantedHours), capacityMh: mh(summary.capacityHours), costFen: summary.costFen,
    jainOfShares: fairness.jainOfShares, jainOfDemandMet: fairness.jainOfDemandMet,
    belowSlice: fairness.tenants.filter(({ sharingIncentive }) => !sharingIncentive).length, envy: fairness.envy.length,
  };
}

/** Slices of pools put together again, by pool and month, in hours of the pool's class. */
function cellsOf(world: World, plan: Plan, pools: readonly PlanningPool[]): PlanningCell[] {
  const granted = new Map<string, number>();
  for (const { pool, gpuHours } of plan.lines) granted.set(pool, (granted.get(pool) ?? 0) + Math.round(gpuHours * 1000));
  const cells = new Map<string, PlanningCell & { fen: number }>();
  const byName = new Map(pools.flatMap((pool) => [[pool.code, pool.id] as const, [pool.id, pool.id] as const]));
  for (const slice of world.pools) {
    const [{ month, hours } = { month: '', hours: 0 }] = slice.extra;
    const poolId = byName.get(slice.id.split(':')[0]!);
    if (!poolId) continue;
    const key = `${poolId} ${month}`;
    const before = cells.get(key) ?? { poolId, month, capacityMh: 0, grantedMh: 0, fenPerGpuHour: 0, fen: 0 };
    const capacityMh = before.capacityMh + Math.round(hours * 1000);
    const fen = before.fen + hours * 1000 * (slice.prices[0]?.fenPerGpuHour ?? 0);
    cells.set(key, {
      poolId, month, capacityMh, grantedMh: before.grantedMh + (granted.get(slice.id) ?? 0), fen, fenPerGpuHour: Math.round(fen / capacityMh),
    });
  }
  return [...cells.values()];
}
