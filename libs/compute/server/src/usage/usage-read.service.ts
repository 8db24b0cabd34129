import { Injectable } from '@nestjs/common';
import { ArgsType, Field, ID } from '@nestjs/graphql';
import { connectionOf, Database, notFound, PageArgs, pageOf, readCursor, rowsToFetch, type Ctx, type Page } from '@wutong/core-server';
import { assertMonth, endOfMonth, startOfMonth } from '../charge/month';
import { UsageImport, UsageRecord } from './usage-record.entity';

export const UsageRecordConnection = connectionOf(UsageRecord, 'UsageRecord');
export const UsageImportConnection = connectionOf(UsageImport, 'UsageImport');

@ArgsType()
export class UsageRecordArgs extends PageArgs {
  /** Of one grant; left out, of the whole tenant. */
  @Field(() => ID, { nullable: true })
  grantId?: string | null;

  /** For the centre, any tenant's; left out, one's own. */
  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  /** Those that ran in this month of Shanghai for a while at least: 2026-10. */
  @Field(() => String, { nullable: true })
  month?: string | null;
}

/**
 * The runs of a grant, found by the index of its tenant's: none begins after its end, but for what clocks differ. A grant whose
 * tenant has run much since is thus read from its end.
 */
const OF_GRANT = `u.grant_id = :grantId and u.organisation_id = (select organisation_id from compute_grant where id = :grantId)
  and u.start_at < (select least(ends_at, closed_at) + interval '1 hour' from compute_grant where id = :grantId)`;

/** The jobs that were metered and the deliveries in which they came. */
@Injectable()
export class UsageReadService {
  constructor(private readonly database: Database) {}

  /** Runs, those that started last first. */
  async records(ctx: Ctx, args: UsageRecordArgs): Promise<Page<UsageRecord>> {
    const organisationId = args.organisationId ?? ctx.actor.organisationId;
    if (!organisationId) throw notFound();
    if (args.month) assertMonth(args.month);
    const after = readCursor(args, 2);
    return this.database.read(ctx, async (tx) => {
      const list = tx.of(UsageRecord).createQueryBuilder('u')
        .orderBy('u.start_at', 'DESC').addOrderBy('u.job_key', 'DESC').limit(rowsToFetch(args));
      if (args.grantId) list.where(OF_GRANT, { grantId: args.grantId });
      else list.where('u.organisation_id = :organisationId', { organisationId });
      if (args.month) {
        list.andWhere('u.start_at < :end and u.until_at > :start', { start: startOfMonth(args.month), end: endOfMonth(args.month) });
      }
      if (after) list.andWhere('(u.start_at, u.job_key) < (:at::timestamptz, :key)', { at: after[0], key: after[1] });
      return pageOf(await list.getMany(), args, ({ startAt, jobKey }) => [startAt, jobKey]);
    });
  }

  /** Deliveries, the latest first: to suppliers their own. */
  imports(ctx: Ctx, args: PageArgs): Promise<Page<UsageImport>> {
    const after = readCursor(args, 2);
    return this.database.read(ctx, async (tx) => {
      const list = tx.of(UsageImport).createQueryBuilder('i')
        .orderBy('i.received_at', 'DESC').addOrderBy('i.id', 'DESC').limit(rowsToFetch(args));
      if (after) list.where('(i.received_at, i.id) < (:at::timestamptz, :id::uuid)', { at: after[0], id: after[1] });
      return pageOf(await list.getMany(), args, ({ receivedAt, id }) => [receivedAt, id]);
    });
  }
}
