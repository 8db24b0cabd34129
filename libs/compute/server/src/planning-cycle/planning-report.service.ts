import { Injectable } from '@nestjs/common';
import { Database, isStaff, notFound, WorkflowService, type Ctx } from '@wutong/core-server';
import { keptInPlan } from './kept-reviews';
import { planningCase } from './planning-case';
import { cycleOf, lockCycle } from './planning-cycle.service';
import type { PlanningCycle } from './planning-cycle.entity';
import { PlanningNotices } from './planning-notices';
import { PlanningProposal, PlanningShare } from './planning-proposal.entity';
import { PlanningReport, type PublishedReport } from './planning-report.entity';
import { figuresOf } from './planning-read.service';
import type { PlanningReportView } from './planning.types';

/**
 * Publishes how a plan shared the hours: everybody reads the same figures, in which the companies are numbers. The
 * centre's people read names and weights beside them, a company its own name and no weights, from which it could tell its score.
 */
@Injectable()
export class PlanningReportService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly notices: PlanningNotices,
  ) {}

  publish(ctx: Ctx, input: { id: string; version: number }): Promise<PlanningCycle> {
    return this.database.command(ctx, 'publishPlanningCycle', input, async (tx) => {
      const cycle = await lockCycle(tx, input.id);
      this.workflow.assertOpen(ctx, planningCase, cycle, 'publish', input.version);
      // All companies are in the report, those too whose cases the person who publishes may not see.
      const shares = await tx.bySystem(ctx, () =>
        tx.of(PlanningShare).find({ where: { proposalId: cycle.proposalId! }, order: { alias: 'ASC' } }),
      );
      const proposal = await tx.of(PlanningProposal).findOneByOrFail({ id: cycle.proposalId! });
      const report: PublishedReport = {
        figures: figuresOf(proposal.plan!), firstCome: figuresOf(proposal.firstCome!), inputsHash: proposal.inputsHash!,
        planHash: proposal.planHash!,
        tenants: shares.map((share) => ({
          alias: share.alias, weight: share.weight, askedMh: Number(share.askedMh), grantedMh: Number(share.grantedMh),
          entitlementMh: Number(share.entitlementMh), borrowedMh: Number(share.borrowedMh), lentMh: Number(share.lentMh),
          firstComeMh: Number(share.firstComeMh), isIncentiveKept: share.isIncentiveKept,
        })),
      };
      await tx.insert(PlanningReport, {
        cycleId: cycle.id, organisationId: cycle.organisationId, report, publishedByName: ctx.actor.name, publishedAt: ctx.now,
      });
      const published = await this.workflow.perform(ctx, tx, planningCase, cycle, 'publish', {
        version: input.version, set: { publishedAt: ctx.now },
      });
      await this.notices.tellPublished(ctx, tx, published, shares.map(({ organisationId }) => organisationId));
      return published;
    });
  }

  /** The published report as the viewer may read it. Throws NOT_FOUND before it is published. */
  async view(ctx: Ctx, cycleId: string): Promise<PlanningReportView> {
    return this.database.read(ctx, async (tx) => {
      const cycle = await cycleOf(tx, cycleId);
      const found = await tx.of(PlanningReport).findOneBy({ cycleId });
      if (!found) throw notFound();
      const names = await tx.query<{ alias: number; id: string; nameZh: string; nameEn: string }>(
        `select s.alias, o.id, o.name_zh as "nameZh", o.name_en as "nameEn" from planning_share s join organisation o on o.id = s.organisation_id
          where s.proposal_id = $1`, [cycle.proposalId]);
      const { tenants: kept } = await keptInPlan(ctx, tx, cycle.proposalId);
      const byAlias = new Map(names.map((name) => [name.alias, name]));
      const { tenants, ...figures } = found.report;
      return {
        ...figures, publishedByName: found.publishedByName, publishedAt: found.publishedAt,
        tenants: tenants.map((tenant) => {
          const name = byAlias.get(tenant.alias);
          const isTold = isStaff(ctx) && name !== undefined && !kept.has(name.id);
          return { ...tenant, weight: isTold ? tenant.weight : null, nameZh: name?.nameZh ?? null, nameEn: name?.nameEn ?? null, isOwn: name?.id === ctx.actor.organisationId };
        }),
      };
    });
  }
}
