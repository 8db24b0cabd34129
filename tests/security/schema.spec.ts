import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isInputObjectType, lexicographicSortSchema, printSchema } from 'graphql';
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

test('no field of an input has a default of its own: documents that were compiled would not know it', () => {
  const { schema } = app.nest.get(GraphQLSchemaHost, { strict: false });
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const fields = inputs.flatMap((input) =>
    Object.values(input.getFields())
      .filter(({ defaultValue }) => defaultValue !== undefined)
      .map(({ name }) => `${input.name}.${name}`),
  );
  expect(fields.filter((name) => !name.startsWith('__'))).toEqual([]);
});
