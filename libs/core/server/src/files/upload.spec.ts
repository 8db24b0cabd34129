import { createHash } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Upload } from 'tus-js-client';
import { cloneDatabase } from '@wutong/core-testing';
import { type Actor, systemCtx } from '../context/ctx';
import { Database } from '../database/database';
import { FilesApp, MB, pdf, person } from './files.spec-app';

let files: FilesApp;
const founder = person('tenant');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const idOf = (location: string): string => location.split('/').at(-1) ?? '';
const error = async (response: Response): Promise<Record<string, unknown>> =>
  ((await response.json()) as { error: Record<string, unknown> }).error;

async function start(actor: Actor, size: number): Promise<string> {
  const created = await files.create(actor, size);
  expect(created.status).toBe(201);
  return created.headers.get('Location') ?? '';
}

interface Row {
  state: string;
  sha256: string | null;
  name: string;
  media_type: string | null;
}

async function row(id: string): Promise<Row | undefined> {
  const [found] = await files.app
    .get(Database)
    .read(systemCtx(new Date()), (tx) => tx.query<Row>('select * from file where id = $1', [id]));
  return found;
}

/** Says that `length` bytes follow, sends some, and breaks the connection when they are on disk. */
async function breakOff(location: string, length: number, some: Uint8Array): Promise<void> {
  const sending = httpRequest(new URL(location, files.url), {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${founder.userId}`, 'Tus-Resumable': '1.0.0', 'Upload-Offset': 0,
      'Content-Type': 'application/offset+octet-stream', 'Content-Length': length,
    },
  });
  const broken = new Promise<void>((resolve) => sending.on('error', () => resolve()));
  sending.write(some);
  const path = join(files.directory, 'uploads', idOf(location));
  while ((await stat(path)).size < some.length) await new Promise(setImmediate);
  sending.destroy();
  await broken;
}

beforeAll(async () => {
  files = await FilesApp.start(await cloneDatabase());
});
afterAll(() => files.stop());

describe('an upload', () => {
  it('arrives in pieces and is stored under its SHA-256', async () => {
    const bytes = pdf(3 * MB);
    const location = await start(founder, bytes.length);
    expect(location).toMatch(/^\/files\/upload\/[0-9a-f-]{36}$/);
    const first = await files.append(founder, location, 0, bytes.slice(0, MB));
    expect(first.headers.get('Upload-Offset')).toBe(String(MB));
    expect((await row(idOf(location)))?.state).toBe('uploading');
    expect((await files.append(founder, location, MB, bytes.slice(MB))).status).toBe(204);
    expect(await row(idOf(location))).toMatchObject({
      state: 'stored', sha256: sha256(bytes), name: '计划.pdf', media_type: 'application/pdf',
    });
  });

  it('by the client that the pages use, in several requests', async () => {
    const bytes = pdf(2 * MB + 17, 5);
    await files.fetch(founder, '/files/upload');
    const location = await new Promise<string>((resolve, reject) => {
      const upload: Upload = new Upload(Buffer.from(bytes), {
        endpoint: `${files.url}/files/upload`,
        headers: { Authorization: `Bearer ${founder.userId}` },
        chunkSize: 700_000,
        metadata: { filename: '计划书.pdf', filetype: 'application/pdf', purpose: 'plan' },
        onSuccess: () => resolve(upload.url ?? ''),
        onError: reject,
      });
      upload.start();
    });
    expect((await row(idOf(location)))?.sha256).toBe(sha256(bytes));
  });

  it('broken off in the middle goes on after a restart with the same hash', async () => {
    const bytes = pdf(4 * MB, 2);
    const location = await start(founder, bytes.length);
    await breakOff(location, bytes.length, bytes.subarray(0, 1_500_000));
    await files.app.close();
    await files.listen();
    const head = await files.tus(founder, 'HEAD', location);
    const offset = Number(head.headers.get('Upload-Offset'));
    expect(offset).toBe(1_500_000);
    expect(head.headers.get('Upload-Length')).toBe(String(bytes.length));
    expect((await files.append(founder, location, offset, bytes.slice(offset))).status).toBe(204);
    expect((await row(idOf(location)))?.sha256).toBe(sha256(bytes));
  });

  it('of which everything came before the process ended is finished when the page asks again', async () => {
    const bytes = pdf(10_000, 3);
    const location = await start(founder, bytes.length);
    await writeFile(join(files.directory, 'uploads', idOf(location)), bytes);
    const head = await files.tus(founder, 'HEAD', location);
    expect(head.headers.get('Upload-Offset')).toBe('10000');
    expect(await row(idOf(location))).toMatchObject({ state: 'stored', sha256: sha256(bytes) });
    expect((await files.tus(founder, 'HEAD', location)).headers.get('Upload-Offset')).toBe('10000');
  });

  it('of a content that is there already is stored once', async () => {
    const bytes = pdf(5_000, 4);
    await files.send(founder, bytes);
    await files.send(person('tenant'), bytes, { filename: '同一份.pdf' });
    const hash = sha256(bytes);
    expect(await readdir(join(files.directory, 'content', hash.slice(0, 2)))).toEqual([hash]);
    expect(await readdir(join(files.directory, 'uploads'))).not.toContain(hash);
  });

  it('cannot change once it is stored', async () => {
    const bytes = pdf(5_000, 6);
    const id = await files.send(founder, bytes);
    const again = await files.append(founder, `/files/upload/${id}`, 5_000, pdf(10));
    expect(again.status).toBe(400);
    expect((await row(id))?.sha256).toBe(sha256(bytes));
    const change = files.app
      .get(Database)
      .write(systemCtx(new Date()), (tx) => tx.query(`update file set name = 'other.pdf' where id = $1`, [id]));
    await expect(change).rejects.toThrow('a stored file never changes');
  });

  it('can be given up', async () => {
    const location = await start(founder, 1000);
    expect((await files.tus(founder, 'DELETE', location)).status).toBe(204);
    expect(await row(idOf(location))).toBeUndefined();
    expect((await files.tus(founder, 'HEAD', location)).status).toBe(404);
  });
});

describe('an upload is refused', () => {
  it.each([
    ['from nobody', null, 100, {}, 401, 'UNAUTHENTICATED', undefined],
    ['of no bytes', founder, 0, {}, 400, 'INVALID_INPUT', 'size'],
    ['larger than its purpose allows', founder, 9 * MB, {}, 413, 'TOO_LARGE', 'size'],
    ['of a size that is no number', founder, '1e3', {}, 400, 'INVALID_INPUT', 'Upload-Length'],
    ['of a negative size', founder, '-1', {}, 400, 'INVALID_INPUT', 'Upload-Length'],
    ['of an impossible size', founder, '99999999999999999999', {}, 400, 'INVALID_INPUT', 'Upload-Length'],
    ['with a path in its name', founder, 100, { filename: '../../etc/passwd.pdf' }, 400, 'INVALID_INPUT', 'filename'],
    ['without a name', founder, 100, { filename: '' }, 400, 'INVALID_INPUT', 'filename'],
    ['for an unknown purpose', founder, 100, { purpose: 'nothing' }, 400, 'INVALID_INPUT', 'purpose'],
    ['of a type that is refused', founder, 100, { filename: 'a.exe', filetype: '' }, 400, 'INVALID_INPUT', 'filetype'],
    ['whose name and type disagree', founder, 100, { filetype: 'image/png' }, 400, 'INVALID_INPUT', 'filetype'],
  ])('%s', async (_what, actor, size, about, status, code, field) => {
    const response = await files.create(actor, size, about);
    expect(response.status).toBe(status);
    expect(await error(response)).toMatchObject({ code, ...(field ? { field } : {}), message: expect.any(String) });
  });

  it('when its content is not what it says, and nothing of it stays', async () => {
    const location = await start(founder, 12);
    const png = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\r', 'latin1'));
    const refused = await files.append(founder, location, 0, png);
    expect(refused.status).toBe(400);
    expect(refused.headers.get('Content-Type')).toContain('application/json');
    expect(await error(refused)).toMatchObject({
      code: 'INVALID_INPUT', field: 'filetype',
      message: '“计划.pdf” says it is PDF, but it is PNG picture. Send the right file.',
    });
    expect(await row(idOf(location))).toBeUndefined();
    expect(await readdir(join(files.directory, 'uploads'))).not.toContain(idOf(location));
  });

  it('in Chinese for whoever reads Chinese', async () => {
    const location = await start(founder, 3);
    const refused = await files.tus(
      founder, 'PATCH', location,
      { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream', 'X-Locale': 'zh-CN' },
      new Uint8Array([1, 2, 3]),
    );
    expect((await error(refused))['message']).toContain('但内容与之不符');
  });

  it('from a wrong offset, and it can go on from the right one', async () => {
    const location = await start(founder, 2000);
    const refused = await files.append(founder, location, 500, pdf(100));
    expect(refused.status).toBe(409);
    expect(await error(refused)).toMatchObject({ code: 'WRONG_OFFSET', field: 'Upload-Offset' });
    const nonsense = await files.append(founder, location, 'x', pdf(100));
    expect(await error(nonsense)).toMatchObject({ code: 'INVALID_INPUT', field: 'Upload-Offset' });
    expect((await files.append(founder, location, 0, pdf(2000))).status).toBe(204);
  });

  it('when more comes than was said', async () => {
    const location = await start(founder, 100);
    const refused = await files.append(founder, location, 0, pdf(101));
    expect(refused.status).toBe(413);
    expect(await error(refused)).toMatchObject({ code: 'TOO_LARGE' });
  });

  it('when less comes than the length that was said, and what came is kept', async () => {
    const location = await start(founder, 1000);
    await breakOff(location, 1000, pdf(1000).subarray(0, 400));
    expect((await files.tus(founder, 'HEAD', location)).headers.get('Upload-Offset')).toBe('400');
    expect((await row(idOf(location)))?.state).toBe('uploading');
  });

  it('without tus’s own header', async () => {
    const response = await files.fetch(founder, '/files/upload', { method: 'POST' });
    expect(await error(response)).toMatchObject({ code: 'INVALID_INPUT', field: 'Tus-Resumable' });
  });

  it('when its organisation has no room left', async () => {
    const crowded = person('tenant');
    for (let i = 0; i < 8; i++) expect((await files.create(crowded, 8 * MB)).status).toBe(201);
    const refused = await files.create(crowded, MB);
    expect(refused.status).toBe(413);
    expect((await error(refused))['message']).toContain('room for 0 B more');
  });
});

describe('two processes', () => {
  it('never write one upload at the same time', async () => {
    const bytes = pdf(100_000, 8);
    const location = await start(founder, bytes.length);
    const other = new Client({ connectionString: files.database.url });
    await other.connect();
    const key = [`upload:${idOf(location)}`];
    await other.query('select pg_advisory_lock(hashtextextended($1, 0))', key);
    const sent = files.append(founder, location, 0, bytes);
    const first = await Promise.race([sent, setTimeout(300, 'waits')]);
    expect(first).toBe('waits');
    expect((await stat(join(files.directory, 'uploads', idOf(location)))).size).toBe(0);
    await other.end();
    expect((await sent).status).toBe(204);
  });
});

describe('somebody else’s upload', () => {
  it.each([
    ['another organisation', person('tenant')],
    ['a colleague', person('tenant', founder.organisationId ?? '')],
    ['the centre', person('centre')],
  ])('does not exist for %s', async (_who, other) => {
    const location = await start(founder, 100);
    const answers = [
      await files.tus(other, 'HEAD', location),
      await files.append(other, location, 0, pdf(100)),
      await files.tus(other, 'DELETE', location),
      await files.append(other, '/files/upload/not-an-id', 0, pdf(100)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await files.tus(founder, 'HEAD', location)).headers.get('Upload-Offset')).toBe('0');
  });
});
