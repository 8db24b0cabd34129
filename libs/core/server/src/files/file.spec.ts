import { randomUUID } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cloneDatabase } from '@wutong/core-testing';
import { type Actor, systemCtx } from '../context/ctx';
import { Database } from '../database/database';
import { FileCleanup } from './file-cleanup';
import { FileService, type SubjectRef } from './file.service';
import { ctxOf, FilesApp, pdf, person } from './files.spec-app';

let files: FilesApp;
let founder: Actor;

beforeAll(async () => {
  files = await FilesApp.start(await cloneDatabase());
});
afterAll(() => files.stop());

const colleague = (): Actor => person('tenant', founder.organisationId ?? '');
const attach = (actor: Actor, subject: SubjectRef, ...ids: string[]) =>
  files.app
    .get(Database)
    .write(ctxOf(actor), (tx) => files.app.get(FileService).attachFiles(ctxOf(actor), tx, subject, ids));
const get = (actor: Actor | null, id: string, headers: Record<string, string> = {}, query = ''): Promise<Response> =>
  files.fetch(actor, `/files/${id}/${encodeURIComponent('计划.pdf')}${query}`, { headers });
const plan = (): SubjectRef => ({ type: 'Plan', id: randomUUID() });

beforeAll(() => {
  founder = person('tenant');
});

describe('a download', () => {
  const bytes = pdf(100_000, 9);
  let id: string;
  let tag: string;
  beforeAll(async () => {
    id = await files.send(founder, bytes);
    const [file] = await attach(founder, plan(), id);
    tag = `"${file?.sha256}"`;
  });

  it('gives the bytes, the name and the type, and lets the browser guess nothing', async () => {
    const response = await get(founder, id);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf', 'content-length': '100000', 'accept-ranges': 'bytes', etag: tag,
      'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache',
      'content-disposition': `inline; filename="__.pdf"; filename*=UTF-8''%E8%AE%A1%E5%88%92.pdf`,
    });
    expect((await get(founder, id, {}, '?download')).headers.get('Content-Disposition')).toMatch(/^attachment/);
  });

  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=99990-', 99_990, 99_999],
    ['bytes=-10', 99_990, 99_999],
    ['bytes=50000-999999', 50_000, 99_999],
  ])('of the range %s gives 206 and those bytes', async (range, first, last) => {
    const response = await get(founder, id, { Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe(`bytes ${first}-${last}/100000`);
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes.slice(first, last + 1)))).toBe(true);
  });

  it('of a range behind the end gives 416 and the size', async () => {
    const response = await get(founder, id, { Range: 'bytes=100000-' });
    expect([response.status, response.headers.get('Content-Range')]).toEqual([416, 'bytes */100000']);
  });

  it('asked for again with its tag costs no bytes; a range of another version gives the whole', async () => {
    expect((await get(founder, id, { 'If-None-Match': tag })).status).toBe(304);
    expect((await get(founder, id, { Range: 'bytes=0-9', 'If-Range': tag })).status).toBe(206);
    expect((await get(founder, id, { Range: 'bytes=0-9', 'If-Range': '"other"' })).status).toBe(200);
  });

  it('can be asked for its headers alone', async () => {
    const head = await files.fetch(founder, `/files/${id}/x.pdf`, { method: 'HEAD' });
    expect([head.status, head.headers.get('Content-Length'), head.headers.get('ETag')]).toEqual([200, '100000', tag]);
  });

  it.each([
    ['page.html', 'text/html', '<!doctype html><script>alert(1)</script>'],
    ['drawing.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ])('of what could run something (%s) is saved, never shown', async (filename, filetype, text) => {
    const page = await files.send(founder, new Uint8Array(Buffer.from(text)), { filename, filetype });
    const response = await get(founder, page);
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment/);
    expect(response.headers.get('Content-Security-Policy')).toContain(`default-src 'none'`);
  });

  it('is on record: who, which file, which bytes; a refused one is not', async () => {
    const opened = await files.send(founder, pdf(2000, 10));
    await get(founder, opened);
    await get(founder, opened, { Range: 'bytes=0-99' });
    await get(person('tenant'), opened);
    const entries = await files.app.get(Database).read(systemCtx(new Date()), (tx) =>
      tx.query(
        `select action, actor_id, after from audit_entry where subject_type = 'file' and subject_id = $1 order by id`,
        [opened],
      ),
    );
    expect(entries).toEqual([
      { action: 'file.see', actor_id: founder.userId, after: { name: '计划.pdf' } },
      { action: 'file.see', actor_id: founder.userId, after: { name: '计划.pdf', bytes: '0-99' } },
    ]);
  });

  it('is signed-in only, and nothing for an id that is none', async () => {
    expect((await get(null, id)).status).toBe(401);
    expect((await get(founder, 'upload')).status).toBe(404);
    expect((await get(founder, randomUUID())).status).toBe(404);
  });
});

