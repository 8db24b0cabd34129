import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUploadText } from './decode-upload';

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));

describe('the text of an upload', () => {
  it.each([
    ['plain UTF-8', utf8('算力,1'), { text: '算力,1', encoding: 'utf-8', truncated: false }],
    ['UTF-8 with a mark', utf8('\uFEFFa'), { text: 'a', encoding: 'utf-8', truncated: false }],
    ['UTF-16 little-endian', bytes(0xff, 0xfe, 0x97, 0x7b), { text: '算', encoding: 'utf-16le', truncated: false }],
    ['UTF-16 big-endian', bytes(0xfe, 0xff, 0x7b, 0x97), { text: '算', encoding: 'utf-16be', truncated: false }],
    ['GBK', bytes(0xcb, 0xe3, 0xc1, 0xa6, 0x0a), { text: '算力\n', encoding: 'gb18030', truncated: false }],
    ['GBK of two letters', bytes(0xc1, 0xaa, 0xcd, 0xa8), { text: '联通', encoding: 'gb18030', truncated: false }],
    ['GB18030 of four bytes', bytes(0x81, 0x39, 0xef, 0x30), { text: '㐁', encoding: 'gb18030', truncated: false }],
    ['UTF-8 cut in a character', utf8('a算').subarray(0, 3), { text: 'a', encoding: 'utf-8', truncated: true }],
    ['nothing', bytes(), { text: '', encoding: 'utf-8', truncated: false }],
  ])('that is %s is read', (_, given, expected) => {
    expect(decodeUploadText(given)).toEqual(expected);
  });

  it('is refused when it is no text', () => {
    expect(decodeUploadText(bytes(0x50, 0x4b, 3, 4, 0, 0))).toBeUndefined();
    expect(decodeUploadText(bytes(0xff, 0xd8, 0xff, 0xe0))).toBeUndefined();
  });

  it('comes back as it was, and no bytes at all make it fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const clean = text.replaceAll('\0', '').replace(/^\uFEFF/, '');
        expect(decodeUploadText(utf8(clean))?.text).toBe(clean);
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (anything) => void decodeUploadText(anything)));
  });
});
