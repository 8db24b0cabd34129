import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Visitor } from '@wutong/core-testing';
import { openApp, type WholeApp } from '../whole-app/open-app';
import { refused, type BadRequest } from './refusals';

/** Files that are not what they say, and names that are not names. */
let app: WholeApp;
let founder: Visitor;

beforeAll(async () => {
  app = await openApp();
  founder = (await app.person({ kind: 'tenant', roles: ['founder'] })).visitor;
}, 60_000);
afterAll(() => app.close());

const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
const PROGRAM = Buffer.from('MZ\x90\0\x03\0\0\0this program cannot be run', 'latin1');

/** The whole of a file in one request, by tus. */
function upload(filename: string, filetype: string, bytes: Uint8Array, headers: Record<string, string> = {}): BadRequest {
  const encoded = { filename, filetype, purpose: 'tenancy-application' };
  const metadata = Object.entries(encoded).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',');
  return {
    path: '/files/upload',
    headers: {
      'tus-resumable': '1.0.0', 'upload-length': String(bytes.length), 'upload-metadata': metadata,
      'content-type': 'application/offset+octet-stream', ...headers,
    },
    body: new Uint8Array(bytes),
  };
}

describe('a file', () => {
  test.each<[string, BadRequest, string]>([
    ['that is a program named as a PDF', upload('plan.pdf', 'application/pdf', PROGRAM), 'filetype'],
    ['that is a PDF named as a picture', upload('plan.png', 'image/png', PDF), 'filetype'],
    ['whose name and declared type disagree', upload('plan.pdf', 'image/png', PDF), 'filetype'],
    ['of a kind that nobody asked for', upload('run.exe', 'application/x-msdownload', PROGRAM), 'filetype'],
    ['that is a page in disguise', upload('plan.pdf', 'application/pdf', Buffer.from('<script>alert(1)</script>')), 'filetype'],
    ['with a path in its name', upload('../../etc/passwd.pdf', 'application/pdf', PDF), 'filename'],
    ['with a path of Windows in its name', upload('C:\\Users\\me\\plan.pdf', 'application/pdf', PDF), 'filename'],
    ['named by dots alone', upload('..', 'application/pdf', PDF), 'filename'],
    ['without a name', upload('', 'application/pdf', PDF), 'filename'],
    ['with a name as long as a page', upload(`${'长'.repeat(300)}.pdf`, 'application/pdf', PDF), 'filename'],
    ['of nothing', upload('plan.pdf', 'application/pdf', Buffer.alloc(0)), 'size'],
    ['of less than nothing', upload('plan.pdf', 'application/pdf', PDF, { 'upload-length': '-5' }), 'Upload-Length'],
    ['of more bytes than numbers', upload('plan.pdf', 'application/pdf', PDF, { 'upload-length': '9'.repeat(30) }), 'Upload-Length'],
    ['of a size to be told later', upload('plan.pdf', 'application/pdf', PDF, { 'upload-defer-length': '1' }), 'Upload-Length'],
    ['with metadata in no known code', upload('plan.pdf', 'application/pdf', PDF, { 'upload-metadata': 'filename ***,,' }), 'Upload-Metadata'],
    ['sent by another protocol', upload('plan.pdf', 'application/pdf', PDF, { 'tus-resumable': '0.2.2' }), 'Tus-Resumable'],
  ])('%s is refused, and the field is named', async (_, request, field) => {
    expect(await refused(app, founder, request)).toMatchObject({ code: 'INVALID_INPUT', field });
  });

  test('larger than its purpose allows is refused before a byte of it is sent', async () => {
    const request = upload('plan.pdf', 'application/pdf', PDF, { 'upload-length': String(2 ** 40) });
    expect(await refused(app, founder, request)).toMatchObject({ code: 'TOO_LARGE', status: 413 });
  });

  test('whose name hides its end from the eye is kept under the name that it really has', async () => {
    const { path = '', headers, body } = upload('plan\u202Eexe\u0000.pdf', 'application/pdf', PDF);
    const response = await founder.fetch(path, { method: 'POST', headers: { ...headers }, body: body ?? null });
    expect(response.status).toBe(201);
    const [file] = await app.asOwner<{ name: string }>('select name from file order by created_at desc limit 1');
    expect(file?.name).toBe('planexe.pdf');
  });
});
