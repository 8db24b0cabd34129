import { Injectable } from '@nestjs/common';
import { Database, invalid, notFound, type Ctx } from '@wutong/core-server';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { nextPayers } from '../usage/attribution';
import {
  computeBalances, grantsInLine, usageSeries, type ComputeBalance, type UsageGrain, type UsagePoint, type UsageSeriesQuery,
} from './compute-dashboard.queries';

/** How long a chart may reach, so that it has at most some hundred points a line. */
const MOST_DAYS: Record<UsageGrain, number> = { hour: 31, day: 800, month: 4000 };

/**
 * What a tenant sees of its computing power at one look, and the centre of all: what was given, is held, used and left,
 * how fast it goes, what was used when and where. Figures come from the ledger and from the sums of metering.
 */
@Injectable()
export class ComputeDashboardService {
  constructor(private readonly database: Database) {}

  /** Of one tenant; for the centre without a name, of all. */
  async balances(ctx: Ctx, organisationId: string | null): Promise<ComputeBalance[]> {
    const whose = organisationId ?? (ctx.actor.organisationKind === 'centre' ? null : tenantOf(ctx));
    return this.database.read(ctx, (tx) => computeBalances(tx, whose, ctx.now));
  }

  /** Grants of one tenant, those that end last first. */
  async grants(ctx: Ctx, organisationId: string | null): Promise<ComputeGrant[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeGrant).find({
        where: { organisationId: organisationId ?? tenantOf(ctx) }, order: { endsAt: 'DESC', id: 'ASC' }, take: 200,
      }),
    );
  }

  /** Of each grant, whether the next run under an account of the whole tenant counts on it: of all pools at least in one. */
  async payNext(ctx: Ctx, ids: readonly string[]): Promise<boolean[]> {
    const payers = nextPayers(await this.database.read(ctx, (tx) => grantsInLine(tx, ids, ctx.now)), ctx.now);
    return ids.map((id) => payers.has(id));
  }

  async series(ctx: Ctx, query: UsageSeriesQuery): Promise<UsagePoint[]> {
    if (query.to <= query.from) throw invalid('to', 'The end must be after the start.', '结束时间须晚于开始时间。');
    if (query.to.getTime() - query.from.getTime() > MOST_DAYS[query.grain] * 86_400_000) {
      throw invalid('from', 'This is too long a time for so fine a chart. Choose days or months.', '时间跨度过长，请改用按日或按月统计。');
    }
    if (query.most !== null && !(query.most >= 1 && query.most <= 50)) {
      throw invalid('most', 'A chart has from 1 to 50 parts.', '图表可分 1 至 50 项。');
    }
    const organisationId = ctx.actor.organisationKind === 'centre' ? query.organisationId : tenantOf(ctx);
    return this.database.read(ctx, (tx) => usageSeries(tx, { ...query, organisationId }));
  }
}

function tenantOf(ctx: Ctx): string {
  if (!ctx.actor.organisationId) throw notFound();
  return ctx.actor.organisationId;
}
