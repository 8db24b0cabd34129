import { Injectable } from '@nestjs/common';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { z } from 'zod';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { notFound } from '../errors/app-error';
import { parse } from '../errors/parse';
import { connectionOf, pageOf, readCursor, rowsToFetch, type Page, type PageArgs } from '../graphql/connection';
import { Json } from '../graphql/scalars';
import { JobQueue } from './job-queue';

/** Work that failed at every attempt and now waits for a person: a job, an event's delivery, or a timer. */
@ObjectType()
export class DeadJob {
  @Field(() => ID)
  id: string;

  /** `job`, `event` or `timer`. A timer is still tried every hour. */
  @Field(() => String)
  kind: string;

  @Field(() => String)
  name: string;

  /** Of an event: who should have heard of it. */
  @Field(() => String, { nullable: true })
  handler: string | null;

  @Field(() => Json)
  payload: unknown;

  @Field(() => String)
  error: string;

  @Field(() => Int)
  attempts: number;

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date)
  failedAt: Date;
}

export const DeadJobConnection = connectionOf(DeadJob, 'DeadJob');

/** From how many failed attempts a timer is shown to staff. */
const STUCK = 5;

/**
 * Staff see what the machine could not do, and try it again when the cause is mended. Jobs belong to no
 * organisation, so they are read as the system; the permission on the operation is what guards them. Those that name an
 * organisation in which the viewer has a conflict of interest are left out.
 */
@Injectable()
export class DeadJobs {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** Newest first. Of a job that runs by the clock only the last failure is listed. */
  async list(ctx: Ctx, page: PageArgs): Promise<Page<DeadJob>> {
    const [before = null, id = null] = readCursor(page, 2) ?? [];
    const rows = await this.database.read(systemCtx(ctx.now), (tx) =>
      tx.query<DeadJob>(LIST, [before, id, rowsToFetch(page), STUCK, ctx.actor.conflicts]),
    );
    return pageOf(rows, page, (row) => [row.failedAt.toISOString(), row.id]);
  }

  /** Puts it back to work with all its attempts. NOT_FOUND when somebody did so before. */
  async retry(ctx: Ctx, jobId: string): Promise<boolean> {
    const { id } = parse(ctx, z.object({ id: z.guid() }), { id: jobId });
    const timers = await this.database.write(systemCtx(ctx.now), async (tx) => {
      const [hidden] = await tx.query(
        `select 1 from pgboss.job_common where id = $1 and not ${withoutConflicts('data', '$2')}`, [id, ctx.actor.conflicts],
      );
      if (hidden) throw notFound();
      return tx.query(
        `update timer set attempts = 0, retry_at = null
          where id = $1 and attempts >= $2 and organisation_id <> all($3::uuid[]) returning id`,
        [id, STUCK, ctx.actor.conflicts],
      );
    });
    if (timers.length > 0 || (await this.queue.redrive(id))) return true;
    throw notFound();
  }
}

/** Jobs that name none of these organisations in their payload. */
const withoutConflicts = (data: string, organisationIds: string): string =>
  `not exists (select from unnest(${organisationIds}::uuid[]) as o (id) where (${data})::text like '%' || o.id || '%')`;

const LIST = `
  with dead as (
    select distinct on (case when data ? 'cron' then data->>'name' else id::text end)
      id, case when data ? 'delivery' then 'event' else 'job' end as kind, data->>'name' as name,
      data->'delivery'->>'handler' as handler, data->'payload' as payload,
      coalesce(source_output->>'message', source_output::text, '') as error,
      coalesce(source_retry_count, 0) + 1 as attempts,
      coalesce(source_created_on, created_on) as "createdAt", date_trunc('milliseconds', created_on) as "failedAt"
    from pgboss.job_common where name = 'dead' and state < 'active' and ${withoutConflicts('data', '$5')}
    order by case when data ? 'cron' then data->>'name' else id::text end, created_on desc
  ), stuck as (
    select id, 'timer' as kind, event as name, null as handler,
      payload || jsonb_build_object('subjectType', subject_type, 'subjectId', subject_id) as payload,
      coalesce(last_error, '') as error, attempts, due_at as "createdAt",
      date_trunc('milliseconds', failed_at) as "failedAt"
    from timer where attempts >= $4 and organisation_id <> all($5::uuid[])
  )
  select * from (select * from dead union all select * from stuck) failed
  where $1::timestamptz is null or ("failedAt", id) < ($1::timestamptz, $2::uuid)
  order by "failedAt" desc, id desc limit $3`;
