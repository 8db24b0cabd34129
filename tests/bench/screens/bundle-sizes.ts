import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from '../figure';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** Pages that are a form; the others have less room. */
const FORMS = ['application-edit', 'request-new', 'request-edit'];

/** What a first visit and each page fetch, in KB of gzip (1 KB = 1000 bytes), by the manifest of the build. */
export function bundleSizes(portalDir: string): Figure[] {
  const manifest = JSON.parse(readFileSync(join(portalDir, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const closure = (key: string, seen = new Set<string>()): Set<string> => {
    if (!seen.has(key)) {
      seen.add(key);
      for (const next of manifest[key]?.imports ?? []) closure(next, seen);
    }
    return seen;
  };
  const script = (key: string): number => gzipped(join(portalDir, manifest[key]?.file ?? ''));
  const kb = (bytes: number): number => Math.round(bytes / 100) / 10;
  const total = (keys: Iterable<string>): number => kb([...keys].reduce((sum, key) => sum + script(key), 0));
  const only = (keys: Set<string>, ...without: Set<string>[]): string[] =>
    [...keys].filter((key) => !without.some((one) => one.has(key)));

  const keys = Object.keys(manifest);
  const entryKey = keys.find((key) => manifest[key]?.isEntry) ?? '';
  const group = (name: string): string => keys.find((key) => key.startsWith(`_${name}-`)) ?? '';
  const entry = closure(entryKey);
  const shell = closure(group('frame'));
  // The shell fetches them by itself, once it stands.
  const panels = closure(group('panels'));
  const pages = keys
    .filter((key) => manifest[key]?.isDynamicEntry && /\.page\.tsx$/.test(key))
    .map((key) => ({
      name: key.replace(/^.*\/(.*)\.page\.tsx$/, '$1'),
      kilobytes: total(only(closure(key), entry, shell, panels)),
    }))
    .sort((one, other) => other.kilobytes - one.kilobytes);
  const tenants = keys.find((key) => key.endsWith('tenant-list.page.tsx')) ?? '';
  // Only in the build while a page shows one.
  const timeSeries = keys.filter((key) => /charts\/plot\.tsx$/.test(key));
  const css = new Set([...entry, ...shell].flatMap((key) => manifest[key]?.css ?? []));
  const styles = kb([...css].reduce((sum, file) => sum + gzipped(join(portalDir, file)), 0));
  const first = total(new Set([...entry, ...shell, ...closure(tenants)]));
  return [
    { figure: 'entry-js', value: total(entry), unit: 'KB gz', goal: { atMost: 160 } },
    { figure: 'shell-js', value: total(only(shell, entry)), unit: 'KB gz', goal: null },
    { figure: 'panels-js', value: total(only(panels, entry, shell)), unit: 'KB gz', goal: null },
    { figure: 'entry-shell-tenant-list-js', value: first, unit: 'KB gz', goal: { atMost: 240 } },
    { figure: 'css', value: styles, unit: 'KB gz', goal: { atMost: 12 } },
    ...timeSeries.map((key) => ({
      figure: 'time-series-js', value: total(only(closure(key), entry, shell, panels)), unit: 'KB gz', goal: { atMost: 25 },
    })),
    ...pages.slice(0, 6).map(({ name, kilobytes }) => ({
      figure: `page-js-${name}`, value: kilobytes, unit: 'KB gz', goal: { atMost: FORMS.includes(name) ? 70 : 45 },
    })),
  ];
}

function gzipped(file: string): number {
  return existsSync(file) ? gzipSync(readFileSync(file), { level: 9 }).length : 0;
}
