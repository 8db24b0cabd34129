#!/usr/bin/env node
// Finds the Node and the built server that Wutong runs on, then hands over to the commands in apps/wutong/src.
// Plain JavaScript for the oldest Node that npm may run us with.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NODE_MAJOR = 24;
const root = join(import.meta.dirname, '../../..');

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
  await run();
} else {
  runOnPackagedNode();
}

async function run() {
  const { serverBundle } = await import('../build/server-bundle.mjs');
  const { portalBundle } = await import('../build/portal-bundle.mjs');
  try {
    const serverDir = await serverBundle(root);
    const { main } = await import(pathToFileURL(join(serverDir, 'cli.js')).href);
    process.exitCode = await main(process.argv.slice(2), {
      root,
      serverDir,
      portalDir: (progress) => portalBundle(root, progress),
    });
  } catch (error) {
    process.stderr.write(`${process.env.WUTONG_DEBUG ? error.stack : error.message}\n`);
    process.exitCode = 1;
  }
}

function runOnPackagedNode() {
  const node = join(root, 'node_modules/node/bin/node');
  if (!existsSync(node)) {
    process.stderr.write(`Wutong runs on Node ${NODE_MAJOR}, which npm installs with it. Run: npm ci\n`);
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both of us; the other signals reach only this process.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => (process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)));
}
