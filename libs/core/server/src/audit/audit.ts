import { Injectable } from '@nestjs/common';
import type { Ctx } from '../context/ctx';
import { toStored } from '../database/stored-json';
import type { Tx } from '../database/tx';
import { redact } from './redact';

export interface AuditSubject {
  readonly subjectType: string;
  readonly subjectId: string;
  /** Whose it is; null for what belongs to no organisation. */
  readonly organisationId: string | null;
}

export interface Audited extends AuditSubject {
  /** A verb of the field with its subject: `tenancy.suspend`, `membership.changeRoles`. */
  readonly action: string;
  /** The columns that matter, before and after. Secrets are taken out by the names of their keys. */
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
}

/**
 * Who changed what, and who saw what is sensitive. Entries are written in the transaction of the change and the
 * application can never change or delete them; a sealing job chains them by hashes (audit-chain.ts), so that
 * whoever changes one behind the application's back is found out.
 */
@Injectable()
export class Audit {
  async record(ctx: Ctx, tx: Tx, entry: Audited): Promise<void> {
    const { actor } = ctx;
    await tx.query(
      `insert into audit_entry (at, action, subject_type, subject_id, organisation_id, actor_kind, actor_id, actor_name,
         request_id, before, after) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ctx.now, entry.action, entry.subjectType, entry.subjectId, entry.organisationId,
        actor.kind, actor.userId, actor.name, ctx.requestId, stored(entry.before), stored(entry.after),
      ],
    );
  }

  /**
   * Somebody has seen something sensitive: a document, bank details, a kept mail. `what` says which part. Called on the
   * connection of the read itself, so that nothing is shown which is not recorded.
   */
  saw(ctx: Ctx, tx: Tx, subject: AuditSubject, what?: Record<string, unknown>): Promise<void> {
    return this.record(ctx, tx, { ...subject, action: `${subject.subjectType}.see`, ...(what ? { after: what } : {}) });
  }
}

function stored(columns: Record<string, unknown> | undefined): string | null {
  return columns ? JSON.stringify(toStored(redact(columns))) : null;
}
