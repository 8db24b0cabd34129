import { expect } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import type { WholeApp } from '../whole-app/open-app';

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly field?: string;
  readonly message: string;
}

/** What a request is, less the language. */
export interface BadRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** A GraphQL request as a page sends it. */
export function graphql(query: string, variables: object = {}, headers: Record<string, string> = {}): BadRequest {
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) };
}

/**
 * Sends it in both languages. It must be refused as the sender's fault, in words of that language, with nothing written
 * and the server as well as before. Gives the English refusal.
 */
export async function refused(app: WholeApp, visitor: Visitor, request: BadRequest): Promise<Refusal> {
  const before = await rowCounts(app);
  const chinese = await send(visitor, request, 'zh-CN');
  const english = await send(visitor, request, 'en');
  expect(english.message).not.toMatch(/\p{Script=Han}/u);
  expect(chinese.message).toMatch(/\p{Script=Han}/u);
  expect({ ...chinese, message: '' }).toEqual({ ...english, message: '' });
  expect(english.status).toBeLessThan(500);
  expect(english.code).not.toBe('INTERNAL');
  expect(await rowCounts(app)).toEqual(before);
  expect((await visitor.fetch('/readyz')).status).toBe(200);
  return english;
}

async function send(visitor: Visitor, { path = '/graphql', method = 'POST', headers, body }: BadRequest, language: string): Promise<Refusal> {
  const response = await visitor.fetch(path, { method, headers: { ...headers, 'accept-language': language }, body: body ?? null });
  const text = await response.text();
  const { errors = [], error } = JSON.parse(text) as {
    errors?: { message: string; extensions: { code: string; field?: string } }[];
    error?: { message: string; code: string; field?: string };
  };
  const [first] = errors;
  const told = first ? { ...first.extensions, message: first.message } : error;
  if (!told) throw new Error(`It was not refused: ${response.status} ${text.slice(0, 300)}`);
  const { code, field, message } = told;
  return { status: response.status, code, ...(field === undefined ? {} : { field }), message };
}

/** How many rows every table has: what a refused request must leave as it was. */
export async function rowCounts(app: WholeApp): Promise<Record<string, number>> {
  const tables = await app.asOwner<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r'
       and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)`,
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`);
  const rows = await app.asOwner<{ name: string; rows: number }>(counts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]));
}
