import { createHash } from 'node:crypto';
import { z } from 'zod';
import { worldSchema, type World } from './world';
import { WorldError, worldMessages, type InputIssue, type WorldMessage } from './world-checks';

/** A world from parsed JSON, defaults filled in. Throws WorldError with the JSON path of every problem. */
export function parseWorld(input: unknown): World {
  return parseInput(worldSchema, input);
}

/** Validates against any of the planner's schemas; problems come in both languages. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input, { error: z.locales.en().localeError });
  if (result.success) return result.data;
  const chinese = schema.safeParse(input, { error: z.locales.zhCN().localeError }).error!.issues;
  throw new WorldError(result.error.issues.map((issue, at) => translate(issue, chinese[at]!)));
}

function translate(issue: z.core.$ZodIssue, chinese: z.core.$ZodIssue): InputIssue {
  const own = worldMessages[issue.message as WorldMessage] as readonly [string, string] | undefined;
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return {
    path: jsonPath([...issue.path, ...keys]),
    en: own?.[0] ?? issue.message,
    'zh-CN': own?.[1] ?? chinese.message,
  };
}

/** `["pools", 3, "gpuClass"]` → `pools[3].gpuClass`; the document itself is `$`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '$';
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at ? '.' : ''}${String(part)}`)).join('');
}

/** JSON with sorted keys and no spaces: the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

/** sha256 of the canonical JSON, hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Order by code units, the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same world with every list in canonical order: two worlds which differ in order alone become equal. */
export function canonicalWorld(world: World): World {
  const byId = <T extends { id: string }>(list: readonly T[]): T[] => [...list].sort((a, b) => compareText(a.id, b.id));
  const byFrom = <T extends { from: string }>(list: readonly T[]): T[] =>
    [...list].sort((a, b) => compareText(a.from, b.from));
  const byKey = <T>(list: readonly T[]): T[] =>
    list
      .map((value) => ({ value, key: canonicalJson(value) }))
      .sort((a, b) => compareText(a.key, b.key))
      .map(({ value }) => value);
  return {
    ...world,
    normalisation: byFrom(world.normalisation),
    suppliers: byId(world.suppliers),
    pools: byId(world.pools).map((pool) => ({
      ...pool,
      dataRules: [...pool.dataRules].sort(),
      capacity: byFrom(pool.capacity),
      prices: byFrom(pool.prices),
      extra: byKey(pool.extra),
      maintenance: byKey(pool.maintenance),
      reservations: byKey(pool.reservations),
      takeOrPay: byKey(pool.takeOrPay),
    })),
    tenants: byId(world.tenants).map((tenant) => ({ ...tenant, pastUse: byKey(tenant.pastUse) })),
    requests: byId(world.requests).map((request) => ({
      ...request,
      gpuClasses: [...request.gpuClasses].sort(),
      dataRules: [...request.dataRules].sort(),
      ...(request.regions && { regions: [...request.regions].sort() }),
      ...(request.pools && { pools: [...request.pools].sort() }),
    })),
    previous: byKey(world.previous),
  };
}
