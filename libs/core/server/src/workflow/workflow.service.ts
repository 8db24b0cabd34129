import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import type { EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import { Audit } from '../audit/audit';
import type { Ctx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { AppError, conflict, denied, invalid } from '../errors/app-error';
import { CaseEvent } from './case-event.entity';
import { movesFor, type EventOf, type Move, type Workflow } from './define-workflow';

/** What every case has: these columns, whatever else its table holds. */
export interface Case extends ObjectLiteral {
  id: string;
  organisationId: string;
  state: string;
  version: number;
}

/** A move that the viewer may make now. The page renders these and never guesses. */
@ObjectType()
export class CaseAction {
  @Field(() => String)
  event: string;

  @Field(() => String)
  to: string;

  @Field(() => Boolean)
  needsReason: boolean;
}

export interface MoveRequest<C> {
  /** The version that the person saw; another one means that the case has moved meanwhile. */
  version?: number;
  /** Where several moves of one event leave the state, the one to take. */
  to?: string;
  reason?: string | null;
  /** Columns that change with the move. */
  set?: Partial<C>;
  /** What the timeline tells beside it. */
  data?: Record<string, unknown>;
}

/** A table of cases and the workflow that they follow. */
export interface CaseType<C extends Case, W extends Workflow> {
  entity: EntityTarget<C>;
  workflow: W;
  /**
   * Whether this person may make this move on this case, beyond the roles of the table: four eyes, ownership.
   * False hides the action and refuses the move.
   */
  allowed?: (ctx: Ctx, subject: C, move: W['moves'][number]) => boolean;
}

const NEXT_NOTE = `(select coalesce(max(note), 0) + 1 from case_event where workflow = $2 and case_id = $3 and version = $5)`;

/**
 * Moves cases. One move is one transaction of the caller's: compare-and-set on (state, version), a timeline row, an audit entry;
 * ledger entries, events and timers are added by the caller in that same transaction.
 */
@Injectable()
export class WorkflowService {
  constructor(private readonly audit: Audit) {}

  /** Writes the first timeline row of a new case, whose row the caller has just inserted in the initial state. */
  async begin<C extends Case, W extends Workflow>(
    ctx: Ctx, tx: Tx, type: CaseType<C, W>, subject: C, data: Record<string, unknown> = {},
  ): Promise<void> {
    await this.write(ctx, tx, type.workflow, subject, { event: 'create', from: null, to: subject.state }, null, data);
  }

  /**
   * Makes one move and gives the case as it is after it.
   * DENIED when the role does not allow it, NOT_NOW when no such move leaves the state, STALE_VERSION when the case
   * has moved since the person saw it, INVALID_INPUT when a needed reason is missing.
   */
  async perform<C extends Case, W extends Workflow>(
    ctx: Ctx, tx: Tx, type: CaseType<C, W>, subject: C, event: EventOf<W>, request: MoveRequest<C> = {},
  ): Promise<C> {
    if (request.version !== undefined && request.version !== subject.version) throw staleVersion();
    const move = this.moveOf(ctx, type, subject, event, request.to);
    const reason = request.reason?.trim() || null;
    if (move.reason && !reason && ctx.actor.kind !== 'system') {
      throw invalid('reason', 'Say why: the reason is shown to everyone on the case.', '请填写理由，理由将向案件各方展示。');
    }
    const change = { ...request.set, state: move.to, version: subject.version + 1 } as unknown as QueryDeepPartialEntity<C>;
    const changed = await tx.of(type.entity).update(
      { id: subject.id, version: subject.version, state: subject.state } as never,
      change,
    );
    if (changed.affected !== 1) throw staleVersion();
    const moved = Object.assign(Object.create(Object.getPrototypeOf(subject) as object) as C, subject, change);
    await this.write(ctx, tx, type.workflow, moved, move, reason, request.data ?? {});
    return moved;
  }

  /**
   * Writes a timeline row of what happened on a case without a move. State and version stay, so that whoever has the case open
   * may still decide on it. Who may do it is the caller's business. STALE_VERSION when the case has moved since it was read.
   */
  async note<C extends Case, W extends Workflow>(
    ctx: Ctx, tx: Tx, { entity, workflow }: CaseType<C, W>, subject: C, event: string, data: Record<string, unknown> = {},
  ): Promise<void> {
    if (workflow.moves.some((move) => move.event === event)) throw new Error(`${workflow.name}: ${event} is a move`);
    // Locks the case, so that two of its notes never count the same.
    const { id, version } = subject;
    const locked = await tx.of(entity).update({ id, version } as never, { version } as unknown as QueryDeepPartialEntity<C>);
    if (locked.affected !== 1) throw staleVersion();
    await this.write(ctx, tx, workflow, subject, { event, from: null, to: subject.state, isNote: true }, null, data, data);
  }

  /** Refuses as `perform` would, before work is done for a move that is not open to this person. */
  assertOpen<C extends Case, W extends Workflow>(
    ctx: Ctx, type: CaseType<C, W>, subject: C, event: EventOf<W>, version?: number,
  ): void {
    if (version !== undefined && version !== subject.version) throw staleVersion();
    this.moveOf(ctx, type, subject, event);
  }

  /** The moves that this person may make now. */
  actionsFor<C extends Case, W extends Workflow>(ctx: Ctx, type: CaseType<C, W>, subject: C): CaseAction[] {
    return movesFor(type.workflow, subject.state, rolesOn(ctx, subject))
      .filter((move) => type.allowed?.(ctx, subject, move) ?? true)
      .map((move) => ({ event: move.event, to: move.to, needsReason: move.reason === true }));
  }

  /** Timelines of many cases at once, oldest first. */
  async timelines(tx: Tx, workflow: string, caseIds: readonly string[]): Promise<CaseEvent[]> {
    return tx.of(CaseEvent).createQueryBuilder('e')
      .where('e.workflow = :workflow and e.case_id = any(:ids)', { workflow, ids: caseIds })
      .orderBy('e.case_id').addOrderBy('e.version').addOrderBy('e.note')
      .getMany();
  }

  private moveOf<C extends Case, W extends Workflow>(
    ctx: Ctx, type: CaseType<C, W>, subject: C, event: string, to?: string,
  ): Move {
    const all = type.workflow.moves.filter((move) => move.event === event);
    if (all.length === 0) throw new Error(`${type.workflow.name} has no event ${event}`);
    const roles = rolesOn(ctx, subject);
    const mayMake = (move: Move): boolean => move.by.some((role) => roles.includes(role));
    if (!all.some(mayMake)) throw denied();
    const here = all.filter((move) => move.from === subject.state && (to === undefined || move.to === to));
    if (here.length === 0) throw notNow(type.workflow.name, subject.state, event);
    const open = here.filter((move) => mayMake(move) && (type.allowed?.(ctx, subject, move) ?? true));
    const [move] = open;
    if (!move) throw denied();
    if (open.length > 1) throw new Error(`${type.workflow.name}: ${event} from ${subject.state} needs a target`);
    return move;
  }

  private async write(
    ctx: Ctx, tx: Tx, workflow: Workflow, subject: Case,
    move: { event: string; from: string | null; to: string; reason?: true; isNote?: true },
    reason: string | null, data: Record<string, unknown>, audited: Record<string, unknown> = {},
  ): Promise<void> {
    // Neither waits for the other: both go out together.
    await Promise.all([
      tx.query(
        `insert into case_event (id, workflow, case_id, organisation_id, version, event, from_state, to_state,
           actor_id, actor_name, reason, needs_reason, data, at, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, ${move.isNote ? NEXT_NOTE : '0'})`,
        [
          randomUUID(), workflow.name, subject.id, subject.organisationId, subject.version, move.event, move.from, move.to,
          ctx.actor.userId, ctx.actor.name, reason, move.reason === true && ctx.actor.kind !== 'system',
          JSON.stringify(data), ctx.now,
        ],
      ),
      this.audit.record(ctx, tx, {
        action: `${workflow.name}.${move.event}`,
        subjectType: workflow.name,
        subjectId: subject.id,
        organisationId: subject.organisationId,
        ...(move.from === null ? {} : { before: { state: move.from } }),
        after: { state: move.to, ...(reason ? { reason } : {}), ...audited },
      }),
    ]);
  }
}

/**
 * The roles that count on this case: a founder's or member's only on their own organisation's cases; those of the
 * centre's people on all.
 */
export function rolesOn(ctx: Ctx, subject: Pick<Case, 'organisationId'>): readonly string[] {
  const { actor } = ctx;
  if (actor.kind === 'system' || actor.organisationKind === 'centre') return actor.roles;
  return actor.organisationId === subject.organisationId ? actor.roles : [];
}

export function staleVersion(): AppError {
  return conflict(
    'STALE_VERSION',
    'Somebody changed this in the meantime. Look at the latest version, then decide again.',
    '该内容已被他人更新。请查看最新版本后再操作。',
  );
}

function notNow(workflow: string, state: string, event: string): AppError {
  return conflict(
    'NOT_NOW',
    `This step is not open in the present state (${state}). Reload to see what can be done now.`,
    `当前状态（${state}）不能执行该步骤，请刷新查看可执行的操作。`,
    { workflow, state, event },
  );
}
