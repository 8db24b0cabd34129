import { inflateSync } from 'node:zlib';

/**
 * The text of each page of a PDF as a reader would copy it, line by line as it was written: glyph numbers of its pages, through the
 * ToUnicode tables of its fonts (ISO 32000-1 §9.10.3). For documents as PDFKit writes them: plain objects, Flate, two-byte glyphs.
 *
 * @throws Error when a glyph has no text: a reader would find nothing there either.
 */
export function pdfText(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const at = (reference: string): PdfObject => {
    const found = objects.get(reference);
    if (!found) throw new Error(`The PDF has no object ${reference}`);
    return found;
  };
  return [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head)).map(({ head }) => {
    const resources = at(referenceOf(head, 'Resources')).head;
    const fonts = new Map<string, ReadonlyMap<string, string>>();
    for (const [, name = '', reference = ''] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      fonts.set(name, tableOf(at(referenceOf(at(reference).head, 'ToUnicode')).stream));
    }
    return linesOf(at(referenceOf(head, 'Contents')).stream, fonts).join('\n');
  });
}

interface PdfObject {
  readonly head: string;
  /** Inflated; empty where the object has none. */
  readonly stream: string;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const { 0: start, 1: number = '', index } of text.matchAll(/(?<=\n)(\d+) 0 obj\n/g)) {
    const from = index + start.length;
    const to = text.indexOf('\nendobj', from);
    const body = text.slice(from, to);
    const cut = body.indexOf('\nstream\n');
    if (cut < 0) {
      objects.set(number, { head: body, stream: '' });
      continue;
    }
    const head = body.slice(0, cut);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const stream = pdf.subarray(from + cut + 8, from + cut + 8 + length);
    objects.set(number, { head, stream: (head.includes('/FlateDecode') ? inflateSync(stream) : stream).toString('latin1') });
  }
  return objects;
}

function referenceOf(head: string, key: string): string {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1];
  if (found === undefined) throw new Error(`No ${key} in ${head}`);
  return found;
}

/** Glyph number in hexadecimal → text, of a ToUnicode table. */
function tableOf(cmap: string): Map<string, string> {
  const table = new Map<string, string>();
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', , list = ''] of block.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
      [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, text = ''], nth) => {
        table.set((parseInt(first, 16) + nth).toString(16).padStart(4, '0'), utf16(text));
      });
    }
  }
  return table;
}

function utf16(hex: string): string {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
}

function linesOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  let font: ReadonlyMap<string, string> | undefined;
  const lines: string[] = [];
  for (const [, name, glyphs] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[-\d. ])*)\] TJ/gi)) {
    if (name !== undefined) font = fonts.get(name);
    else lines.push([...(glyphs ?? '').matchAll(/<([0-9a-f]*)>/gi)].map(([, hex = '']) => textOf(hex, font)).join(''));
  }
  return lines;
}

function textOf(hex: string, font: ReadonlyMap<string, string> | undefined): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => {
    const text = font?.get(glyph.toLowerCase());
    if (text === undefined) throw new Error(`Glyph ${glyph} has no text`);
    return text;
  }).join('');
}
