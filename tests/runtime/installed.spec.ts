import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { built } from '@wutong/core-testing';

const root = join(import.meta.dirname, '../..');
let image: string;
let serverDir: string;

/** What docker/Dockerfile copies into its last stage. */
beforeAll(() => {
  serverDir = built('server');
  image = mkdtempSync(join(tmpdir(), 'wutong-image-'));
  for (const path of ['package.json', 'apps/wutong/package.json', 'apps/wutong/bin', 'apps/wutong/build']) {
    cpSync(join(root, path), join(image, path), { recursive: true });
  }
  mkdirSync(join(image, 'dist/server'), { recursive: true });
  cpSync(serverDir, join(image, 'dist/server', serverDir.split('/').at(-1) ?? ''), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'));
});
afterAll(() => rmSync(image, { recursive: true, force: true }));

test('an installed copy without sources runs the build that it has', () => {
  const launcher = join(image, 'apps/wutong/bin/wutong.mjs');
  const help = execFileSync(process.execPath, [launcher, '--help'], { encoding: 'utf8' });
  expect(help).toContain('Usage: wutong');
});

test('every package that the server imports is installed in production', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const files = readdirSync(serverDir).filter((name) => name.endsWith('.js'));
  const from = /^(?:import|export)\b[^'"`;]*["']([^."'][^"']*)["'];?$/gm;
  const specifiers = files.flatMap((name) =>
    [...readFileSync(join(serverDir, name), 'utf8').matchAll(from)].map(([, specifier = '']) => specifier),
  );
  const imported = new Set(specifiers.map((name) => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')));
  const known = new Set([...Object.keys(dependencies), ...builtinModules]);
  expect(imported).toContain('@nestjs/core');
  expect([...imported].filter((name) => !known.has(name) && !name.startsWith('node:'))).toEqual([]);
});
