// Builds what is asked for (`server`, `portal`; both without a word) and prints the folders, one a line.
import { join } from 'node:path';
import { portalBundle } from './portal-bundle.mjs';
import { serverBundle } from './server-bundle.mjs';

const root = join(import.meta.dirname, '../../..');
const builders = { server: serverBundle, portal: portalBundle };
const asked = process.argv.slice(2);
for (const what of asked.length > 0 ? asked : Object.keys(builders)) {
  process.stdout.write(`${await builders[what](root)}\n`);
}
