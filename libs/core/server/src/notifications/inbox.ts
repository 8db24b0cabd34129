import { Injectable } from '@nestjs/common';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { z } from 'zod';
import type { Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { denied } from '../errors/app-error';
import { parse } from '../errors/parse';
import { connectionOf, pageOf, readCursor, rowsToFetch, type Page, type PageArgs } from '../graphql/connection';
import { OpenCheck } from './can-open';
import { NOTIFICATION_COLUMNS, paramsOf, subjectOf, type NotificationRow } from './notifications';
import { formatter, topicNamed } from './topic';

/** What happened, in the viewer's language. */
@ObjectType()
export class Notification {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  topic: string;

  @Field(() => String)
  title: string;

  @Field(() => String)
  body: string;

  /** Path in the portal where to go on. */
  @Field(() => String, { nullable: true })
  link: string | null;

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { nullable: true })
  readAt: Date | null;
}

export const NotificationConnection = connectionOf(Notification, 'Notification');

/** One's own notifications; row-level security keeps everybody else's away. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly openCheck: OpenCheck,
  ) {}

  /** Newest first. What the viewer may not open any more is left out, so a page may be shorter than asked. */
  async list(ctx: Ctx, page: PageArgs): Promise<Page<Notification>> {
    const [at = null, id = null] = readCursor(page, 2) ?? [];
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<NotificationRow>(
        `select ${NOTIFICATION_COLUMNS} from notification
         where user_id = $1 and in_app
           and ($2::timestamptz is null or (date_trunc('milliseconds', created_at), id) < ($2::timestamptz, $3::uuid))
         order by created_at desc, id desc limit $4`,
        [userOf(ctx), at, id, rowsToFetch(page)],
      ),
    );
    const { nodes, pageInfo } = pageOf(rows, page, (row) => [row.createdAt.toISOString(), row.id]);
    const open = await this.stillOpen(ctx, nodes);
    return { nodes: nodes.filter((row) => open(row)).flatMap((row) => worded(ctx, row)), pageInfo };
  }

  /** How many are unread: cheap enough to be asked every few seconds by every open page. */
  async unread(ctx: Ctx): Promise<number> {
    const [row] = await this.database.read(ctx, (tx) =>
      tx.query<{ count: number }>(
        `select count(*)::int as count from notification where user_id = $1 and in_app and read_at is null`,
        [userOf(ctx)],
      ),
    );
    return row?.count ?? 0;
  }

  /** Marks these as read, or without ids all. Gives how many remain unread. */
  async markRead(ctx: Ctx, input: readonly string[] | null): Promise<number> {
    const { ids } = parse(ctx, z.object({ ids: z.array(z.guid()).max(1000).nullable() }), { ids: input });
    await this.database.write(ctx, (tx) =>
      tx.query(
        `update notification set read_at = $2
         where user_id = $1 and read_at is null and ($3::uuid[] is null or id = any($3))`,
        [userOf(ctx), ctx.now, ids],
      ),
    );
    return this.unread(ctx);
  }

  private async stillOpen(ctx: Ctx, rows: readonly NotificationRow[]): Promise<(row: NotificationRow) => boolean> {
    const byType = new Map<string, string[]>();
    for (const { subjectType, subjectId } of rows) {
      if (subjectType && subjectId) byType.set(subjectType, [...(byType.get(subjectType) ?? []), subjectId]);
    }
    const open = new Map<string, ReadonlySet<string>>();
    for (const [type, ids] of byType) open.set(type, await this.openCheck.open(ctx, type, ids));
    return (row) => row.subjectId === null || (open.get(row.subjectType ?? '')?.has(row.subjectId) ?? false);
  }
}

function worded(ctx: Ctx, row: NotificationRow): Notification[] {
  const topic = topicNamed(row.topic);
  if (!topic) return [];
  const params = paramsOf(row);
  const format = formatter(ctx.locale, ctx.timeZone);
  return [
    {
      id: row.id,
      topic: row.topic,
      title: topic.title[ctx.locale](params, format),
      body: topic.body[ctx.locale](params, format),
      link: topic.link?.(params, subjectOf(row)) ?? null,
      createdAt: row.createdAt,
      readAt: row.readAt,
    },
  ];
}

export function userOf(ctx: Ctx): string {
  if (ctx.actor.kind !== 'user' || ctx.actor.userId === null) throw denied();
  return ctx.actor.userId;
}
