import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { built, chromium, cloneDatabase, startApp } from '@wutong/core-testing';
import { chromium as playwright } from 'playwright-core';
import { type Figure, median } from './figure';
import { loadLists, sessionToken } from './lists/load';
import { bundleSizes } from './screens/bundle-sizes';
import { interactions, ourForm, ourList, plainList } from './screens/interactions';
import { type Visit, visit } from './screens/visit';

const ROUNDS = 5;

/**
 * What the pages weigh, how the list of tenants with 100 rows loads beside the same page without a component library, and
 * how lists of 1,000 rows answer beside that page: from the same server and database, in turn.
 */
export async function benches(): Promise<Figure[]> {
  const portalDir = built('portal');
  const galleryDir = await buildGallery();
  const plainDir = await buildPlainPage();
  const database = await cloneDatabase();
  try {
    await loadLists(database.superuserUrl, { tenants: 1000, applications: 4000 });
    const serve = (dir: string) => startApp({ database, env: { NODE_ENV: 'production', WUTONG_PORTAL_DIR: dir } });
    const [portal, gallery, plain] = [await serve(portalDir), await serve(galleryDir), await serve(plainDir)];
    const browser = await playwright.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const cookies = (url: string) => [{ name: 'wutong_session', value: sessionToken(1), url }];
      const load = (origin: string): Promise<Visit> => visit(browser, `${origin}/tenancy/tenants`, cookies(origin));
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
      const taken = await interactions(
        browser,
        { ours: ourList(gallery.url), plain: plainList(plain.url), form: ourForm(portal.url) },
        cookies,
      );
      return [...bundleSizes(portalDir), ...plainSizes(plainDir), ...visitFigures(ours, bare), ...interactionFigures(taken)];
    } finally {
      await browser.close();
      await Promise.all([portal.stop(), gallery.stop(), plain.stop()]);
    }
  } finally {
    await database.drop();
    rmSync(plainDir, { recursive: true, force: true });
    rmSync(galleryDir, { recursive: true, force: true });
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
    { figure: 'list-layout-shift', value: of(ours, 'shift'), unit: 'CLS', goal: { atMost: 0.02 } },
  ];
}

/** By page, by deed, ms. */
function interactionFigures({ ours, plain, form }: Awaited<ReturnType<typeof interactions>>): Figure[] {
  const goals = { sort: 130, key: 130, menu: 130, theme: 150, form: 250 };
  return [
    ...Object.entries({ ...ours, ...form }).map(([deed, value]) => ({
      figure: deed === 'form' ? 'open-form' : `1000-rows-${deed}`, value, unit: 'ms', goal: { atMost: goals[deed as keyof typeof goals] },
    })),
    ...Object.entries({ ...plain }).map(([deed, value]) => ({ figure: `1000-rows-${deed}-plain`, value, unit: 'ms', goal: null })),
  ];
}

function plainSizes(plainDir: string): Figure[] {
  const scripts = readdirSync(join(plainDir, 'assets')).filter((name) => name.endsWith('.js'));
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(plainDir, 'assets', name)), { level: 9 }).length, 0);
  return [{ figure: 'plain-js', value: Math.round(bytes / 100) / 10, unit: 'KB gz', goal: null }];
}

/** The portal with the samples of its patterns, where a list has 1,000 rows without asking the server. */
async function buildGallery(): Promise<string> {
  const { build } = await import('vite');
  const outDir = join(process.cwd(), 'dist/gallery');
  process.env['WUTONG_GALLERY'] = '1';
  await build({
    configFile: join(process.cwd(), 'apps/portal/vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** Built and compressed as the portal is, into a folder of its own; what it is made of is installed when it is not there. */
async function buildPlainPage(): Promise<string> {
  const { build } = await import('vite');
  const outDir = join(process.cwd(), 'dist/plain-page');
  const root = join(process.cwd(), 'tests/bench/plain-page');
  if (!existsSync(join(root, 'node_modules/i18next'))) {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'ignore' });
  }
  await build({
    configFile: false,
    root,
    logLevel: 'error',
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
