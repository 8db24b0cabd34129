import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import { openApp, type WholeApp } from '../whole-app/open-app';
import { graphql, refused, type BadRequest } from './refusals';

/** What is wrong with a request before any operation runs: its body, its document, its size. */
let app: WholeApp;
let founder: Visitor;

beforeAll(async () => {
  app = await openApp();
  founder = (await app.person({ kind: 'tenant', roles: ['founder'] })).visitor;
}, 60_000);
afterAll(() => app.close());

const json = (body: string): BadRequest => ({ headers: { 'content-type': 'application/json' }, body });
const nested = (depth: number): string => `${'{ viewer '.repeat(depth)}{ __typename }${' }'.repeat(depth)}`;
const fragments = (count: number): string =>
  `{ ...F0 } ${Array.from({ length: count }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} ` +
  `fragment F${count} on Query { viewer { locale } }`;

describe('a body', () => {
  test.each<[string, BadRequest, number, string]>([
    ['that is no JSON', json('{bad'), 400, 'INVALID_INPUT'],
    ['that is empty', json(''), 400, 'INVALID_INPUT'],
    ['that is JSON of another shape', json('"text"'), 400, 'INVALID_INPUT'],
    ['that is null', json('null'), 400, 'INVALID_INPUT'],
    ['without a query', json('{"variables":{}}'), 400, 'INVALID_INPUT'],
    ['whose query is a number', json('{"query":5}'), 400, 'INVALID_INPUT'],
    ['whose variables are text', json('{"query":"{ viewer { locale } }","variables":"x"}'), 400, 'INVALID_INPUT'],
    ['that is a batch', json('[{"query":"{ viewer { locale } }"},{"query":"{ viewer { locale } }"}]'), 400, 'INVALID_INPUT'],
    ['of an unknown type', { headers: { 'content-type': 'text/xml' }, body: '<q/>' }, 400, 'INVALID_INPUT'],
    ['of no type', { headers: { 'content-type': '' }, body: '{}' }, 400, 'INVALID_INPUT'],
    ['that would poison prototypes', json('{"query":"{ viewer { locale } }","__proto__":{"x":1}}'), 400, 'INVALID_INPUT'],
    ['over the limit', json(JSON.stringify({ query: `{ ${'x'.repeat(2_000_000)} }` })), 400, 'TOO_LARGE'],
    ['of ten megabytes of nested GraphQL', json(JSON.stringify({ query: nested(600_000) })), 400, 'TOO_LARGE'],
  ])('%s is refused', async (_, request, status, code) => {
    expect(await refused(app, founder, request)).toMatchObject({ status, code });
  });
});

describe('a document', () => {
  test.each<[string, string]>([
    ['that is no GraphQL', 'select * from tenancy'],
    ['that is empty', ''],
    ['that asks for an unknown field', '{ viewer { salary } }'],
    ['that passes an unknown argument', '{ viewer(id: 1) { locale } }'],
    ['nested thirty thousand deep within the size limit', nested(30_000)],
    ['nested deeper than any page needs', '{ myTenancy { organisation { '.repeat(1) + nested(14).slice(1) + ' } }'],
    ['of 5,000 aliases', `{ ${Array.from({ length: 5000 }, (_, i) => `a${i}: viewer { locale }`).join(' ')} }`],
    ['of 5,000 fields', `{ ${'entrance { setUpNeeded } '.repeat(2500)} }`],
    ['whose fragments double at every step', fragments(40)],
    ['whose fragments spread each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    ['of 20,000 directives', `{ viewer ${'@include(if: true) '.repeat(20_000)} { locale } }`],
    ['of many operations without a name', '{ viewer { locale } } { viewer { locale } }'],
    ['with an operation of an unknown kind', 'revolution { everything }'],
    ['of lists nested in lists', `{ search(text: "x", kinds: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { id } }`],
  ])('%s is refused in words', async (_, document) => {
    expect(await refused(app, founder, graphql(document))).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  });

  test('that is too much is refused at once, not after it has cost', async () => {
    const began = performance.now();
    await refused(app, founder, graphql(fragments(60)));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('an address or a header', () => {
  test.each<[string, BadRequest, number]>([
    ['an address that cannot be decoded', { path: '/files/%ZZ/x', method: 'GET' }, 400],
    ['a file’s id with NUL', { path: '/files/%00/x.pdf', method: 'GET' }, 404],
    ['a path out of the files’ folder', { path: '/files/..%2f..%2fetc/passwd', method: 'GET' }, 404],
    ['a route that is not there', { path: '/v1/nothing', method: 'GET' }, 404],
    ['a wrong bearer token', { ...graphql('{ viewer { locale } }', {}, { authorization: 'Bearer made-up' }) }, 400],
    ['another kind of authorisation', { ...graphql('{ viewer { locale } }', {}, { authorization: 'Basic YTpi' }) }, 400],
    ['an idempotency key of 1,000 characters', graphql('mutation { startComputeRequest { id } }', {}, { 'idempotency-key': 'k'.repeat(1000) }), 400],
  ])('%s is refused in words', async (_, request, status) => {
    expect(await refused(app, founder, request)).toMatchObject({ status });
  });
});
