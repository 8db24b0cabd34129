import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Tx } from '@wutong/core-server';
import { endOfMonth, startOfMonth, type Month } from '../charge/month';
import { splitOf, UsageBy, usageSeriesSql } from './compute-dashboard.queries';

export const CostBy = { ...UsageBy, supplier: 'supplier' } as const;
export type CostBy = keyof typeof CostBy;
registerEnumType(CostBy, { name: 'CostBy' });

export const CostOf = { charge: 'charge', cost: 'cost' } as const;
export type CostOf = keyof typeof CostOf;
registerEnumType(CostOf, { name: 'CostOf', description: 'What tenants are charged for use, or what it costs the centre.' });

const COLUMN = { charge: 'charge_mfen', cost: 'cost_mfen' } as const satisfies Record<CostOf, string>;

/** What use came to in a month of Shanghai, of one tenant, supplier, pool or GPU class. */
@ObjectType()
export class CostPoint {
  /** As 2026-10. */
  @Field(() => String)
  month: string;

  /** An id or a GPU class; empty for all that are not among the largest. */
  @Field(() => String)
  key: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  /** In thousandths of a fen. */
  @Field(() => BigInt)
  amountMfen: bigint;
}

/** What one grant of a tenant used in a pool in a month; without a grant, what counted on none. */
@ObjectType()
export class CostShare {
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  /** The request's id. */
  @Field(() => ID, { nullable: true })
  grantId: string | null;

  @Field(() => String, { nullable: true })
  requestNumber: string | null;

  @Field(() => ID)
  poolId: string;

  @Field(() => String)
  poolNameZh: string;

  @Field(() => String)
  poolNameEn: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => BigInt)
  gpuMh: bigint;

  /** In thousandths of a fen. */
  @Field(() => BigInt)
  amountMfen: bigint;
}

/** What stands behind one part of a month: its largest shares, and how many and how much it is in all. */
@ObjectType()
export class CostDetail {
  @Field(() => [CostShare])
  shares: CostShare[];

  @Field(() => Int)
  count: number;

  /** In thousandths of a fen. */
  @Field(() => BigInt)
  amountMfen: bigint;
}

export interface CostSpan {
  readonly by: CostBy;
  readonly of: CostOf;
  /** Of one tenant; null for all that the scope shows. */
  readonly organisationId: string | null;
}

/** From one month to another, both counted; so many of the largest parts each, the others together. */
export async function costSeries(tx: Tx, { by, of, organisationId }: CostSpan, first: Month, last: Month, most: number): Promise<CostPoint[]> {
  const sql = usageSeriesSql(
    { grain: 'month', by, sum: COLUMN[of], as: 'amountMfen' }, organisationId === null ? [] : ['u.organisation_id = $4'], '$3',
  );
  return tx.query<CostPoint>(
    `select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, key, "nameZh", "nameEn", "amountMfen" from (${sql}) points`,
    [startOfMonth(first), endOfMonth(last), most, ...(organisationId === null ? [] : [organisationId])],
  );
}

/** One part of a split, or what is left without the named parts. */
export type CostPart = { readonly key: string } | { readonly except: readonly string[] };

/**
 * The shares of a part in a month, the largest first. The sums by month say where to look in the sums by grant, so that only
 * rows of these tenants and pools are read. $1 first moment, $2 the one after, $3 keys, $4 how many, $5 tenant or null.
 */
function sharesSql(by: CostBy, of: CostOf, isRest: boolean): string {
  const { key, pool } = splitOf(by);
  return `
  with part as materialized (
    select u.organisation_id, u.pool_id, u.gpu_class from usage_month u ${pool}
     where u.at = $1 and (${key})::text ${isRest ? '<> all($3)' : '= any($3)'} and ($5::uuid is null or u.organisation_id = $5)
  ), share as (
    select d.organisation_id, d.grant_id, d.pool_id, d.gpu_class, sum(d.gpu_mh)::bigint as mh, sum(d.${COLUMN[of]})::bigint as mfen
      from part join usage_grant_day d using (organisation_id, pool_id, gpu_class)
     where d.at >= $1 and d.at < $2
     group by 1, 2, 3, 4 having sum(d.${COLUMN[of]}) <> 0
  ), largest as (
    select *, (count(*) over ())::int as count, (sum(mfen) over ())::bigint as whole
      from share order by mfen desc, organisation_id, grant_id, pool_id, gpu_class limit $4
  )
  select s.organisation_id as "organisationId", o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn",
         r.id as "grantId", r.number as "requestNumber", s.pool_id as "poolId", p.name_zh as "poolNameZh", p.name_en as "poolNameEn",
         s.gpu_class as "gpuClass", s.mh as "gpuMh", s.mfen as "amountMfen", s.count, s.whole
    from largest s
    join organisation o on o.id = s.organisation_id
    join compute_pool p on p.id = s.pool_id
    left join compute_request r on r.id = s.grant_id
   order by s.mfen desc, s.organisation_id, s.grant_id, s.pool_id, s.gpu_class`;
}

export async function costDetail(tx: Tx, { by, of, organisationId }: CostSpan, month: Month, part: CostPart, most: number): Promise<CostDetail> {
  const isRest = 'except' in part;
  const rows = await tx.query<CostShare & { count: number; whole: bigint }>(sharesSql(by, of, isRest), [
    startOfMonth(month), endOfMonth(month), isRest ? part.except : [part.key], most, organisationId,
  ]);
  return { shares: rows, count: rows[0]?.count ?? 0, amountMfen: rows[0]?.whole ?? 0n };
}