describe('who may open a file', () => {
  it('attached to nothing: whoever sent it', async () => {
    const id = await files.send(founder, pdf(2000, 11));
    const people = [founder, colleague(), person('tenant'), person('centre')];
    const answers = await Promise.all(people.map((who) => get(who, id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
  });

  it('attached: its organisation, and people of the centre with the permission and without a conflict', async () => {
    const id = await files.send(founder, pdf(2000, 12));
    await attach(founder, plan(), id);
    const centre = (more: Partial<Actor>): Actor => person('centre', undefined, more);
    const people = [
      founder,
      colleague(),
      centre({}),
      centre({ permissions: new Set(['file.read']) }),
      centre({ conflicts: [founder.organisationId ?? ''] }),
      person('tenant'),
      person('investor'),
    ];
    const answers = await Promise.all(people.map((who) => get(who, id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404, 404, 404]);
    const nothing = await get(people[4] ?? null, randomUUID());
    const bodies = await Promise.all([answers[4], nothing].map((answer) => answer?.json()));
    const said = bodies.map((body) => ({ ...(body as { error: object }).error, requestId: '' }));
    expect(said[0]).toEqual(said[1]);
  });

  it('attached to something with rules of its own: as those say', async () => {
    const id = await files.send(founder, pdf(2000, 13));
    await attach(founder, { type: 'DataRoom', id: randomUUID() }, id);
    const answers = await Promise.all([person('investor'), founder].map((who) => get(who, id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  });

  it('over GraphQL the same, in the order asked for', async () => {
    const [one, two] = [await files.send(founder, pdf(2000, 14)), await files.send(founder, pdf(3000, 15))];
    const ask = async (who: Actor): Promise<unknown> => {
      const query = `query ($ids: [ID!]!) { files(ids: $ids) { name size mediaType url } }`;
      const body = JSON.stringify({ query, variables: { ids: [two, randomUUID(), one] } });
      const headers = { 'Content-Type': 'application/json' };
      const response = await files.fetch(who, '/graphql', { method: 'POST', body, headers });
      return ((await response.json()) as { data: { files: unknown } }).data.files;
    };
    const shown = (id: string, size: number): object => ({
      name: '计划.pdf', size, mediaType: 'application/pdf', url: `/files/${id}/%E8%AE%A1%E5%88%92.pdf`,
    });
    expect(await ask(founder)).toEqual([shown(two, 3000), shown(one, 2000)]);
    expect(await ask(person('tenant'))).toEqual([]);
  });
});

describe('attaching files', () => {
  it('twice is the same as once, and in the order given', async () => {
    const [one, two] = [await files.send(founder, pdf(2000, 21)), await files.send(founder, pdf(2000, 22))];
    const subject = plan();
    await attach(founder, subject, one);
    expect((await attach(founder, subject, two, one)).map(({ id }) => id)).toEqual([two, one]);
    const of = await files.app
      .get(Database)
      .read(ctxOf(founder), (tx) => files.app.get(FileService).filesOf(ctxOf(founder), tx, 'Plan', [subject.id]));
    expect(of.get(subject.id)?.map(({ id }) => id)).toEqual([one, two]);
  });

  it('of another organisation, of a colleague, of another subject, of none: not found', async () => {
    const other = person('tenant');
    const theirs = await files.send(other, pdf(2000, 23));
    const attached = await files.send(founder, pdf(2000, 24));
    await attach(founder, plan(), attached);
    for (const id of [theirs, attached, randomUUID(), 'nonsense']) {
      await expect(attach(founder, plan(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    const unattached = await files.send(founder, pdf(2000, 25));
    await expect(attach(colleague(), plan(), unattached)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that still arrive or were sent for another purpose is refused', async () => {
    const arriving = (await files.create(founder, 100)).headers.get('Location')?.split('/').at(-1) ?? '';
    await expect(attach(founder, plan(), arriving)).rejects.toMatchObject({ code: 'FILE_STILL_ARRIVING' });
    const png = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\r', 'latin1'));
    const logo = await files.send(founder, png, { filename: 'logo.png', filetype: 'image/png', purpose: 'logo' });
    await expect(attach(founder, plan(), logo)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'files' });
  });

  it('can be taken back: the file is its sender’s again', async () => {
    const id = await files.send(founder, pdf(2000, 26));
    const subject = plan();
    await attach(founder, subject, id);
    await files.app
      .get(Database)
      .write(ctxOf(founder), (tx) => files.app.get(FileService).detachFiles(ctxOf(founder), tx, subject, [id]));
    expect((await get(colleague(), id)).status).toBe(404);
    await attach(founder, plan(), id);
  });
});

describe('the clean-up', () => {
  it('forgets abandoned uploads, files never attached and their contents; keeps everything else', async () => {
    const day = 24 * 3_600_000;
    const now = Date.now();
    const shared = pdf(2000, 31);
    const keptId = await files.send(founder, shared);
    await attach(founder, plan(), keptId);
    const twin = await files.send(person('tenant'), shared);
    const lone = await files.send(founder, pdf(2000, 32));
    const arriving = (await files.create(founder, 100)).headers.get('Location')?.split('/').at(-1) ?? '';
    const upload = join(files.directory, 'uploads', arriving);
    await utimes(upload, new Date(now - day), new Date(now - day));

    const soon = await files.app.get(FileCleanup).tidy(systemCtx(new Date(now + day / 2)));
    expect(soon).toEqual({ uploads: 0, files: 0, contents: 0 });
    const later = await files.app.get(FileCleanup).tidy(systemCtx(new Date(now + 11 * day)));
    expect(later.files).toBeGreaterThanOrEqual(3);
    const answers = await Promise.all([get(founder, keptId), get(founder, twin), get(founder, lone)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404]);
    expect(Buffer.from((await answers[0]?.arrayBuffer()) ?? []).equals(Buffer.from(shared))).toBe(true);
    expect(await readdir(join(files.directory, 'uploads'))).not.toContain(arriving);
    expect(later.contents).toBeGreaterThanOrEqual(1);
  });
});
