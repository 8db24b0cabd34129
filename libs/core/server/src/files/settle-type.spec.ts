import { describe, expect, it } from '@jest/globals';
import { settleType } from './settle-type';
import { sniff } from './sniff';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const DOCUMENTS = ['application/pdf', DOCX, 'image/png', 'text/csv', 'text/plain', 'application/vnd.ms-excel'];

/** A ZIP with empty, stored entries of these names. */
function zip(...names: string[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const name of names) {
    const bytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(bytes.length, 26);
    locals.push(local, bytes);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(bytes.length, 28);
    directory.push(entry, bytes);
  }
  const body = Buffer.concat(locals);
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, index, end]);
}

const fitting = (bytes: Buffer): Promise<readonly string[]> =>
  sniff(async (start, length) => bytes.subarray(start, start + length), bytes.length);

const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n');
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const docx = zip('[Content_Types].xml', 'word/document.xml');
const exe = Buffer.from('MZ\u0090\u0000\u0003');
const gb18030 = Buffer.from([0xc9, 0xcf, 0xba, 0xa3, 0x2c, 0x31, 0x0d, 0x0a]); // 上海,1

describe('bytes are recognised', () => {
  it.each([
    ['a PDF', pdf, 'application/pdf'],
    ['a PNG', png, 'image/png'],
    ['a Word document', docx, DOCX],
    ['a document with macros', zip('[Content_Types].xml', 'word/vbaProject.bin'), 'application/vnd.ms-office.macro'],
    ['an OFD invoice', zip('OFD.xml', 'Doc_0/Document.xml'), 'application/ofd'],
    ['an Android program', zip('AndroidManifest.xml', 'classes.dex'), 'application/java-archive'],
    ['a plain ZIP', zip('数据/一.csv'), 'application/zip'],
    ['a ZIP cut off before its directory', docx.subarray(0, 40), 'application/zip'],
    ['a Windows program', exe, 'application/vnd.microsoft.portable-executable'],
    ['UTF-8 text', Buffer.from('名称,数量\n'), 'text/plain'],
    ['GB18030 text', gb18030, 'text/plain'],
    ['UTF-16 text', Buffer.from('\ufeff名称,数量\n', 'utf16le'), 'text/plain'],
    ['a web page', Buffer.from('\ufeff\n<!DOCTYPE html><p>'), 'text/html'],
    ['a drawing', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
  ])('%s', async (_what, bytes, type) => {
    expect((await fitting(bytes))[0]).toBe(type);
  });

  it('as nothing known where control characters say it is no text', async () => {
    expect(await fitting(Buffer.from([1, 2, 3, 4]))).toEqual([]);
  });
});

describe('a file is given its type', () => {
  it.each([
    ['plan.pdf', 'application/pdf', pdf, 'application/pdf'],
    ['计划.PDF', '', pdf, 'application/pdf'],
    ['plan', 'application/octet-stream', pdf, 'application/pdf'],
    ['用量.csv', 'application/vnd.ms-excel', gb18030, 'text/csv'],
    ['usage.csv', 'text/plain', Buffer.from('a,b\n'), 'text/csv'],
    ['team.docx', DOCX, docx, DOCX],
  ])('%s declared %j', async (name, declaredType, bytes, type) => {
    expect(settleType({ name, declaredType }, await fitting(bytes), DOCUMENTS).type).toBe(type);
  });

  it.each([
    ['plan.pdf', 'application/pdf', png, 'FALSE_TYPE'],
    ['plan.pdf', 'application/pdf', exe, 'FALSE_TYPE'],
    ['plan.pdf', 'image/png', pdf, 'FALSE_TYPE'],
    ['plan.docx', '', zip('a.txt'), 'FALSE_TYPE'],
    ['notes.txt', 'text/plain', Buffer.from('<html><script>'), 'FALSE_TYPE'],
    ['notes.txt', 'text/plain', Buffer.from([0x61, 0, 0x62]), 'FALSE_TYPE'],
    ['setup.exe', '', exe, 'NOT_ACCEPTED'],
    ['page.html', 'text/html', Buffer.from('<html>'), 'NOT_ACCEPTED'],
    ['noname', '', exe, 'NOT_ACCEPTED'],
    ['noname', '', Buffer.from([1, 2]), 'NOT_ACCEPTED'],
  ])('%s declared %j is refused, in both languages', async (name, declaredType, bytes, reason) => {
    const types = await fitting(bytes);
    expect(() => settleType({ name, declaredType }, types, DOCUMENTS)).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        field: 'filetype',
        details: expect.objectContaining({ reason }),
        say: { en: expect.stringContaining(name), 'zh-CN': expect.stringContaining(name) },
      }),
    );
  });
});
