import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type RunningApp } from '@wutong/core-testing';

let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

test('the process says that it is healthy and ready', async () => {
  const [healthy, ready] = await Promise.all(['/healthz', '/readyz'].map((path) => app.visitor().fetch(path)));
  expect([healthy?.status, ready?.status]).toEqual([200, 200]);
});

test.each([
  ['en', 'The request is not valid'],
  ['zh-CN', '请求有误'],
])('a body that is no JSON is refused in words (%s), on GraphQL and on plain routes', async (language, words) => {
  for (const path of ['/graphql', '/v1/usage']) {
    const response = await app.visitor().fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: '{bad',
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(words);
  }
});

test('a body over the limit is refused as too large, and the process goes on', async () => {
  const response = await app.visitor().fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ ${'x'.repeat(2_000_000)} }` }),
  });
  expect(await response.text()).toContain('TOO_LARGE');
  expect((await app.visitor().fetch('/readyz')).status).toBe(200);
});

test('what is not there under the API’s paths is not answered with a page', async () => {
  const response = await app.visitor().fetch('/v1/nothing');
  expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
});
