import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  conflict, Database, notFound, OnEvent, OnTimer, parse, Timers, type Ctx, type DueTimer, type EventMap, type Tx,
} from '@wutong/core-server';
import { z } from 'zod';
import { Tenancy } from '../tenancy/tenancy.entity';
import { TenancyService } from '../tenancy/tenancy.service';
import { GrowthReport } from './growth-report.entity';
import { periodAt } from './reporting-period';

declare module '@wutong/core-server' {
  interface TimerMap {
    'growthReport.due': Record<string, never>;
  }
}

const schema = z.object({
  id: z.guid(),
  headcount: z.int().min(1).max(100_000),
  revenueFen: z.bigint().min(0n).max(10n ** 15n),
  raisedFen: z.bigint().min(0n).max(10n ** 15n),
  payingCustomers: z.int().min(0).max(10_000_000),
  highlights: z.string().trim().max(4000).nullish().transform((text) => text || null),
});

export type GrowthReportInput = z.input<typeof schema>;

/** How many overdue reports open a review of a tenancy, and make an alumnus inactive. */
const TOO_MANY_OVERDUE = 2;

/**
 * Reports of growth: each quarter while a tenancy runs, each year for alumni. A report can be corrected until its due
 * date and handed in late after it. Two that were overdue open a review; two missed years end the contact with alumni.
 */
@Injectable()
export class GrowthReportService {
  constructor(
    private readonly database: Database,
    private readonly timers: Timers,
    private readonly tenancies: TenancyService,
  ) {}

  /** Reports of one's own organisation; the centre names a tenancy. Latest first. */
  list(ctx: Ctx, tenancyId: string): Promise<GrowthReport[]> {
    return this.database.read(ctx, (tx) => tx.of(GrowthReport).find({ where: { tenancyId }, order: { dueAt: 'DESC' } }));
  }

  async submit(ctx: Ctx, input: GrowthReportInput): Promise<GrowthReport> {
    const figures = parse(ctx, schema, input);
    return this.database.command(ctx, 'submitGrowthReport', input, async (tx) => {
      const report = await tx.of(GrowthReport).findOne({ where: { id: figures.id }, lock: { mode: 'pessimistic_write' } });
      if (!report || report.organisationId !== ctx.actor.organisationId) throw notFound();
      if (report.submittedAt && ctx.now > report.dueAt) {
        throw conflict(
          'REPORT_CLOSED', 'This report was handed in and its date has passed. Ask the centre for a correction.',
          '该报告已提交且已过截止时间，如需更正请联系中心。',
        );
      }
      const submitted = { ...figures, submittedAt: ctx.now };
      await tx.of(GrowthReport).update({ id: report.id }, submitted);
      return { ...report, ...submitted };
    });
  }

  /** The first report of an active tenancy, or of an alumnus. */
  @OnEvent('tenancy.moved', ({ event, state }) => event === 'activate' || state === 'alumni')
  async tenancyMoved(ctx: Ctx, tx: Tx, { tenancyId }: EventMap['tenancy.moved']): Promise<void> {
    await this.open(ctx, tx, await tx.of(Tenancy).findOneByOrFail({ id: tenancyId }));
  }

  @OnTimer('growthReport.due')
  async due(ctx: Ctx, tx: Tx, timer: DueTimer<Record<string, never>>): Promise<void> {
    const report = await tx.of(GrowthReport).findOneByOrFail({ id: timer.subjectId });
    const tenancy = await tx.of(Tenancy).findOneByOrFail({ id: report.tenancyId });
    if (tenancy.endedAt && tenancy.state !== 'alumni') return;
    if (!report.submittedAt) {
      await tx.of(GrowthReport).update({ id: report.id }, { overdue: true });
      await this.actOnOverdue(ctx, tx, tenancy);
    }
    await this.open(ctx, tx, tenancy);
  }

  /** Opens the report of the period in which we are, once. */
  private async open(ctx: Ctx, tx: Tx, tenancy: Tenancy): Promise<void> {
    if (tenancy.state === 'alumni_inactive') return;
    const { key, dueAt } = periodAt(ctx.now, tenancy.state === 'alumni');
    const [opened] = await tx.query<{ id: string }>(
      `insert into growth_report (id, tenancy_id, organisation_id, period, due_at) values ($1, $2, $3, $4, $5)
       on conflict (tenancy_id, period) do nothing returning id`,
      [randomUUID(), tenancy.id, tenancy.organisationId, key, dueAt],
    );
    if (!opened) return;
    const subject = { subjectType: 'growth_report', subjectId: opened.id, organisationId: tenancy.organisationId };
    await this.timers.set(ctx, tx, { ...subject, event: 'growthReport.due', dueAt, payload: {} });
  }

  private async actOnOverdue(ctx: Ctx, tx: Tx, tenancy: Tenancy): Promise<void> {
    const yearly = tenancy.state === 'alumni';
    const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(
      `select count(*)::int as count from growth_report where tenancy_id = $1 and overdue and (length(period) = 4) = $2`,
      [tenancy.id, yearly],
    );
    if (count < TOO_MANY_OVERDUE) return;
    if (tenancy.state === 'active') await this.tenancies.moveBySystem(ctx, tx, tenancy.id, 'openReview');
    if (tenancy.state === 'alumni') await this.tenancies.moveBySystem(ctx, tx, tenancy.id, 'deactivate');
  }
}
