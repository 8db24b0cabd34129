import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Lock, type Locker, MemoryLocker, type RequestRelease } from '@tus/server';
import pg from 'pg';
import { DataSource } from 'typeorm';

/** How long a request waits for another process to let an upload go; then the client tries again. */
const PATIENCE = 10_000;
const LOCKED = { status_code: 423, body: 'another process is receiving this upload' };

/**
 * One writer for each upload, among all processes that share the folder: two at once could leave other bytes on disk
 * than those that were hashed. Within a process a second request makes the first let go (its connection is usually
 * dead); between processes an advisory lock of PostgreSQL decides, all of them on one connection of this process, which
 * frees them when it dies.
 */
@Injectable()
export class UploadLocks implements Locker, OnApplicationShutdown {
  private readonly here = new MemoryLocker();
  /** How to stop whoever holds an upload. */
  private readonly held = new Map<string, RequestRelease>();
  private connection: Promise<pg.Client> | undefined;

  constructor(private readonly source: DataSource) {}

  newLock(id: string): Lock {
    const inProcess = this.here.newLock(id);
    return {
      lock: async (signal, requestRelease) => {
        await inProcess.lock(signal, requestRelease);
        try {
          await this.acquire(id, signal);
          this.held.set(id, requestRelease);
        } catch (error) {
          await inProcess.unlock();
          throw error;
        }
      },
      unlock: async () => {
        this.held.delete(id);
        try {
          // Where the connection broke, the lock went with it.
          await (await this.connection)?.query(`select pg_advisory_unlock(hashtextextended($1, 0))`, [`upload:${id}`]);
        } finally {
          await inProcess.unlock();
        }
      },
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.connection)?.end();
  }

  private async acquire(id: string, signal: AbortSignal): Promise<void> {
    for (let waited = 0; waited <= PATIENCE && !signal.aborted; waited += 200) {
      const { rows } = await (await this.connect()).query<{ locked: boolean }>(
        `select pg_try_advisory_lock(hashtextextended($1, 0)) as locked`,
        [`upload:${id}`],
      );
      if (rows[0]?.locked) return;
      await pause(200);
    }
    throw LOCKED;
  }

  private connect(): Promise<pg.Client> {
    this.connection ??= this.open().catch((error: unknown) => {
      this.connection = undefined;
      throw error;
    });
    return this.connection;
  }

  private async open(): Promise<pg.Client> {
    const { url } = this.source.options as { url: string };
    const client = new pg.Client({ connectionString: url, application_name: 'wutong-uploads' });
    const lost = (): void => {
      this.connection = undefined;
      for (const release of this.held.values()) void release();
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    return client;
  }
}
