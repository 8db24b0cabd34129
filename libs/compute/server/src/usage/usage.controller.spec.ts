import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ANONYMOUS, Authenticator, CaseEvent, Clock, coreEntities, CoreModule, DatabaseModule, FilesConfig, FilesModule,
  graphqlModule, NotificationsModule, registerRequestContext,
} from '@wutong/core-server';
import { identityEntities, IdentityModule } from '@wutong/identity-server';
import { tenancyEntities, TenancyModule } from '@wutong/tenancy-server';
import { computeEntities } from '../compute.entities';
import { ComputeModule } from '../compute.module';
import { computeWorld, type ComputeWorld } from '../testing/compute-world';

let world: ComputeWorld;
let app: NestFastifyApplication;
let url: string;
const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const SAMPLE_TIME = new Date('2026-11-23T12:00:00Z');

beforeAll(async () => {
  world = await computeWorld();
  const { actor } = world.operator;
  class ByToken extends Authenticator {
    async authenticate({ headers }: { headers: { authorization?: string } }) {
      const permissions = new Set(headers.authorization === 'Bearer operator' ? ['usage.send'] : []);
      const who = headers.authorization ? { ...actor, permissions } : ANONYMOUS;
      return { actor: who, locale: null, timeZone: null };
    }
  }
  @Module({
    imports: [
      DatabaseModule.forRoot({
        url: world.database.url, poolSize: 3,
        entities: [...new Set([CaseEvent, ...coreEntities, ...identityEntities, ...tenancyEntities, ...computeEntities])],
      }),
      CoreModule, FilesModule.forRoot(new FilesConfig(join(tmpdir(), 'wutong-usage-spec'))), IdentityModule,
      NotificationsModule, TenancyModule, ComputeModule, graphqlModule({ introspection: true }),
    ],
  })
  class TestApp {}
  app = await NestFactory.create<NestFastifyApplication>(TestApp, new FastifyAdapter({ bodyLimit: 1024 * 1024, forceCloseConnections: true }), {
    logger: ['error'],
  });
  Object.assign(app.get(Clock), { now: () => SAMPLE_TIME });
  registerRequestContext(app.getHttpAdapter().getInstance(), { authenticator: new ByToken(), clock: app.get(Clock), prefixes: ['/v1/'] });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/v1/usage`;
});
afterAll(async () => {
  await app.close();
  await world.close();
});

async function post(body: string | Uint8Array<ArrayBuffer>, type: string, headers: Record<string, string> = {}, query = '') {
  const response = await fetch(url + query, {
    method: 'POST', body, headers: { 'Content-Type': type, Authorization: 'Bearer operator', 'Accept-Language': 'en', ...headers },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> & { error?: Record<string, unknown> } };
}

describe('POST /v1/usage', () => {
  test('takes the text of a real sacct, in any encoding, and the same twice changes nothing', async () => {
    const text = fixture('sacct-jobs.txt');
    expect(await post(text, 'text/plain')).toMatchObject({ status: 200, body: { records: 10, parked: 10, problems: [] } });
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
    expect(await post(utf16, 'text/csv')).toMatchObject({ status: 200, body: { records: 10, added: 0, updated: 0 } });
  });

  test('takes the JSON of a real Slurm', async () => {
    const { status, body } = await post(fixture('sacct.json'), 'application/json');
    expect([status, body['problems']]).toEqual([200, []]);
    expect(body['records']).toBeGreaterThan(0);
  });

  test('takes more than other requests may send, within its own limit', async () => {
    const [header = '', line = ''] = fixture('sacct-jobs.txt').split('\n');
    const long = `${header}\n${`${line}\n`.repeat(12_000)}`;
    expect(long.length).toBeGreaterThan(1024 * 1024);
    const { status, body } = await post(long, 'text/plain');
    expect([status, body['records'], body['problemCount'], (body['problems'] as unknown[]).length]).toEqual([200, 1, 11_999, 500]);
    expect((await post('x'.repeat(25 * 1024 * 1024), 'text/plain')).status).toBe(413);
  });

  test('says what is wrong, in the sender’s language, and takes nothing of it', async () => {
    expect(await post('hello', 'text/plain')).toMatchObject({
      status: 422, body: { records: 0, problems: [{ line: 1, code: 'missingColumn', field: 'JobIDRaw' }] },
    });
    expect(await post('{"jobs": 5}', 'application/json', { 'Accept-Language': 'zh' })).toMatchObject({
      status: 422, body: { problems: [{ code: 'badJson', message: '这不是 Slurm 的 JSON（缺少 jobs 列表）' }] },
    });
    expect((await post('{', 'application/json')).status).toBe(400);
    expect(await post('<a/>', 'application/xml')).toMatchObject({ status: 415 });
    expect(await post('JobID', 'text/plain', {}, '?timeZone=Mars/Base')).toMatchObject({
      status: 400, body: { error: { code: 'INVALID_INPUT', field: 'timeZone' } },
    });
  });

  test('is for those alone who may send usage', async () => {
    const anonymous = await fetch(url, { method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain' } });
    expect(anonymous.status).toBe(401);
    expect(await post('x', 'text/plain', { Authorization: 'Bearer member' })).toMatchObject({ status: 403 });
  });

  test('answers a repeated key as it did the first time, and refuses it with other records', async () => {
    const key = { 'Idempotency-Key': 'delivery-7' };
    const first = await post(fixture('sacct-jobs.txt'), 'text/plain', key);
    expect(await post(fixture('sacct-jobs.txt'), 'text/plain', key)).toEqual(first);
    expect(await post(fixture('sacct-jobs-and-steps.txt').split('\n').slice(0, 2).join('\n'), 'text/plain', key)).toMatchObject({
      status: 409, body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    });
  });
});

