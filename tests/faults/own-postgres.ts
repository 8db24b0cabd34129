import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '@wutong/core-server';
import { freePort } from '@wutong/core-testing';
import { migrations } from '../../apps/api/migrations';

/** A PostgreSQL of this test's own, migrated, that keeps what it has promised when it is killed. */
export class OwnPostgres {
  private constructor(
    private readonly home: string,
    private readonly port: number,
    private server: EmbeddedPostgres,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const home = mkdtempSync(join(tmpdir(), 'wutong-fault-'));
    const port = await freePort();
    const server = await startEmbeddedPostgres({ home, port });
    await migrate(server.migrationUrl, migrations);
    return new OwnPostgres(home, port, server);
  }

  get url(): string {
    return this.server.url;
  }

  /** The application's database, as the superuser. */
  get superuserUrl(): string {
    return this.server.superuserUrl.replace(/\/postgres$/, '/wutong');
  }

  /** A folder beside the data, removed with it. */
  get filesDir(): string {
    return join(this.home, 'files');
  }

  /** Kills the server as a power cut would, and starts it again at the same place. */
  async crash(): Promise<void> {
    const pid = Number(readFileSync(join(this.home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    await this.server.stop();
    this.server = await startEmbeddedPostgres({ home: this.home, port: this.port });
  }

  async remove(): Promise<void> {
    await this.server.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}
