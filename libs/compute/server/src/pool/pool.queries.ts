import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Tx } from '@wutong/core-server';
import { chargePriceAt } from '../tariff/charge-price';

/** A pool with what it has and what of it is taken now: a line of the operator's list. */
@ObjectType()
export class ComputePoolRow {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  code: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => String)
  supplierNameZh: string;

  @Field(() => String)
  supplierNameEn: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => String)
  region: string;

  @Field(() => String)
  cluster: string;

  @Field(() => Boolean)
  isOpen: boolean;

  @Field(() => Int)
  version: number;

  @Field(() => Int)
  gpus: number;

  @Field(() => Int)
  headroom: number;

  @Field(() => Int)
  inMaintenance: number;

  @Field(() => Int)
  reserved: number;

  @Field(() => Int)
  free: number;

  /** Metered use of the last seven days, in GPU-milli-hours. */
  @Field(() => BigInt)
  usedWeekMh: bigint;

  /** Metered use of the last seven days against the capacity of those days, 0 to 1; null without capacity. */
  @Field(() => Float, { nullable: true })
  utilisation: number | null;

  /** The price in force under the pool's contract; null while there is none. */
  @Field(() => BigInt, { nullable: true })
  fenPerGpuHour: bigint | null;
}

const POOLS = `
  select p.id, p.code, p.name_zh as "nameZh", p.name_en as "nameEn", o.name_zh as "supplierNameZh",
         o.name_en as "supplierNameEn", p.gpu_class as "gpuClass", p.region, p.cluster, p.is_open as "isOpen", p.version,
         coalesce(c.gpus, 0) as gpus, p.headroom, coalesce(m.gpus, 0)::int as "inMaintenance",
         r.gpus::int as reserved,
         (coalesce(c.gpus, 0) - p.headroom - coalesce(m.gpus, 0) - r.gpus)::int as free,
         coalesce(u.gpu_mh, 0)::bigint as "usedWeekMh", coalesce(u.gpu_mh, 0)::float8 / nullif(w.gpu_mh, 0) as utilisation,
         s.fen_per_gpu_hour as "fenPerGpuHour"
    from compute_pool p
    join organisation o on o.id = p.organisation_id
    left join lateral (select gpus from pool_capacity where pool_id = p.id and starts_at <= $1 and ends_at > $1) c on true
    left join lateral (select sum(gpus) as gpus from pool_maintenance
      where pool_id = p.id and cancelled_at is null and starts_at <= $1 and ends_at > $1) m on true
    cross join lateral reserved_gpus(p.id, $1) as r (gpus)
    left join lateral (select sum(gpu_mh) as gpu_mh from usage_hour
      where pool_id = p.id and at >= $1::timestamptz - interval '7 days' and at < $1) u on true
    left join lateral (select sum(gpus * extract(epoch from least(ends_at, $1)
        - greatest(starts_at, $1::timestamptz - interval '7 days')) / 3.6)::float8 as gpu_mh
      from pool_capacity where pool_id = p.id and starts_at < $1 and ends_at > $1::timestamptz - interval '7 days') w on true
    left join lateral (select fen_per_gpu_hour from supplier_price
      where contract_id = p.contract_id and gpu_class = p.gpu_class and valid_from <= $1
      order by valid_from desc limit 1) s on true
   order by p.gpu_class, p.code`;

/** Every pool that the viewer may see, with its state at a moment. Pools are few: the list has no pages. */
export function poolRows(tx: Tx, at: Date): Promise<ComputePoolRow[]> {
  return tx.query<ComputePoolRow>(POOLS, [at]);
}

/** What a tenant needs to know before asking: of which class there is how much, and how much of it stays free. */
@ObjectType()
export class GpuClassOffer {
  @Field(() => String)
  gpuClass: string;

  @Field(() => String)
  name: string;

  @Field(() => Int)
  memoryGib: number;

  /** GPUs of all open pools now. */
  @Field(() => Int)
  gpus: number;

  /** GPUs that no one has reserved throughout the window asked about, in the pool with most room. */
  @Field(() => Int)
  freeInOnePool: number;

  /** What a tenant is charged for a GPU-hour now in the cheapest of the open pools; null where no price is known. */
  @Field(() => BigInt, { nullable: true })
  fenFrom: bigint | null;

  /** The same in the dearest. */
  @Field(() => BigInt, { nullable: true })
  fenTo: bigint | null;
}

export interface OfferRow {
  gpuClass: string;
  name: string;
  memoryGib: number;
  gpus: number;
  fenFrom: bigint | null;
  fenTo: bigint | null;
  poolIds: string[];
}

/** GPU classes with their open pools; $1 a moment. */
export const OFFERS = `
  select g.code as "gpuClass", g.name, g.memory_gib as "memoryGib", coalesce(sum(c.gpus), 0)::int as gpus,
         coalesce(array_agg(p.id) filter (where p.id is not null), '{}') as "poolIds",
         min(s.fen_per_gpu_hour) as "fenFrom", max(s.fen_per_gpu_hour) as "fenTo"
    from gpu_class g
    left join compute_pool p on p.gpu_class = g.code and p.is_open
    left join pool_capacity c on c.pool_id = p.id and c.starts_at <= $1 and c.ends_at > $1
    left join lateral ${chargePriceAt('$1')} s on true
   group by g.code order by g.code`;
