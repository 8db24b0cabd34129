import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PgBoss, type ConnectionOptions, type JobInsert, type JobWithMetadata } from 'pg-boss';
import { DataSource } from 'typeorm';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import type { Tx } from '../database/tx';

/** Events are many and short, jobs few and long: neither waits behind the other. */
export type Lane = 'events' | 'jobs';
export const LANES: readonly Lane[] = ['events', 'jobs'];

/** What lies in a queue. `payload` is as `toStored` makes it. */
export interface Queued {
  readonly name: string;
  readonly payload: unknown;
  readonly requestId?: string;
  /** Set by the clock, not by anybody's request. */
  readonly cron?: true;
  /** Of an event's delivery. */
  readonly delivery?: { eventId: string; handler: string; at: string; actorId: string | null };
}

export interface Cron {
  readonly name: string;
  readonly cron: string;
  readonly options: Partial<JobInsert>;
}

export type Attempt = JobWithMetadata<Queued>;
export type Runner = (attempt: Attempt) => Promise<void>;

/** Connections of a worker process that run work of a lane at the same time. */
const WORKERS: Record<Lane, number> = { events: 3, jobs: 3 };
/** Jobs that a drain takes at once. */
const DRAINED_AT_ONCE = 20;
const ONLY_SEND = { migrate: false, supervise: false, schedule: false, registerInstance: false } as const;

/**
 * pg-boss, bent to our rules. A job is inserted on the connection of the transaction that causes it, so both happen or
 * neither. Whoever asked may insert but not read jobs (row-level security, migration core-rooms): that is why the id is
 * made here and nothing is returned by the insert. Sending needs no connections of its own; only a worker has some.
 */
@Injectable()
export class JobQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private sender: Promise<PgBoss> | undefined;
  private worker: PgBoss | undefined;

  constructor(
    private readonly database: Database,
    private readonly source: DataSource,
  ) {}

  /** Before the first request: later its connection would have to be waited for by those who hold all the others. */
  async onApplicationBootstrap(): Promise<void> {
    await this.boss();
  }

  /** Inserts jobs in the caller's transaction, with one statement. */
  async insert(tx: Tx, lane: Lane, jobs: (JobInsert<Queued> & { id: string })[]): Promise<void> {
    const boss = await this.boss();
    await boss.insert(lane, jobs, { db: onTx(tx) });
  }

  /** Takes what is ready, or with `delayed` also what waits for its retry, and runs it here and now, one by one. */
  async drain(
    lane: Lane, run: Runner, delayed: boolean, failed: (attempt: Attempt, error: unknown) => void,
  ): Promise<number> {
    const boss = await this.boss();
    for (let count = 0; ; ) {
      const jobs = await boss.fetch<Queued>(lane, { includeMetadata: true, ignoreStartAfter: delayed, batchSize: DRAINED_AT_ONCE });
      if (jobs.length === 0) return count;
      const done: { id: string; retryCount: number }[] = [];
      for (const job of jobs) {
        const attempt = { id: job.id, retryCount: job.retryCount };
        try {
          await run(job);
          done.push(attempt);
        } catch (error) {
          failed(job, error);
          await boss.fail(lane, attempt, asOutput(error));
        }
      }
      if (done.length > 0) await boss.complete(lane, done);
      count += jobs.length;
    }
  }

  /** Makes this process a worker: takes jobs of both lanes until shut down, and keeps the clock for `cron` jobs. */
  async work(runners: Record<Lane, Runner>, crons: readonly Cron[]): Promise<void> {
    const { url } = this.source.options as { url: string };
    const boss = new PgBoss({
      connectionString: url,
      max: 4,
      migrate: false,
      options: '-c wutong.reach=system',
      application_name: 'wutong-jobs',
      reindex: false,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      openTelemetry: { enabled: false },
    });
    boss.on('error', (error) => this.logger.error(error));
    await boss.start();
    this.worker = boss;
    await this.keepSchedules(boss, crons);
    for (const lane of LANES) {
      for (let n = 0; n < WORKERS[lane]; n++) {
        const id: string = await boss.work<Queued, void, { includeMetadata: true; pollingIntervalSeconds: number }>(
          lane,
          { includeMetadata: true, pollingIntervalSeconds: 1 },
          async ([job]) => {
            // Ask for the next one at once instead of after the polling interval.
            boss.notifyWorker(id);
            if (job) await runners[lane](job);
          },
        );
      }
    }
  }

  /** A run by the clock has succeeded: that earlier ones failed is of no concern any more. */
  async forgetDeadRuns(ctx: Ctx, name: string): Promise<void> {
    await this.database.write(ctx, (tx) =>
      tx.query(
        `delete from pgboss.job_common
         where name = 'dead' and state = 'created' and data ? 'cron' and data->>'name' = $1`,
        [name],
      ),
    );
  }

  /** Sends a dead job back to where it came from; false when it is not there any more. */
  async redrive(id: string): Promise<boolean> {
    const boss = await this.boss();
    return (await boss.redrive('dead', { ids: [id] })) > 0;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker?.stop({ graceful: true, timeout: 10_000 });
    await (await this.sender)?.stop({ graceful: false });
  }

  private boss(): Promise<PgBoss> {
    this.sender ??= new PgBoss({
      ...ONLY_SEND,
      openTelemetry: { enabled: false },
      db: {
        executeSql: (text, values) =>
          this.database.read(systemCtx(new Date()), async (tx) => ({ rows: await tx.query(text, values) })),
      },
    })
      .on('error', (error) => this.logger.error(error))
      .start();
    return this.sender;
  }

  private async keepSchedules(boss: PgBoss, crons: readonly Cron[]): Promise<void> {
    for (const { name, cron, options } of crons) {
      const data: Queued = { name, payload: {}, cron: true };
      await boss.schedule('jobs', cron, data, { ...options, key: name, tz: 'Asia/Shanghai' });
    }
    for (const { key } of await boss.getSchedules('jobs')) {
      if (!crons.some(({ name }) => name === key)) await boss.unschedule('jobs', key);
    }
  }
}

function onTx(tx: Tx): NonNullable<ConnectionOptions['db']> {
  return { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) };
}

function asOutput(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack };
}
