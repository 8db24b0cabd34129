import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Clock } from '../context/clock';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { fromStored, toStored } from '../database/stored-json';
import type { Tx } from '../database/tx';
import { declaredHandlers, type DeclaredHandler } from './declared-handlers';
import { JOB, Job, type JobDeclaration, type JobMap, type JobName, type JobOptions } from './job';
import { JobQueue, type Attempt, type Runner } from './job-queue';

export interface DrainOptions {
  /** Also what waits for its retry: every retry is made at once, up to the last. */
  delayed?: boolean;
  /** Failures are left for their retry, as in a worker, instead of thrown at the end. */
  keepFailures?: boolean;
}

/**
 * Work that happens later, by a worker process: sent in the transaction that causes it, run at least once, tried again
 * at growing intervals, and shown to staff when every attempt failed. Tests run it here and now with `drain`.
 */
@Injectable()
export class Jobs implements OnModuleInit {
  private readonly logger = new Logger('Jobs');
  private readonly handlers = new Map<string, DeclaredHandler<JobDeclaration>>();
  private deliver: Runner = () => Promise.reject(new Error('nothing delivers events'));

  constructor(
    private readonly queue: JobQueue,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const handler of declaredHandlers<JobDeclaration>(this.discovery, this.scanner, JOB)) {
      const { name } = handler.declaration;
      const other = this.handlers.get(name);
      if (other) throw new Error(`Job ${name} is run by both ${other.name} and ${handler.name}`);
      this.handlers.set(name, handler);
    }
  }

  /** Sends a job; it can run once `tx` is committed, not before `options.startAfter`. Gives its id. */
  async send<K extends JobName>(
    ctx: Ctx, tx: Tx, name: K, payload: JobMap[K], options: { startAfter?: Date } = {},
  ): Promise<string> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`No method runs the job ${name}`);
    const id = randomUUID();
    await this.queue.insert(tx, 'jobs', [
      {
        id,
        data: { name, payload: toStored(payload), requestId: ctx.requestId },
        ...(options.startAfter ? { startAfter: options.startAfter } : {}),
        ...settings(handler.declaration.options),
      },
    ]);
    return id;
  }

  /** Runs a job in this process now, without a queue: the command line, and tests of one job. */
  async run<K extends JobName>(name: K, payload: JobMap[K]): Promise<void> {
    await this.perform(name, payload, 'system');
  }

  /** From now on this process is a worker. Ends with the application. */
  async work(): Promise<void> {
    const crons = [...this.handlers.values()].flatMap(({ declaration: { name, options } }) =>
      options.cron ? [{ name, cron: options.cron, options: settings(options) }] : [],
    );
    const jobs = this.logged((attempt) => this.runOne(attempt));
    await this.queue.work({ events: this.logged(this.deliver), jobs }, crons);
  }

  /**
   * Runs every event delivery and job that is ready, and those that they cause, here and now; gives how many ran.
   * Throws at the end what failed, unless `keepFailures`.
   */
  async drain(options: DrainOptions = {}): Promise<number> {
    const failures: Error[] = [];
    const failed = (attempt: Attempt, error: unknown): void => {
      failures.push(new Error(`${attempt.data.name}: ${(error as Error).message}`, { cause: error }));
    };
    let total = 0;
    for (;;) {
      const events = await this.queue.drain('events', this.deliver, options.delayed ?? false, failed);
      const jobs = await this.queue.drain('jobs', (attempt) => this.runOne(attempt), options.delayed ?? false, failed);
      total += events + jobs;
      if (events + jobs > 0) continue;
      if (failures.length === 0 || options.keepFailures) return total;
      throw new AggregateError(failures, failures.map(({ message }) => message).join('\n'));
    }
  }

  /** For the events room: what delivers one event to one handler. */
  deliverEventsWith(run: Runner): void {
    this.deliver = run;
  }

  /**
   * Forgets events handled so long ago that no delivery of them can be left, and answers kept for requests that nobody
   * sends again.
   */
  @Job('jobs.tidy', { cron: '30 3 * * *' })
  async tidy(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      await tx.query(`delete from event_handled where at < $1::timestamptz - interval '100 days'`, [ctx.now]);
      await tx.query(`delete from idempotency_key where created_at < $1::timestamptz - interval '30 days'`, [ctx.now]);
    });
  }

  private async runOne({ data }: Attempt): Promise<void> {
    await this.perform(data.name, fromStored(data.payload), data.requestId ?? 'system');
    if (data.cron) await this.queue.forgetDeadRuns(systemCtx(this.clock.now()), data.name);
  }

  private async perform(name: string, payload: unknown, requestId: string): Promise<void> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`No method runs the job ${name}`);
    const call = handler.call as (ctx: Ctx, payload: unknown) => Promise<unknown>;
    await call(systemCtx(this.clock.now(), requestId), payload);
  }

  private logged(run: Runner): Runner {
    return async (attempt) => {
      try {
        await run(attempt);
      } catch (error) {
        const { name, delivery } = attempt.data;
        const what = delivery ? `${name} to ${delivery.handler}` : name;
        const which = `attempt ${attempt.retryCount + 1} of ${attempt.retryLimit + 1}`;
        this.logger.warn(`${what}, ${which}: ${(error as Error).stack}`);
        throw error;
      }
    };
  }
}

/** What is not said is as the queue was made: migration core-rooms. */
function settings(options: JobOptions): {
  retryLimit?: number; retryDelay?: number; retryDelayMax?: number; expireInSeconds?: number;
} {
  return {
    ...(options.retries !== undefined ? { retryLimit: options.retries } : {}),
    ...(options.backoffSeconds !== undefined ? { retryDelay: options.backoffSeconds } : {}),
    ...(options.backoffMaxSeconds !== undefined ? { retryDelayMax: options.backoffMaxSeconds } : {}),
    ...(options.leaseSeconds !== undefined ? { expireInSeconds: options.leaseSeconds } : {}),
  };
}
