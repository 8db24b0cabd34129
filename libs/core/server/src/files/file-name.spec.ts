import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../errors/app-error';
import { contentDisposition, extensionOf, normaliseFileName } from './file-name';

describe('a file’s name', () => {
  it.each([
    ['商业计划书 2026.pdf', '商业计划书 2026.pdf'],
    ['  deck\t v2 .pptx ', 'deck v2 .pptx'],
    ['re\u0301sume\u0301.pdf', 'résumé.pdf'],
    ['report\u0000.pdf', 'report.pdf'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['zero\u200bwidth.txt', 'zerowidth.txt'],
    ['ends in dots...', 'ends in dots'],
    ['𠮷野家.docx', '𠮷野家.docx'],
    ['.gitignore', '.gitignore'],
  ])('%j is kept as %j', (given, kept) => {
    expect(normaliseFileName(given)).toBe(kept);
  });

  const paths = [
    '../etc/passwd', 'a/b.pdf', 'C:\\Users\\me\\a.pdf', '..\\a.pdf', 'c:a.pdf', '..', '.', '\u0000../a', 'a\u200b/b',
  ];
  it.each(paths)(
    '%j is refused as a path, in both languages',
    (given) => {
      expect(() => normaliseFileName(given)).toThrow(
        expect.objectContaining({
          code: 'INVALID_INPUT',
          field: 'filename',
          say: { en: expect.stringContaining('path'), 'zh-CN': expect.stringContaining('路径') },
        }),
      );
    },
  );

  it.each(['', '   ', '\u0007', '... '])('%j is refused as no name', (given) => {
    expect(() => normaliseFileName(given)).toThrow(AppError);
  });

  it('longer than 200 characters is refused, Chinese characters counting one each', () => {
    expect(normaliseFileName('梧'.repeat(200))).toHaveLength(200);
    expect(() => normaliseFileName('梧'.repeat(201))).toThrow(/200 characters/);
  });

  it('is the same when normalised twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        let once: string;
        try {
          once = normaliseFileName(given);
        } catch (error) {
          return error instanceof AppError;
        }
        return normaliseFileName(once) === once && !/[/\\\p{Cc}]/u.test(once);
      }),
    );
  });

  it('has an extension in lower case', () => {
    expect(extensionOf('Deck.FINAL.PDF')).toBe('pdf');
    expect(extensionOf('Makefile')).toBe('');
    expect(extensionOf('.gitignore')).toBe('');
  });
});

describe('the Content-Disposition of a download', () => {
  it('carries a Chinese name in full and an ASCII likeness', () => {
    expect(contentDisposition('attachment', '计划 "A" (终稿).pdf')).toBe(
      `attachment; filename="__ _A_ (__).pdf"; ` +
        `filename*=UTF-8''%E8%AE%A1%E5%88%92%20%22A%22%20%28%E7%BB%88%E7%A8%BF%29.pdf`,
    );
  });

  it('is one header line whatever the name, and the name comes back from it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (given) => {
        let name: string;
        try {
          name = normaliseFileName(given);
        } catch {
          return true;
        }
        const header = contentDisposition('attachment', name);
        return /^[\x20-\x7e]+$/.test(header) && decodeURIComponent(header.split("UTF-8''")[1] ?? '') === name;
      }),
    );
  });
});
