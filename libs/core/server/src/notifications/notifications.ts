import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { fromStored, toStored } from '../database/stored-json';
import type { Tx } from '../database/tx';
import { Job } from '../jobs/job';
import { Jobs } from '../jobs/jobs';
import { OpenCheck } from './can-open';
import { settingsOf } from './notification-settings.queries';
import { People, type Reader, type RoleHolders } from './people';
import { mailTime } from './rhythm';
import { topicNamed, type Subject, type Topic } from './topic';

export type Recipients = { readonly userIds: readonly string[] } | RoleHolders;

export interface NewNotification {
  /** Everybody named here once, however often they are named. */
  readonly to: readonly Recipients[];
  /** What it is about. Nobody is told of what they may not open. Left out where there is nothing to open. */
  readonly subject?: Subject;
  /**
   * Under which each person is told once: the event's id, say. Left out, every call tells anew.
   */
  readonly key?: string;
}

interface Notice {
  topic: string;
  params: unknown;
  to: Recipients[];
  subject: Subject | null;
  key: string;
  at: Date;
}

declare module '../jobs/job' {
  interface JobMap {
    'notifications.tell': Notice;
    'notifications.mail': Record<string, never>;
  }
}

/**
 * Tells people what concerns them: in the portal at once, and by mail as each wants it. Whom, and whether they may
 * open it, is settled after the commit, so that a rule which tells of something waits for nothing.
 */
@Injectable()
export class Notifications {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly people: People,
    private readonly openCheck: OpenCheck,
  ) {}

  /** Tells people of something that this transaction does; nobody is told if it does not commit. */
  async notify<P extends object>(ctx: Ctx, tx: Tx, topic: Topic<P>, params: P, about: NewNotification): Promise<void> {
    const subject = about.subject ?? null;
    if (subject && !this.openCheck.knows(subject.type)) {
      throw new Error(`No method with @CanOpen('${subject.type}') says who may open what ${topic.name} is about`);
    }
    await this.jobs.send(ctx, tx, 'notifications.tell', {
      topic: topic.name, params, to: [...about.to], subject, key: about.key ?? randomUUID(), at: ctx.now,
    });
  }

  @Job('notifications.tell')
  async tell(ctx: Ctx, notice: Notice): Promise<void> {
    const topic = topicNamed(notice.topic);
    if (!topic) throw new Error(`There is no topic ${notice.topic}`);
    const { readers, actors, settings } = await this.database.read(ctx, async (tx) => {
      const ids = await this.userIds(tx, notice.to);
      const found = await this.people.readers(tx, ids);
      return {
        readers: found,
        actors: await this.people.actors(tx, ids),
        settings: await settingsOf(tx, topic, found.map(({ userId }) => userId)),
      };
    });
    const allowed = await this.whoMayOpen(ctx, readers, actors, notice.subject);
    if (allowed.length === 0) return;
    const rows = allowed.map((reader) => {
      const { inApp, mail, hours } = settings(reader.userId);
      const due = reader.email === null ? null : mailTime(ctx.now, reader.timeZone, hours, mail);
      return { userId: reader.userId, inApp, due };
    });
    await this.database.write(ctx, async (tx) => {
      await tx.query(
        `insert into notification (id, user_id, topic, event_key, subject_type, subject_id, organisation_id, params,
           created_at, in_app, mail_due_at)
         select gen_random_uuid(), r.user_id, $1, $2, $3, $4, $5, $6, $7, r.in_app, r.due
         from unnest($8::uuid[], $9::boolean[], $10::timestamptz[]) as r (user_id, in_app, due)
         on conflict (user_id, topic, event_key) do nothing`,
        [
          topic.name, notice.key, notice.subject?.type ?? null, notice.subject?.id ?? null,
          notice.subject?.organisationId ?? null, JSON.stringify(toStored(notice.params)), notice.at,
          rows.map((row) => row.userId), rows.map((row) => row.inApp), rows.map((row) => row.due),
        ],
      );
      if (rows.some(({ due }) => due && due <= ctx.now)) await this.jobs.send(ctx, tx, 'notifications.mail', {});
    });
  }

  private async userIds(tx: Tx, to: readonly Recipients[]): Promise<string[]> {
    const ids = new Set<string>();
    for (const who of to) {
      const found = 'userIds' in who ? who.userIds : await this.people.holders(tx, who);
      for (const id of found) ids.add(id);
    }
    return [...ids];
  }

  private async whoMayOpen(
    ctx: Ctx, readers: readonly Reader[], actors: ReadonlyMap<string, Actor[]>, subject: Subject | null,
  ): Promise<Reader[]> {
    if (!subject) return [...readers];
    const allowed: Reader[] = [];
    for (const reader of readers) {
      if (await this.openCheck.openAsAny(ctx, actors.get(reader.userId) ?? [], subject)) allowed.push(reader);
    }
    return allowed;
  }
}

/** A notification as it is stored. */
export interface NotificationRow {
  id: string;
  userId: string;
  topic: string;
  subjectType: string | null;
  subjectId: string | null;
  organisationId: string | null;
  params: unknown;
  createdAt: Date;
  readAt: Date | null;
}

export const NOTIFICATION_COLUMNS = `id, user_id as "userId", topic, subject_type as "subjectType",
  subject_id as "subjectId", organisation_id as "organisationId", params,
  date_trunc('milliseconds', created_at) as "createdAt", read_at as "readAt"`;

export function subjectOf(row: NotificationRow): Subject | null {
  if (row.subjectType === null || row.subjectId === null) return null;
  return { type: row.subjectType, id: row.subjectId, organisationId: row.organisationId };
}

export function paramsOf(row: NotificationRow): Record<string, unknown> {
  return fromStored(row.params) as Record<string, unknown>;
}
