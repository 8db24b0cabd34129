import { Injectable } from '@nestjs/common';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { z } from 'zod';
import type { Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { parse } from '../errors/parse';
import { connectionOf, pageOf, readCursor, rowsToFetch, type Page, type PageArgs } from '../graphql/connection';
import { Json } from '../graphql/scalars';

/** Who changed or saw what. */
@ObjectType()
export class AuditEntry {
  @Field(() => ID)
  id: string;

  @Field(() => Date)
  at: Date;

  @Field(() => String)
  action: string;

  @Field(() => String)
  subjectType: string;

  @Field(() => String)
  subjectId: string;

  @Field(() => ID, { nullable: true })
  organisationId: string | null;

  /** `user`, `system` or `anonymous`. */
  @Field(() => String)
  actorKind: string;

  @Field(() => ID, { nullable: true })
  actorId: string | null;

  @Field(() => String)
  actorName: string;

  @Field(() => String)
  requestId: string;

  @Field(() => Json, { nullable: true })
  before: unknown;

  @Field(() => Json, { nullable: true })
  after: unknown;

  /** Its place in the chain; null until it is sealed, within a minute or so. */
  @Field(() => BigInt, { nullable: true })
  seq: bigint | null;
}

export const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry');

@InputType()
export class AuditFilter {
  @Field(() => ID, { nullable: true })
  actorId?: string | null;

  @Field(() => ID, { nullable: true })
  organisationId?: string | null;

  @Field(() => String, { nullable: true })
  subjectType?: string | null;

  @Field(() => String, { nullable: true })
  subjectId?: string | null;

  /** The whole action, or its beginning up to a dot: `tenancy` finds `tenancy.suspend`. */
  @Field(() => String, { nullable: true })
  action?: string | null;

  @Field(() => Date, { nullable: true })
  from?: Date | null;

  /** Up to, but without, this moment. */
  @Field(() => Date, { nullable: true })
  to?: Date | null;
}

/** Where the chain first does not hold. */
@ObjectType()
export class AuditBreak {
  @Field(() => BigInt)
  seq: bigint;

  @Field(() => BigInt)
  entryId: bigint;

  /** `changed`, `missing`, `gap`, `never-sealed` or `cut`. */
  @Field(() => String)
  problem: string;
}

/** The last link of the chain. */
@ObjectType()
export class AuditHead {
  @Field(() => BigInt)
  seq: bigint;

  /** sha256 in hexadecimal. */
  @Field(() => String)
  hash: string;
}

@ObjectType()
export class AuditVerification {
  @Field(() => Boolean)
  ok: boolean;

  @Field(() => Int)
  sealed: number;

  @Field(() => Int)
  unsealed: number;

  @Field(() => AuditBreak, { nullable: true })
  broken: AuditBreak | null;

  @Field(() => AuditHead, { nullable: true })
  head: AuditHead | null;
}

const Ids = z.object({ actorId: z.guid().nullish(), organisationId: z.guid().nullish() });

/** The audit trail, newest first; row-level security hides what a conflict of interest closes. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  async list(ctx: Ctx, filter: AuditFilter, page: PageArgs): Promise<Page<AuditEntry>> {
    const { actorId, organisationId } = parse(ctx, Ids, filter);
    const [before = null] = readCursor(page, 1) ?? [];
    const rows = await this.database.read(ctx, (tx) =>
      tx.query<AuditEntry>(LIST, [
        actorId ?? null, organisationId ?? null, filter.subjectType ?? null, filter.subjectId ?? null,
        filter.action ?? null, filter.from ?? null, filter.to ?? null, before, rowsToFetch(page),
      ]),
    );
    return pageOf(rows, page, (row) => [row.id]);
  }
}

const LIST = `
  select e.id::text as id, e.at, e.action, e.subject_type as "subjectType", e.subject_id as "subjectId",
    e.organisation_id as "organisationId", e.actor_kind as "actorKind", e.actor_id as "actorId",
    e.actor_name as "actorName", e.request_id as "requestId", e.before, e.after, s.seq
  from audit_entry e left join audit_seal s on s.entry_id = e.id
  where ($1::uuid is null or e.actor_id = $1) and ($2::uuid is null or e.organisation_id = $2)
    and ($3::text is null or e.subject_type = $3) and ($4::text is null or e.subject_id = $4)
    and ($5::text is null or e.action = $5 or starts_with(e.action, $5 || '.'))
    and ($6::timestamptz is null or e.at >= $6) and ($7::timestamptz is null or e.at < $7)
    and ($8::bigint is null or e.id < $8)
  order by e.id desc limit $9`;
