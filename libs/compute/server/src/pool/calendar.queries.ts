import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const CalendarEntryKind = { grant: 'grant', loan: 'loan', reservation: 'reservation', maintenance: 'maintenance' } as const;
export type CalendarEntryKind = keyof typeof CalendarEntryKind;
registerEnumType(CalendarEntryKind, {
  name: 'CalendarEntryKind', description: 'GPUs given to a tenant, lent to one until they are given to somebody, kept by an operator, or out of use.',
});

/** From this moment on, until the next one, a pool has so many GPUs and so many of them are free. */
@ObjectType()
export class CalendarLevel {
  @Field(() => Date)
  at: Date;

  @Field(() => Int)
  gpus: number;

  /** Below zero when more is given out than there is. */
  @Field(() => Int)
  free: number;
}

/** GPUs of a pool that are not free for a while. */
@ObjectType()
export class CalendarEntry {
  @Field(() => ID)
  id: string;

  @Field(() => CalendarEntryKind)
  kind: CalendarEntryKind;

  /** Of a grant or a loan. */
  @Field(() => ID, { nullable: true })
  requestId: string | null;

  @Field(() => String, { nullable: true })
  requestNumber: string | null;

  @Field(() => String, { nullable: true })
  organisationNameZh: string | null;

  @Field(() => String, { nullable: true })
  organisationNameEn: string | null;

  /** Why, where no tenant has them. */
  @Field(() => String, { nullable: true })
  reason: string | null;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;
}

@ObjectType()
export class CalendarLane {
  @Field(() => ID)
  poolId: string;

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => [CalendarLevel])
  levels: CalendarLevel[];

  /** By their beginning. What a conflict of interest bars from the viewer is left out here, not in the levels. */
  @Field(() => [CalendarEntry])
  entries: CalendarEntry[];
}

/** Pools with what is given out of them within a window; $1 its start, $2 its end, $3 one pool or null. JSON has moments as text. */
export const LANES = `
  select p.id as "poolId", p.name_zh as "nameZh", p.name_en as "nameEn", p.gpu_class as "gpuClass",
         coalesce((select json_agg(e order by e."startsAt", e.id) from (
           select r.id, 'grant' as kind, r.request_id as "requestId", q.number as "requestNumber", o.name_zh as "organisationNameZh",
                  o.name_en as "organisationNameEn", null as reason, r.gpus, r.starts_at as "startsAt", r.ends_at as "endsAt"
             from compute_reservation r
             join compute_request q on q.id = r.request_id
             join organisation o on o.id = r.organisation_id
            where r.pool_id = p.id and tstzrange(r.starts_at, r.ends_at) && tstzrange($1, $2)
           union all
           select b.id, 'loan', b.grant_id, q.number, o.name_zh, o.name_en, null, b.gpus, b.starts_at, b.returns_at
             from compute_borrow b
             join compute_request q on q.id = b.grant_id
             join organisation o on o.id = b.organisation_id
            where b.pool_id = p.id and b.returns_at > b.starts_at and tstzrange(b.starts_at, b.returns_at) && tstzrange($1, $2)
           union all
           select r.id, 'reservation', null, null, null, null, r.reason, r.gpus, r.starts_at, r.ends_at
             from compute_reservation r
            where r.pool_id = p.id and r.request_id is null and r.ends_at > r.starts_at
              and tstzrange(r.starts_at, r.ends_at) && tstzrange($1, $2)
           union all
           select m.id, 'maintenance', null, null, null, null, m.reason, m.gpus, m.starts_at, m.ends_at
             from pool_maintenance m
            where m.pool_id = p.id and m.cancelled_at is null and tstzrange(m.starts_at, m.ends_at) && tstzrange($1, $2)
         ) e), '[]') as entries
    from compute_pool p where $3::uuid is null or p.id = $3 order by p.gpu_class, p.code`;

export type LaneRow = Omit<CalendarLane, 'levels' | 'entries'> & {
  entries: (Omit<CalendarEntry, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
};
