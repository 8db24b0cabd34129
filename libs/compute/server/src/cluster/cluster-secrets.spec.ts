import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { ClusterSecrets } from './cluster-secrets';
import { signSlurmToken } from './sign-slurm-token';

const dir = mkdtempSync(join(tmpdir(), 'wutong-secrets-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const env = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({ WUTONG_SECRETS_DIR: dir, ...extra });
const secrets = new ClusterSecrets();

test('a value comes from its variable, else from its file, anew each time', async () => {
  writeFileSync(join(dir, 'hw1-token'), 'first\n');
  expect((await secrets.bytes('hw1-token', env())).toString()).toBe('first\n');
  writeFileSync(join(dir, 'hw1-token'), 'second\n');
  expect((await secrets.bytes('hw1-token', env())).toString()).toBe('second\n');
  expect((await secrets.bytes('hw1-token', env({ WUTONG_SECRET_HW1_TOKEN: 'third' }))).toString()).toBe('third');
});

test('a key of any bytes stays as it is', async () => {
  const key = Buffer.from([0, 255, 10, 13, 32, 128]);
  writeFileSync(join(dir, 'jwt-key'), key);
  expect(await secrets.bytes('jwt-key', env())).toEqual(key);
});

test.each(['nothing-there', '../hw1-token', '/etc/passwd', ''])('“%s” is told as missing, with where to put it', async (name) => {
  await expect(secrets.bytes(name, env())).rejects.toMatchObject({ code: 'CLUSTER_SECRET_MISSING', message: expect.stringContaining('WUTONG_SECRETS_DIR') as unknown });
});

test('a token is signed as auth/jwt of Slurm checks it, and ends after ten minutes', () => {
  const [head = '', body = '', signature] = signSlurmToken('key', 'wutong', new Date('2026-11-23T12:00:00Z')).split('.');
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toEqual({ iat: 1795435200, exp: 1795435800, sun: 'wutong' });
  expect(signature).toBe(createHmac('sha256', 'key').update(`${head}.${body}`).digest('base64url'));
});
