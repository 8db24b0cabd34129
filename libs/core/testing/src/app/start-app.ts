import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { cloneDatabase, type TestDatabase } from '../database/clone-database';
import { freePort } from './free-port';
import { RunningProcess } from './running-process';
import { Visitor } from './visitor';

export interface AppOptions {
  /** One that is filled already; else a fresh clone, which `stop` removes. */
  database?: TestDatabase;
  /** Build and serve the pages: browser journeys. */
  portal?: boolean;
  /** Run a worker beside the API. */
  worker?: boolean;
  /** More environment for the processes. */
  env?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly url: string;
  readonly database: TestDatabase;
  readonly api: RunningProcess;
  /** Not started unless asked for. */
  readonly worker: RunningProcess;
  /** Somebody with no cookies yet; `headers` go with each of their requests. */
  visitor(headers?: Readonly<Record<string, string>>): Visitor;
  /** As the superuser, past row-level security and grants. */
  asOwner<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** Specs run from the checkout's root; bundled benches too, whose own folder says nothing. */
const root = process.cwd();

/** The product's own processes, from the bundle that production runs, on a free port and a database of their own. */
export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  const database = options.database ?? (await cloneDatabase());
  const home = mkdtempSync(join(tmpdir(), 'wutong-app-'));
  const port = await freePort();
  const serverDir = built('server');
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    WUTONG_FILES_DIR: join(home, 'files'),
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(options.portal ? { WUTONG_PORTAL_DIR: built('portal') } : {}),
    ...options.env,
  };
  const api = new RunningProcess(join(serverDir, 'api.js'), env);
  const worker = new RunningProcess(join(serverDir, 'worker.js'), env);
  const owner = new Pool({ connectionString: database.superuserUrl, max: 2 });
  owner.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    await Promise.all([api.end(), worker.end(), owner.end()]);
    if (!options.database) await database.drop();
    rmSync(home, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await Promise.all([api.start(), options.worker ? worker.start() : undefined]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    database,
    api,
    worker,
    visitor: (headers) => new Visitor(url, headers),
    asOwner: async <Row extends object>(sql: string, params: unknown[] = []) =>
      (await owner.query(sql, params)).rows as Row[],
    stop,
  };
}

/** The folder of the newest build, made when a source is newer. */
export function built(what: 'server' | 'portal'): string {
  return execFileSync(process.execPath, [join(root, 'apps/wutong/build/build.mjs'), what], { encoding: 'utf8' }).trim();
}
