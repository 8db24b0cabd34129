import { Injectable } from '@nestjs/common';
import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import {
  asSystem, Database, Ledger, notFound, PageArgs, pageOf, readCursor, rowsToFetch, type Ctx, type LedgerEntry, type Page, type Tx,
} from '@wutong/core-server';
import { monthAhead, monthStart, type UsedOn } from '../budget/budget-outlook';
import { payableId } from './charge-accounts';
import { ChargeMonth } from './charge-month.entity';
import { runCharges } from './charge-run.queries';
import { ChargeStatement, type ChargeFunding, type ChargeLine } from './charge-statement.entity';
import { addMonths, assertMonth, monthOf, type Month } from './month';
import { isBiased, lastClosedMonth } from './month-closing.service';

@ArgsType()
export class ChargeStatementArgs extends PageArgs {
  /** For the centre, of one tenant; left out, of all. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  /** As 2026-10. */
  @Field(() => String, { nullable: true })
  month?: string | null;
}

/** What a tenant would be charged for a month if it were closed now. */
@ObjectType()
export class ChargePreviewRow {
  @Field(() => ID)
  organisationId: string;

  @Field(() => BigInt)
  chargedFen: bigint;

  /** What of it is not use of the month: corrections, refunds, lines by hand, the cap. */
  @Field(() => BigInt)
  adjustedFen: bigint;

  @Field(() => BigInt)
  fundedFen: bigint;

  @Field(() => BigInt)
  dueFen: bigint;
}

/** What a tenant was charged in a closed month for a GPU class; null for what belongs to none. */
@ObjectType()
export class ChargePoint {
  @Field(() => String)
  month: string;

  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  @Field(() => BigInt)
  chargedFen: bigint;

  /** What funding paid of it. */
  @Field(() => BigInt)
  fundedFen: bigint;
}

/** What the month under way will be charged, before funding and caps; it lies between low and high four times in five. */
@ObjectType()
export class ChargeForecast {
  /** As 2026-10. */
  @Field(() => String)
  month: string;

  @Field(() => BigInt)
  soFarFen: bigint;

  @Field(() => BigInt)
  expectedFen: bigint;

  @Field(() => BigInt)
  lowFen: bigint;

  @Field(() => BigInt)
  highFen: bigint;
}

/** What was charged and will be. Row-level security keeps tenants to their own. */
@Injectable()
export class StatementReadService {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  /** Statements, the latest first. */
  list(ctx: Ctx, args: ChargeStatementArgs): Promise<Page<ChargeStatement>> {
    const after = readCursor(args, 1);
    const organisationId = ctx.actor.organisationKind === 'centre' ? args.organisationId : ctx.actor.organisationId;
    return this.database.read(ctx, async (tx) => {
      const list = tx.of(ChargeStatement).createQueryBuilder('s').where('true').orderBy('s.number', 'DESC').limit(rowsToFetch(args));
      if (organisationId) list.andWhere('s.organisation_id = :organisationId', { organisationId });
      if (args.month) list.andWhere('s.month = :month', { month: args.month });
      if (after) list.andWhere('s.number < :after', { after: String(after[0]) });
      return pageOf(await list.getMany(), args, ({ number }) => [number]);
    });
  }

  get(ctx: Ctx, id: string): Promise<ChargeStatement> {
    return this.database.read(ctx, (tx) => statementOf(tx, id));
  }

  lines(ctx: Ctx, { id }: Pick<ChargeStatement, 'id'>): Promise<ChargeLine[]> {
    return this.database.read(ctx, (tx) => chargeLines(tx, [id]));
  }

  funding(ctx: Ctx, { id }: Pick<ChargeStatement, 'id'>): Promise<ChargeFunding[]> {
    return this.database.read(ctx, (tx) => chargeFunding(tx, [id]));
  }

  /** The last 12 closed months by GPU class: of one tenant, or for the centre of all. */
  series(ctx: Ctx, organisationId: string | null): Promise<ChargePoint[]> {
    const whose = ctx.actor.organisationKind === 'centre' ? organisationId : ctx.actor.organisationId;
    return this.database.read(ctx, (tx) => tx.query<ChargePoint>(SERIES, [whose, addMonths(monthOf(ctx.now), -12)]));
  }

  /** Of one tenant, for the centre of any or of all together. */
  async forecast(ctx: Ctx, organisationId: string | null): Promise<ChargeForecast> {
    const whose = ctx.actor.organisationKind === 'centre' ? organisationId : ctx.actor.organisationId;
    const days = await this.database.read(ctx, (tx) => tx.query<UsedOn & object>(CHARGED_BY_DAY, [whose, monthStart(ctx.now), ctx.now]));
    const { used, expected, low, high } = monthAhead(days, ctx.now);
    const fen = (mfen: number): bigint => BigInt(Math.round(mfen / 1000));
    return { month: monthOf(ctx.now), soFarFen: fen(Number(used)), expectedFen: fen(expected), lowFen: fen(low), highFen: fen(high) };
  }

