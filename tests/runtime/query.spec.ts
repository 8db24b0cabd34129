import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queryCommand, type QueryOptions } from '../../apps/wutong/src/query/query.command';
import { CommandError } from '../../apps/wutong/src/terminal';
import { openApp, type AppPerson, type WholeApp } from '../whole-app/open-app';

let app: WholeApp;
let url: string;
let founder: AppPerson;
let token: string;

beforeAll(async () => {
  app = await openApp();
  url = `http://127.0.0.1:${(app.nest.getHttpServer().address() as AddressInfo).port}`;
  founder = await app.person({ kind: 'tenant', roles: ['founder'] });
  const made = await founder.visitor.graphql('mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }', {
    input: { name: 'script', permissions: ['compute-request.read', 'compute-balance.read'], expiresInDays: 1 },
  }) as { createApiToken: { token: string } };
  token = made.createApiToken.token;
}, 120_000);
afterAll(() => app.close());

async function run(query: string | undefined, { url: other, ...options }: QueryOptions & { url?: string } = {}, files: Record<string, string> = {}, as: string | undefined = token) {
  let [out, err] = ['', ''];
  const code = await queryCommand(query, options, {
    url: other ?? url, token: as, out: (text) => (out += text), err: (text) => (err += text),
    readText: (path) => (path in files ? Promise.resolve(files[path]!) : Promise.reject(new Error('no such file'))),
  });
  return { code, out, err };
}

describe('wutong query', () => {
  test('prints what a running portal answers to the token’s owner, from the line or from a file', async () => {
    const { code, out, err } = await run('{ myComputeRequests { id } computeBalances { gpuClass } }');
    expect({ code, err, data: JSON.parse(out) }).toEqual({ code: 0, err: '', data: { myComputeRequests: [], computeBalances: [] } });
    const variables = JSON.stringify({ id: founder.organisationId });
    const query = 'query ($id: ID) { computeBalances(organisationId: $id) { gpuClass } }';
    expect(JSON.parse((await run(undefined, { file: 'q.graphql', variables }, { 'q.graphql': query })).out)).toEqual({ computeBalances: [] });
  });

  test.each([
    ['what is not there', `{ computeRequest(id: "${randomUUID()}") { id } }`],
    ['what the token does not permit', '{ computePools { id } }'],
    ['what is no GraphQL', '{ computeBalances {'],
    ['a field that does not exist', '{ computeBalances { nothing } }'],
  ])('says in words why it does not get %s, and prints no data', async (_, query) => {
    const { code, out, err } = await run(query);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/\w+ \w+.*\n$/);
    expect(err).not.toContain(token);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ['no token', () => run('{ x }', {}, {}, ''), /WUTONG_TOKEN/],
    ['neither query nor file', () => run(undefined), /-f/],
    ['both', () => run('{ x }', { file: 'q' }), /-f/],
    ['a file that is not there', () => run(undefined, { file: 'q' }), /^q|无法读取 q/],
    ['variables that are no JSON', () => run('{ x }', { variables: '{id}' }), /--variables/],
    ['variables that are no object', () => run('{ x }', { variables: '[1]' }), /--variables/],
    ['a portal that is not there', () => run('{ x }', { url: 'http://127.0.0.1:1' }), /127\.0\.0\.1:1/],
    ['an address that is none', () => run('{ x }', { url: 'portal' }), /portal/],
  ])('refuses %s', async (_, asked, words) => {
    const error: unknown = await asked().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    expect((error as Error).message).toMatch(words);
  });

  test('refuses a token that nobody has, without printing it', async () => {
    const wrong = `${token.slice(0, -4)}0000`;
    const said = await run('{ computeBalances { gpuClass } }', {}, {}, wrong).then(({ code, out, err }) => `${code} ${out} ${err}`, (error: Error) => `1 ${error.message}`);
    expect(said).toMatch(/^1 /);
    expect(said).not.toContain(wrong);
  });
});
