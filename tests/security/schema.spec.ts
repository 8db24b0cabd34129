import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { openApp, type WholeApp } from '../whole-app/open-app';

let app: WholeApp;

beforeAll(async () => {
  app = await openApp();
}, 60_000);
afterAll(() => app.close());

test('the committed schema is what the running server gives; no page is built against another one', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../apps/api/schema.graphql'), 'utf8');
  const [header, ...rest] = committed.split('\n\n');
  const { schema } = app.nest.get(GraphQLSchemaHost, { strict: false });
  expect(header).toContain('npx wutong schema');
  expect(rest.join('\n\n')).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
});
