import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Tx } from '@wutong/core-server';
import type { GrantWindow } from '../usage/attribution';
import { GRANT_WINDOW } from '../usage/usage.queries';

/** What a tenant has of a GPU class, in GPU-milli-hours. */
@ObjectType()
export class ComputeBalance {
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  organisationNameZh: string;

  @Field(() => String)
  organisationNameEn: string;

  @Field(() => String)
  gpuClass: string;

  /** Given by the centre, less what it took back. */
  @Field(() => BigInt)
  givenMh: bigint;

  /** Set aside for grants. */
  @Field(() => BigInt)
  heldMh: bigint;

  /** Metered, overuse included. */
  @Field(() => BigInt)
  usedMh: bigint;

  /** Metered beyond what was granted. */
  @Field(() => BigInt)
  overuseMh: bigint;

  /** Free to ask for. */
  @Field(() => BigInt)
  leftMh: bigint;

  /** Metered a day, on average over the last 14 days, or since the first use within them. */
  @Field(() => BigInt)
  burnPerDayMh: bigint;

  /** When held and left are used up if it goes on like this; null while nothing is used. */
  @Field(() => Date, { nullable: true })
  runsOutAt: Date | null;
}

/** The accounts of the tenants that the viewer may see. $1 tenant or null, $2 now. */
const BALANCES = `
  select b.*, o.name_zh as "organisationNameZh", o.name_en as "organisationNameEn", coalesce(u.mh, 0)::bigint as "burnPerDayMh",
         case when u.mh > 0 then $2::timestamptz + interval '1 day' * least(("heldMh" + "leftMh") / u.mh, 36500) end as "runsOutAt"
    from (
      select a.organisation_id as "organisationId", split_part(a.unit, ':', 2) as "gpuClass",
             sum(a.credits_posted - a.debits_posted) filter (where a.code = 'available')::bigint
               + sum(a.credits_posted - a.debits_posted) filter (where a.code = 'used')::bigint
               + sum(a.credits_posted - a.debits_posted) filter (where a.code = 'overuse')::bigint as "givenMh",
             sum(a.debits_pending) filter (where a.code = 'available')::bigint as "heldMh",
             sum(a.credits_posted - a.debits_posted) filter (where a.code = 'used')::bigint as "usedMh",
             sum(a.debits_posted - a.credits_posted) filter (where a.code = 'overuse')::bigint as "overuseMh",
             sum(a.credits_posted - a.debits_posted - a.debits_pending) filter (where a.code = 'available')::bigint as "leftMh"
        from ledger_account a
       where a.owner_type = 'organisation' and a.unit like 'gpu-mh:%' and a.code in ('available', 'used', 'overuse')
         and a.organisation_id is not null and ($1::uuid is null or a.organisation_id = $1)
       group by 1, 2
    ) b
    join organisation o on o.id = b."organisationId"
    left join lateral (
      select sum(gpu_mh) / greatest(1, extract(epoch from $2 - min(at)) / 86400) as mh from usage_day
       where organisation_id = b."organisationId" and gpu_class = b."gpuClass"
         and at > $2::timestamptz - interval '14 days' and at <= $2
    ) u on true
   order by b."gpuClass", b."organisationId"`;

export function computeBalances(tx: Tx, organisationId: string | null, now: Date): Promise<ComputeBalance[]> {
  return tx.query<ComputeBalance>(BALANCES, [organisationId, now]);
}

/** The grants open now that stand in line with these. $1 their ids, $2 now. */
const IN_LINE = `
  select ${GRANT_WINDOW}
    from compute_grant g
    join (select distinct organisation_id, gpu_class from compute_grant where id = any($1)) w using (organisation_id, gpu_class)
   where g.closed_at is null and g.starts_at <= $2 and g.ends_at > $2`;

export function grantsInLine(tx: Tx, ids: readonly string[], now: Date): Promise<GrantWindow[]> {
  return tx.query<GrantWindow & object>(IN_LINE, [ids, now]);
}

export const UsageGrain = { hour: 'hour', day: 'day', month: 'month' } as const;
export type UsageGrain = keyof typeof UsageGrain;
registerEnumType(UsageGrain, { name: 'UsageGrain', description: 'Hours, or days and months of Shanghai.' });

