import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Ctx, Locale } from '../context/ctx';
import { Database } from '../database/database';
import type { Tx } from '../database/tx';
import { Job } from '../jobs/job';
import { Jobs } from '../jobs/jobs';
import { OpenCheck } from './can-open';
import { digestOf, type Letter } from './digest';
import { mailSettings, MailTransport } from './mail-transport';
import { NOTIFICATION_COLUMNS, subjectOf, type NotificationRow } from './notifications';
import { People, type Reader } from './people';

declare module '../jobs/job' {
  interface JobMap {
    'mail.send': { mailId: string };
    'mail.tidy': Record<string, never>;
  }
}

export interface NewMail {
  readonly to: string;
  /** The language it is written in. */
  readonly locale: Locale;
  readonly subject: string;
  /** Plain text: paragraphs with an empty line between them. Links made by `link` can be clicked. */
  readonly body: string;
  /** Whose account it is about, if any. */
  readonly userId?: string | null;
}

/**
 * Mails wait in a table and go out after the commit, tried again while the server does not take them. What was sent is
 * not kept. Where no server is set (SMTP_URL), nothing is sent and nothing pretends to be: mails are kept for
 * administrators, who may hand their content on.
 */
@Injectable()
export class Mailer {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly transport: MailTransport,
    private readonly people: People,
    private readonly openCheck: OpenCheck,
  ) {}

  /** The whole address of a path of the portal. */
  link(path: string): string {
    return mailSettings().publicUrl + path;
  }

  /** Sends a letter when `tx` is committed: what a person needs to sign in, say. Gives its id. */
  async send(ctx: Ctx, tx: Tx, mail: NewMail): Promise<string> {
    const id = randomUUID();
    await tx.query(
      `insert into mail (id, user_id, address, locale, subject, body, state, created_at)
       values ($1, $2, $3, $4, $5, $6, 'queued', $7)`,
      [id, mail.userId ?? null, mail.to, mail.locale, mail.subject, mail.body, ctx.now],
    );
    await this.jobs.send(ctx, tx, 'mail.send', { mailId: id });
    return id;
  }

  /** Gathers, for each person, the notifications whose time for a mail has come. */
  @Job('notifications.mail', { cron: '* * * * *', retries: 5 })
  async gather(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      const due = await tx.query<{ userId: string; ids: string[] }>(
        `with due as (
           select id, user_id from notification where mail_due_at <= $1
           order by mail_due_at limit 1000 for update skip locked)
         select user_id as "userId", array_agg(id) as ids from due group by user_id`,
        [ctx.now],
      );
      const readers = await this.people.readers(tx, due.map(({ userId }) => userId));
      for (const { userId, ids } of due) {
        const reader = readers.find((one) => one.userId === userId);
        const mailId = reader?.email ? await this.queue(ctx, tx, reader) : null;
        await tx.query(`update notification set mail_due_at = null, mail_id = $2 where id = any($1)`, [ids, mailId]);
      }
    });
  }

  @Job('mail.send', { retries: 12, backoffSeconds: 5, backoffMaxSeconds: 1800, leaseSeconds: 120 })
  async deliver(ctx: Ctx, { mailId }: { mailId: string }): Promise<void> {
    const [mail] = await this.database.read(ctx, (tx) =>
      tx.query<Letter & { userId: string | null; address: string; locale: Locale }>(
        `select user_id as "userId", address, locale, subject, body from mail where id = $1 and state = 'queued'`,
        [mailId],
      ),
    );
    if (!mail) return;
    // A letter written beforehand goes as it is; one about notifications is written now, of what may be opened now.
    const letter = mail.subject === null ? await this.write(ctx, mailId, mail.userId) : mail;
    if (letter === null) return this.settle(ctx, mailId, 'withheld', null);
    if (!this.transport.works) return this.settle(ctx, mailId, 'kept', letter);
    await this.transport.send({ id: mailId, address: mail.address, subject: letter.subject, body: letter.body });
    await this.settle(ctx, mailId, 'sent', { subject: letter.subject, body: null });
  }

  /** Mails older than half a year are forgotten. */
  @Job('mail.tidy', { cron: '45 3 * * *' })
  async tidy(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, (tx) =>
      tx.query(`delete from mail where settled_at < $1::timestamptz - interval '180 days'`, [ctx.now]),
    );
  }

  private async queue(ctx: Ctx, tx: Tx, reader: Reader): Promise<string> {
    const id = randomUUID();
    await tx.query(
      `insert into mail (id, user_id, address, locale, state, created_at) values ($1, $2, $3, $4, 'queued', $5)`,
      [id, reader.userId, reader.email, reader.locale, ctx.now],
    );
    await this.jobs.send(ctx, tx, 'mail.send', { mailId: id });
    return id;
  }

  private async write(ctx: Ctx, mailId: string, userId: string | null): Promise<Letter | null> {
    if (userId === null) return null;
    const { rows, reader, actors } = await this.database.read(ctx, async (tx) => ({
      rows: await tx.query<NotificationRow>(
        `select ${NOTIFICATION_COLUMNS} from notification where mail_id = $1 and read_at is null
         order by created_at, id`,
        [mailId],
      ),
      reader: (await this.people.readers(tx, [userId]))[0],
      actors: (await this.people.actors(tx, [userId])).get(userId) ?? [],
    }));
    if (!reader) return null;
    const open: NotificationRow[] = [];
    for (const row of rows) {
      const subject = subjectOf(row);
      if (subject === null || (await this.openCheck.openAsAny(ctx, actors, subject))) open.push(row);
    }
    return digestOf(open, reader, (path) => this.link(path));
  }

  private async settle(
    ctx: Ctx, mailId: string, state: 'sent' | 'kept' | 'withheld',
    letter: { subject: string; body: string | null } | null,
  ): Promise<void> {
    await this.database.write(ctx, (tx) =>
      tx.query(
        `update mail set state = $2, subject = $3, body = $4, settled_at = $5 where id = $1 and state = 'queued'`,
        [mailId, state, letter?.subject ?? null, letter?.body ?? null, ctx.now],
      ),
    );
  }
}
