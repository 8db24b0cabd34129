import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { centreState } from '../database/centre-state';
import { bringUpToDate } from '../database/migrate.command';
import { type OpenDatabase, openDatabase } from '../database/open-database';
import { clearHalfDemo } from '../demo/demo.command';
import type { Installation } from '../installation';
import type { Settings } from '../settings';
import { CommandError, print, say, step, tell } from '../terminal';
import { ownCommand } from './own-command';
import { requireFreePort } from './port';
import { type Program, Supervised } from './supervise';

/**
 * Everything in one command: database, schema, pages, API and worker, until Ctrl-C or SIGTERM.
 * A process that crashes is started again; what was begun is ended in the reverse order.
 */
export async function startCommand(installation: Installation, settings: Settings, empty: boolean): Promise<void> {
  await requireFreePort(settings);
  mkdirSync(settings.home, { recursive: true });
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  const asked = (): void => {
    if (stop.signal.aborted) process.exit(130);
    tell(say('Stopping …', '正在停止 …'));
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, asked);
  const ends: (() => Promise<void>)[] = [];
  try {
    await Promise.race([bringUp(installation, settings, empty, ends, stop.signal), stopped]);
    await stopped;
  } finally {
    for (const end of ends.reverse()) await end();
  }
  // What the signal interrupted may not be over yet: a build, the loading of the demo.
  process.exit(0);
}

async function bringUp(
  installation: Installation,
  settings: Settings,
  empty: boolean,
  ends: (() => Promise<void>)[],
  stop: AbortSignal,
): Promise<void> {
  const pages = portal(installation);
  const ready = readyDatabase(settings, ends);
  // Nobody is asked for a name and a password while lines of the build run over the terminal.
  if (empty) await pages;
  const settled = ready.then((database) => settle(installation, settings, database.url, empty, stop));
  const [database, setUpLink, portalDir] = await Promise.all([ready, settled, pages]);
  stop.throwIfAborted();
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: undefined,
    WUTONG_FILES_DIR: settings.filesDir,
    // Compiled code is kept between starts: a fifth off the time to the first page.
    NODE_COMPILE_CACHE: join(settings.home, 'cache'),
    WUTONG_PORTAL_DIR: portalDir,
    HOST: settings.host,
    PORT: String(settings.port),
  };
  // A small young generation costs hardly any time at this size and saves some 60 MB in the two processes.
  const program = (name: string, youngMb: number): Program => ({
    name,
    file: join(installation.serverDir, `${name}.js`),
    nodeOptions: [`--max-semi-space-size=${youngMb}`],
    env,
  });
  const processes = [program('api', 8), program('worker', 4)].map((each) => new Supervised(each));
  for (const each of processes) ends.push(() => each.stop());
  await step(say('Starting the portal', '正在启动门户'), () => Promise.all(processes.map((each) => each.start())));
  const everywhere = ['127.0.0.1', '0.0.0.0'].includes(settings.host);
  const url = `http://${everywhere ? 'localhost' : settings.host}:${settings.port}`;
  await fetch(url);
  print(say(`Wutong is running: ${url}   (Ctrl-C stops it)`, `梧桐已启动：${url}   （按 Ctrl-C 停止）`));
  if (setUpLink) {
    print(
      say(
        `Open this link, which is good once, to set up the centre and its first administrator: ${url}${setUpLink}`,
        `请打开以下一次性链接，设置中心及首位管理员：${url}${setUpLink}`,
      ),
    );
  }
}

/** A new database becomes a real centre or the demo; gives the path of the set-up link where one is wanted. */
async function settle(
  installation: Installation,
  settings: Settings,
  databaseUrl: string,
  empty: boolean,
  stop: AbortSignal,
): Promise<string | null> {
  const state = await centreState(databaseUrl);
  if (empty && state === 'demo') {
    throw new CommandError(
      say(
        `${settings.home} holds the demo centre. Set WUTONG_HOME to another folder for an empty one.`,
        `${settings.home} 中已有演示中心。如需空白中心，请将 WUTONG_HOME 设为其他目录。`,
      ),
    );
  }
  if (state !== 'empty') return null;
  // What was begun as a real centre never becomes the demo, even before it has an administrator.
  const real = join(settings.home, 'real-centre');
  if (empty) writeFileSync(real, '');
  if (!existsSync(real)) {
    await ownCommand(installation, ['demo'], stop);
    return null;
  }
  const { firstAdministrator } = await import('./first-administrator');
  return firstAdministrator(settings, databaseUrl);
}

async function readyDatabase(settings: Settings, ends: (() => Promise<void>)[]): Promise<OpenDatabase> {
  const database = await openDatabase(settings);
  ends.push(() => database.close());
  await clearHalfDemo(settings, database);
  if (database.migrationUrl) await bringUpToDate(database);
  return database;
}

async function portal(installation: Installation): Promise<string> {
  const steps = { types: say('the types of the pages', '页面类型'), pages: say('the pages', '页面') };
  const began = Date.now();
  let built = false;
  const folder = await installation.portalDir((name) => {
    built = true;
    tell(say(`  Building ${steps[name]} …`, `  正在构建${steps[name]} …`));
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (built) tell(say(`  Building the pages ✓ ${seconds} s`, `  正在构建页面 ✓ ${seconds} s`));
  return folder;
}
