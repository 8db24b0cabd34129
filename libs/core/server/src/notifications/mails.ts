import { Injectable } from '@nestjs/common';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { z } from 'zod';
import { Audit } from '../audit/audit';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { notFound } from '../errors/app-error';
import { parse } from '../errors/parse';
import { connectionOf, pageOf, readCursor, rowsToFetch, type Page, type PageArgs } from '../graphql/connection';

/** A mail of the portal's, in whatever state it is. */
@ObjectType()
export class Mail {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  address: string;

  /** Null until a mail about notifications is written. */
  @Field(() => String, { nullable: true })
  subject: string | null;

  /**
   * `queued`; `sent`; `kept` where no mail server is set; `withheld` when the reader had read, or could no longer
   * open, all that it was about.
   */
  @Field(() => String)
  state: string;

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { nullable: true })
  settledAt: Date | null;
}

export const MailConnection = connectionOf(Mail, 'Mail');

const COLUMNS = `id, address, subject, state, date_trunc('milliseconds', created_at) as "createdAt",
  settled_at as "settledAt"`;

/** Mails of which no notification is about one of these organisations. */
const withoutConflicts = (organisationIds: string): string =>
  `not exists (select from notification n where n.mail_id = mail.id and n.organisation_id = any(${organisationIds}::uuid[]))`;

/**
 * What administrators see of mails. Only kept ones can be read, since nobody got them; they may hold links that open
 * an account, so each reading is in the audit trail. Mails belong to no organisation and are read as the system; those
 * that tell of an organisation in which the viewer has a conflict of interest are left out.
 */
@Injectable()
export class Mails {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  list(ctx: Ctx, page: PageArgs, state: string | null): Promise<Page<Mail>> {
    const [at = null, id = null] = readCursor(page, 2) ?? [];
    return this.database.read(systemCtx(ctx.now), async (tx) => {
      const rows = await tx.query<Mail>(
        `select ${COLUMNS} from mail
         where ($1::text is null or state = $1) and ${withoutConflicts('$5')}
           and ($2::timestamptz is null or (date_trunc('milliseconds', created_at), id) < ($2::timestamptz, $3::uuid))
         order by created_at desc, id desc limit $4`,
        [state, at, id, rowsToFetch(page), ctx.actor.conflicts],
      );
      return pageOf(rows, page, (row) => [row.createdAt.toISOString(), row.id]);
    });
  }

  /** The text of a kept mail. NOT_FOUND for any other. */
  async read(ctx: Ctx, mailId: string): Promise<string> {
    const { id } = parse(ctx, z.object({ id: z.guid() }), { id: mailId });
    const [mail] = await this.database.read(systemCtx(ctx.now), (tx) =>
      tx.query<{ body: string; address: string }>(
        `select body, address from mail where id = $1 and state = 'kept' and ${withoutConflicts('$2')}`,
        [id, ctx.actor.conflicts],
      ),
    );
    if (!mail) throw notFound();
    await this.database.write(ctx, (tx) =>
      this.audit.saw(ctx, tx, { subjectType: 'mail', subjectId: id, organisationId: null }, { address: mail.address }),
    );
    return mail.body;
  }
}
