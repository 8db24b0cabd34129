import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { built, chromium, cloneDatabase, startApp } from '@wutong/core-testing';
import { chromium as playwright } from 'playwright-core';
import { type Figure, median } from './figure';
import { loadLists, sessionToken } from './lists/load';
import { bundleSizes } from './screens/bundle-sizes';
import { type Visit, visit } from './screens/visit';

const ROUNDS = 5;

/**
 * What the pages weigh, and how the list of tenants with 100 rows loads beside the same list made with React alone, from
 * the same server and database, on a slow network and a slow processor, visit by visit in turn.
 */
export async function benches(): Promise<Figure[]> {
  const portalDir = built('portal');
  const plainDir = await buildPlainPage();
  const database = await cloneDatabase();
  try {
    await loadLists(database.superuserUrl, { tenants: 300, applications: 2000 });
    const env = { NODE_ENV: 'production' };
    const portal = await startApp({ database, env: { ...env, WUTONG_PORTAL_DIR: portalDir } });
    const plain = await startApp({ database, env: { ...env, WUTONG_PORTAL_DIR: plainDir } });
    const browser = await playwright.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const load = (origin: string): Promise<Visit> =>
        visit(browser, `${origin}/tenancy/tenants`, [
          { name: 'wutong_session', value: sessionToken(1), url: origin },
        ]);
      const ours: Visit[] = [];
      const bare: Visit[] = [];
      // The first of each warms the servers.
      for (let round = 0; round <= ROUNDS; round++) {
        const pair = [await load(portal.url), await load(plain.url)] as const;
        if (round > 0) {
          ours.push(pair[0]);
          bare.push(pair[1]);
        }
      }
      return [...bundleSizes(portalDir), ...visitFigures(ours, bare)];
    } finally {
      await browser.close();
      await Promise.all([portal.stop(), plain.stop()]);
    }
  } finally {
    await database.drop();
    rmSync(plainDir, { recursive: true, force: true });
  }
}

function visitFigures(ours: Visit[], bare: Visit[]): Figure[] {
  const of = (visits: Visit[], what: keyof Visit): number => median(visits.map((one) => one[what]));
  const ratio = (what: keyof Visit): number => median(ours.map((one, n) => one[what] / (bare[n]?.[what] ?? NaN)));
  return [
    { figure: 'list-lcp', value: Math.round(of(ours, 'lcp')), unit: 'ms', goal: null },
    { figure: 'list-lcp-plain', value: Math.round(of(bare, 'lcp')), unit: 'ms', goal: null },
    { figure: 'list-lcp-to-plain', value: ratio('lcp'), unit: 'x', goal: { atMost: 1.8 } },
    { figure: 'list-blocking', value: Math.round(of(ours, 'blocking')), unit: 'ms', goal: null },
    { figure: 'list-blocking-plain', value: Math.round(of(bare, 'blocking')), unit: 'ms', goal: null },
    { figure: 'list-blocking-to-plain', value: ratio('blocking'), unit: 'x', goal: { atMost: 1.5 } },
    { figure: 'list-search-key', value: of(ours, 'key'), unit: 'ms', goal: { atMost: 130 } },
    { figure: 'list-search-key-plain', value: of(bare, 'key'), unit: 'ms', goal: null },
    { figure: 'list-layout-shift', value: of(ours, 'shift'), unit: 'CLS', goal: { atMost: 0.02 } },
  ];
}

/** Built and compressed as the portal is, into a folder of its own. */
async function buildPlainPage(): Promise<string> {
  const { build } = await import('vite');
  const outDir = join(process.cwd(), 'dist/plain-page');
  await build({
    configFile: false,
    root: join(process.cwd(), 'tests/bench/plain-page'),
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', development: false } },
    build: { outDir, emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } },
  });
  const files = readdirSync(outDir, { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((file) => /\.(js|css|html)$/.test(file))) {
    const path = join(outDir, name);
    const text = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(text));
  }
  return outDir;
}