export const UsageBy = { tenant: 'tenant', pool: 'pool', gpuClass: 'gpuClass' } as const;
export type UsageBy = keyof typeof UsageBy;
registerEnumType(UsageBy, { name: 'UsageBy' });

/** What was used in one hour, day or month, of one tenant, pool or GPU class. Times without use have no point. */
@ObjectType()
export class UsagePoint {
  /** The beginning of the hour, day or month. */
  @Field(() => Date)
  at: Date;

  /** A tenant’s or pool’s id, or a GPU class; empty for all that are not among the largest. */
  @Field(() => String)
  key: string;

  /** Its name; for a GPU class its code; empty where the key is. */
  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => BigInt)
  gpuMh: bigint;
}

export interface UsageSeriesQuery {
  readonly grain: UsageGrain;
  readonly by: UsageBy;
  readonly from: Date;
  readonly to: Date;
  readonly organisationId: string | null;
  readonly poolId: string | null;
  readonly gpuClass: string | null;
  /** So many of the largest parts each have points of their own, the others have theirs together; null for all. */
  readonly most: number | null;
}

const NAMES = `coalesce(n.name_zh, '') as "nameZh", coalesce(n.name_en, '') as "nameEn"`;
const ORGANISATION = 'left join organisation n on n.id = s.key';
/** What sums are split by: `key` is a column of `u`, or of `p`, its pool. */
const KEY: Record<UsageBy | 'supplier', { key: string; join: string; names: string }> = {
  tenant: { key: 'u.organisation_id', join: ORGANISATION, names: NAMES },
  supplier: { key: 'p.organisation_id', join: ORGANISATION, names: NAMES },
  pool: { key: 'u.pool_id', join: 'left join compute_pool n on n.id = s.key', names: NAMES },
  gpuClass: { key: 'u.gpu_class', join: '', names: `coalesce(s.key, '') as "nameZh", coalesce(s.key, '') as "nameEn"` },
};

export interface SeriesOf {
  readonly grain: UsageGrain;
  readonly by: keyof typeof KEY;
  /** What is summed, and what the sum is called in the rows. */
  readonly sum: 'gpu_mh' | 'charge_mfen' | 'cost_mfen';
  readonly as: string;
}

/** The column by which sums are split, and the join that it needs beside `u`. */
export function splitOf(by: keyof typeof KEY): { key: string; pool: string } {
  return { key: KEY[by].key, pool: by === 'supplier' ? 'join compute_pool p on p.id = u.pool_id' : '' };
}

/**
 * The sums of a time, gathered first and named then: one statement over the table of that grain. The largest parts are found
 * in what was gathered, so that a chart of hundreds of tenants has the points of those that can be told apart.
 */
export function usageSeriesSql({ grain, by, sum, as }: SeriesOf, filters: readonly string[], most: string | null): string {
  const { join, names } = KEY[by];
  const { key, pool } = splitOf(by);
  const where = ['u.at >= $1', 'u.at < $2', ...filters].join(' and ');
  const gathered = `select u.at, ${key} as key, sum(u.${sum})::bigint as amount from usage_${grain} u ${pool} where ${where}
     group by 1, 2 having sum(u.${sum}) <> 0`;
  const parts = most === null ? gathered : `
    select g.at, l.key, sum(g.amount)::bigint as amount from gathered g left join largest l on l.key = g.key group by 1, 2`;
  return `${most === null ? '' : `with gathered as materialized (${gathered}),
    largest as (select key from gathered group by key order by sum(amount) desc, key limit ${most})`}
    select s.at, coalesce(s.key::text, '') as key, ${names}, s.amount as "${as}" from (${parts}) s ${join} order by s.at, s.key`;
}

export function usageSeries(tx: Tx, { grain, by, from, to, most, ...only }: UsageSeriesQuery): Promise<UsagePoint[]> {
  const params: unknown[] = [from, to];
  const filters = ([['organisation_id', only.organisationId], ['pool_id', only.poolId], ['gpu_class', only.gpuClass]] as const)
    .flatMap(([column, value]) => (value === null ? [] : [`u.${column} = $${params.push(value)}`]));
  const limit = most === null ? null : `$${params.push(most)}`;
  return tx.query<UsagePoint>(usageSeriesSql({ grain, by, sum: 'gpu_mh', as: 'gpuMh' }, filters, limit), params);
}
