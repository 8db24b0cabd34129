import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cloneDatabase, type TestDatabase } from '@wutong/core-testing';
import { CoreModule } from '../core.module';
import { DatabaseModule } from '../database/database.module';
import { serveOperations } from './operations-server';
import { Readiness } from './readiness';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;
let server: Server;
let url: string;

beforeAll(async () => {
  database = await cloneDatabase();
  const imports = [DatabaseModule.forRoot({ url: database.url, entities: [] }), CoreModule];
  app = await NestFactory.createApplicationContext({ module: class SpecModule {}, imports }, { logger: false });
  server = await serveOperations(app, 0, '127.0.0.1');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
  await database.drop();
});

const ask = async (path: string): Promise<[number, string]> => {
  const response = await fetch(`${url}${path}`);
  return [response.status, await response.text()];
};

test('a process with its database is healthy and ready, and tells Prometheus about itself', async () => {
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual([[200, 'ok\n'], [200, 'ready\n']]);
  expect((await ask('/metrics'))[1]).toContain('process_resident_memory_bytes');
  expect((await ask('/secrets'))[0]).toBe(404);
});

test('a process that has been asked to stop is healthy but gets no more work', async () => {
  app.get(Readiness).beforeApplicationShutdown();
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual([[200, 'ok\n'], [503, 'not ready\n']]);
});