  /** Months as they were proposed and closed, the latest first. */
  months(ctx: Ctx): Promise<ChargeMonth[]> {
    return this.database.read(ctx, (tx) => tx.of(ChargeMonth).find({ order: { month: 'DESC' }, take: 60 }));
  }

  /** The month to close next: the one after the last closed, or the one before the present one. */
  nextMonth(ctx: Ctx): Promise<Month> {
    return this.database.read(ctx, async (tx) => {
      const last = await lastClosedMonth(tx);
      return last ? addMonths(last, 1) : addMonths(monthOf(ctx.now), -1);
    });
  }

  /** Every tenant's statement as it would be now, the largest first. */
  async preview(ctx: Ctx, month: string): Promise<ChargePreviewRow[]> {
    assertMonth(month);
    const drafts = await this.database.read(ctx, (tx) => runCharges(tx, month));
    return drafts
      .map(({ organisationId, lines, chargedFen, fundedFen, dueFen }) => ({
        organisationId, chargedFen, fundedFen, dueFen,
        adjustedFen: lines.reduce((sum, { kind, amountFen }) => (kind === 'usage' ? sum : sum + amountFen), 0n),
      }))
      .sort((one, other) => Number(other.chargedFen - one.chargedFen));
  }

  /** Whether somebody else has to close a month, as it has a statement of a company with which this person has a conflict of interest. */
  async isBarred(ctx: Ctx, month: string): Promise<boolean> {
    assertMonth(month);
    if (ctx.actor.conflicts.length === 0) return false;
    return isBiased(ctx, await this.database.read(asSystem(ctx), (tx) => runCharges(tx, month)));
  }

  /** Why a tenant owes what it owes: the entries of its account, newest first. */
  async payable(ctx: Ctx, organisationId: string | null, page: PageArgs): Promise<Page<LedgerEntry>> {
    const whose = organisationId ?? ctx.actor.organisationId;
    if (!whose) throw notFound();
    return this.database.read(ctx, async (tx) => {
      const [balance] = await this.ledger.balances(ctx, tx, [payableId(whose)]);
      // Before its first statement a tenant has no account.
      if (!balance) return { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
      return this.ledger.statement(ctx, tx, payableId(whose), page);
    });
  }
}

export async function statementOf(tx: Tx, id: string): Promise<ChargeStatement> {
  const statement = await tx.of(ChargeStatement).findOneBy({ id });
  if (!statement) throw notFound();
  return statement;
}

export function chargeLines(tx: Tx, statementIds: readonly string[]): Promise<ChargeLine[]> {
  return tx.query<ChargeLine>(LINES, [statementIds]);
}

export function chargeFunding(tx: Tx, statementIds: readonly string[]): Promise<ChargeFunding[]> {
  return tx.query<ChargeFunding>(FUNDING, [statementIds]);
}

/** $1 the tenant or null, $2 the first month. */
const SERIES = `
  select month, gpu_class as "gpuClass", sum(charged)::bigint as "chargedFen", sum(funded)::bigint as "fundedFen"
    from charge_statement s
    cross join lateral (
      select gpu_class, amount_fen as charged, 0 as funded from charge_line where statement_id = s.id
      union all
      select gpu_class, 0, amount_fen from charge_funding where statement_id = s.id
    ) part
   where s.month >= $2 and ($1::uuid is null or s.organisation_id = $1)
   group by month, gpu_class order by month, gpu_class nulls last`;

const LINES = `
  select l.id, l.statement_id as "statementId", l.kind, l.usage_month as "usageMonth", l.grant_id as "grantId",
         r.number as "requestNumber", l.pool_id as "poolId", p.code as "poolCode", p.name_zh as "poolNameZh", p.name_en as "poolNameEn",
         p.region, l.gpu_class as "gpuClass", l.gpu_mh as "gpuMh", l.charge_mfen as "chargeMfen", l.amount_fen as "amountFen", l.reason
    from charge_line l left join compute_pool p on p.id = l.pool_id left join compute_request r on r.id = l.grant_id
   where l.statement_id = any($1)
   order by l.statement_id, array_position(array['usage', 'correction', 'refund', 'manual', 'cap'], l.kind), l.usage_month,
         l.gpu_class, p.code, r.number, l.id`;

const FUNDING = `
  select f.id, f.statement_id as "statementId", f.source_id as "sourceId", s.programme, s.kind, f.pool_id as "poolId",
         f.gpu_class as "gpuClass", f.amount_fen as "amountFen"
    from charge_funding f join funding_source s on s.id = f.source_id
   where f.statement_id = any($1)
   order by f.statement_id, array_position(array['voucher', 'subsidy', 'cash'], s.kind), s.last_month nulls last, s.given_at, f.id`;

/** By day, in milli-fen, since the beginning of the month or for longer where the pace needs it. $1 tenant or null, $2 month, $3 now. */
const CHARGED_BY_DAY = `
  select at, sum(charge_mfen)::bigint as amount from usage_day
   where ($1::uuid is null or organisation_id = $1) and at >= least($2::timestamptz, $3::timestamptz - interval '16 days') and at <= $3
   group by at`;
