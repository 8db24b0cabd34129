import { Injectable } from '@nestjs/common';
import { Database, denied, invalid, notFound, type Ctx } from '@wutong/core-server';
import { addMonths, assertMonth, monthOf, type Month } from '../charge/month';
import { costDetail, costSeries, type CostBy, type CostDetail, type CostOf, type CostPart, type CostPoint, type CostSpan } from './cost-stack.queries';

const MONTHS = 12;
/** More parts than these and the rest cannot be told apart by colour. */
const PARTS = 5;
const SHARES = 100;

export interface CostDetailAsk {
  readonly by: CostBy;
  readonly of: CostOf;
  /** As 2026-10. */
  readonly month: Month;
  /** A part of the split; left out, what is left without those of `except`. */
  readonly key: string | null;
  readonly except: readonly string[];
}

/**
 * What use came to by month, before funding and caps, and what stands behind each part: for the centre of all tenants, as
 * charge or as cost; a tenant sees its own, as charges, by pool or GPU class.
 */
@Injectable()
export class CostStackService {
  constructor(private readonly database: Database) {}

  /** The last 12 months with the one under way: the five largest parts each, the others together under an empty key. */
  async series(ctx: Ctx, by: CostBy, of: CostOf): Promise<CostPoint[]> {
    const span = spanOf(ctx, by, of);
    const last = monthOf(ctx.now);
    return this.database.read(ctx, (tx) => costSeries(tx, span, addMonths(last, 1 - MONTHS), last, PARTS));
  }

  /** The hundred largest shares of a part in a month. Throws INVALID_INPUT for no such month, DENIED as `series`. */
  async detail(ctx: Ctx, { by, of, month, key, except }: CostDetailAsk): Promise<CostDetail> {
    const span = spanOf(ctx, by, of);
    assertMonth(month);
    if (except.length > PARTS) throw invalid('except', 'At most five parts can be left out.', '最多可排除五项。');
    const part: CostPart = key === null ? { except } : { key };
    return this.database.read(ctx, (tx) => costDetail(tx, span, month, part, SHARES));
  }
}

function spanOf({ actor }: Ctx, by: CostBy, of: CostOf): CostSpan {
  if (actor.organisationKind === 'centre') return { by, of, organisationId: null };
  if (of === 'cost' || by === 'supplier' || by === 'tenant') throw denied();
  if (!actor.organisationId) throw notFound();
  return { by, of, organisationId: actor.organisationId };
}
