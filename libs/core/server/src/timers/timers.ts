import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Clock } from '../context/clock';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { fromStored, toStored } from '../database/stored-json';
import type { Tx } from '../database/tx';
import { declaredHandlers, type DeclaredHandler } from '../jobs/declared-handlers';
import { Job } from '../jobs/job';
import { ON_TIMER, type DueTimer, type TimerMap, type TimerName } from './on-timer';

declare module '../jobs/job' {
  interface JobMap {
    'timers.run': Record<string, never>;
  }
}

/** What a timer is about: a case or another row, and the organisation whose it is. */
export interface TimerSubject {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly organisationId: string;
}

export interface NewTimer<K extends TimerName> extends TimerSubject {
  readonly event: K;
  readonly dueAt: Date;
  readonly payload: TimerMap[K];
}

/**
 * Deadlines are rows: set, moved and cleared in the transaction of the case, read by a worker every minute.
 * A subject has at most one timer of each event. A case that moves on clears its timers, so that nothing fires late.
 */
@Injectable()
export class Timers implements OnModuleInit {
  private readonly logger = new Logger('Timers');
  private readonly handlers = new Map<string, DeclaredHandler<TimerName>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const handler of declaredHandlers<TimerName>(this.discovery, this.scanner, ON_TIMER)) {
      const other = this.handlers.get(handler.declaration);
      if (other) throw new Error(`The timer ${handler.declaration} is heard by both ${other.name} and ${handler.name}`);
      this.handlers.set(handler.declaration, handler);
    }
  }

  /** Sets the subject's timer for this event, or moves the one it has. */
  async set<K extends TimerName>(_ctx: Ctx, tx: Tx, timer: NewTimer<K>): Promise<void> {
    if (!this.handlers.has(timer.event)) throw new Error(`No method hears the timer ${timer.event}`);
    await tx.query(
      `insert into timer (id, subject_type, subject_id, organisation_id, event, due_at, payload)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (subject_type, subject_id, event) do update
       set due_at = excluded.due_at, payload = excluded.payload, attempts = 0, retry_at = null, last_error = null`,
      [
        randomUUID(), timer.subjectType, timer.subjectId, timer.organisationId, timer.event, timer.dueAt,
        JSON.stringify(toStored(timer.payload)),
      ],
    );
  }

  /** Removes the subject's timer for this event, or without an event all it has. Nothing happens when there is none. */
  async clear(
    _ctx: Ctx, tx: Tx, subject: Pick<TimerSubject, 'subjectType' | 'subjectId'>, event?: TimerName,
  ): Promise<void> {
    await tx.query(`delete from timer where subject_type = $1 and subject_id = $2 and event = coalesce($3, event)`, [
      subject.subjectType, subject.subjectId, event ?? null,
    ]);
  }

  /** Makes these the subject's timers, and no others. */
  async replace(
    ctx: Ctx, tx: Tx, subject: TimerSubject, timers: readonly Omit<NewTimer<TimerName>, keyof TimerSubject>[],
  ): Promise<void> {
    await Promise.all([this.clear(ctx, tx, subject), ...timers.map((timer) => this.set(ctx, tx, { ...subject, ...timer }))]);
  }

  /** The pending timers of many subjects of one type, soonest first: what a page shows as deadlines. */
  async pending(tx: Tx, subjectType: string, subjectIds: readonly string[]): Promise<DueTimer<unknown>[]> {
    const rows = await tx.query<DueTimer<unknown>>(
      `${SELECT} where subject_type = $1 and subject_id = any($2) order by due_at`, [subjectType, subjectIds],
    );
    return rows.map(read);
  }

  /** Runs what is due at `now`, each timer in its own transaction; gives how many took effect. */
  async runDue(now: Date = this.clock.now()): Promise<number> {
    // Those that failed in this round wait for a later one even when the clock stands still.
    const failed: string[] = [];
    for (let count = 0; ; ) {
      const outcome = await this.runNext(now, failed);
      if (outcome === 'none') return count;
      if (outcome === 'done') count++;
    }
  }

  @Job('timers.run', { cron: '* * * * *', retries: 0, leaseSeconds: 600 })
  async runByTheClock(ctx: Ctx): Promise<void> {
    await this.runDue(ctx.now);
  }

  private async runNext(now: Date, failed: string[]): Promise<'done' | 'failed' | 'none'> {
    const ctx = systemCtx(now, 'timer');
    let claimed: DueTimer<unknown> | undefined;
    try {
      await this.database.write(ctx, async (tx) => {
        claimed = undefined;
        const [row] = await tx.query<DueTimer<unknown>>(
          `${SELECT} where coalesce(retry_at, due_at) <= $1 and id <> all($2)
           order by coalesce(retry_at, due_at), id limit 1 for update skip locked`,
          [now, failed],
        );
        if (!row) return;
        claimed = read(row);
        const handler = this.handlers.get(row.event);
        if (!handler) throw new Error(`No method hears the timer ${row.event}`);
        // Gone before the handler runs, so that it can set the next one of the same event.
        await tx.query(`delete from timer where id = $1`, [row.id]);
        await (handler.call as (ctx: Ctx, tx: Tx, timer: DueTimer<unknown>) => Promise<unknown>)(ctx, tx, claimed);
      });
      return claimed ? 'done' : 'none';
    } catch (error) {
      if (!claimed) throw error;
      failed.push(claimed.id);
      await this.postpone(ctx, claimed, error as Error);
      return 'failed';
    }
  }

  /** Tried again after 1, 2, 4, … minutes and then every hour; staff see it among the dead jobs from the fifth time. */
  private async postpone(ctx: Ctx, timer: DueTimer<unknown>, error: Error): Promise<void> {
    this.logger.warn(`${timer.event} of ${timer.subjectType} ${timer.subjectId}: ${error.stack ?? error.message}`);
    await this.database.write(ctx, (tx) =>
      tx.query(
        `update timer set attempts = attempts + 1, last_error = $2, failed_at = $3,
           retry_at = $3::timestamptz + least(interval '1 minute' * 2 ^ least(attempts, 10), interval '1 hour')
         where id = $1`,
        [timer.id, error.message, ctx.now],
      ),
    );
  }
}

const SELECT = `select id, subject_type as "subjectType", subject_id as "subjectId",
  organisation_id as "organisationId", event, due_at as "dueAt", payload from timer`;

function read(row: DueTimer<unknown>): DueTimer<unknown> {
  return { ...row, payload: fromStored(row.payload) };
}
