import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locale } from '@wutong/core-server';
import PDFDocument from 'pdfkit';
import { sfntOf } from './woff';

/** Noto Sans SC (SIL Open Font License): Latin and the Chinese of GB 2312 and of names. Only what is written is embedded. */
const { resolve } = createRequire(import.meta.url);
const fonts = new Map<400 | 700, Buffer>();

function font(weight: 400 | 700): Buffer {
  let found = fonts.get(weight);
  if (!found) {
    found = sfntOf(readFileSync(resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`)));
    fonts.set(weight, found);
  }
  return found;
}

const [LEFT, RIGHT, TOP, BOTTOM] = [48, 547, 48, 780];
const INK = '#1b1d1f';
const MUTED = '#63676c';
const LINE = '#d9dcdf';
const PAGE: Readonly<Record<Locale, (n: number, of: number) => string>> = {
  en: (n, of) => `Page ${n} of ${of}`, 'zh-CN': (n, of) => `第 ${n} 页，共 ${of} 页`,
};

/** A whole number of smallest units with its places behind the point, thousands grouped: 1,234.50. */
export function grouped(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return `${value < 0n ? '−' : ''}${digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-places)}`;
}

/** The day of Shanghai in which a moment lies, in words: 5 November 2026, 2026年11月5日. */
export function dayWords(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(at);
}

export interface SheetRow {
  readonly cells: readonly string[];
  /** Under the cells, as wide as the table. */
  readonly note: string;
}

export interface SheetColumns {
  readonly head: readonly string[];
  /** Points; together at most 499. */
  readonly widths: readonly number[];
  /** From this column on stand figures: to the right. */
  readonly figuresFrom: number;
}

interface Style {
  readonly size: number;
  readonly colour?: string;
  readonly isBold?: boolean;
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

/** A document of A4 pages, drawn from top to bottom on as many as it takes. The same calls give the same bytes. */
export class Sheet {
  private readonly doc: PDFKit.PDFDocument;
  private readonly whole: Promise<Buffer>;
  private y = TOP;

  /** `at` stands in the file as the moment at which it was made. */
  constructor(private readonly locale: Locale, title: string, author: string, at: Date) {
    this.doc = new PDFDocument({
      size: 'A4', margin: 0, bufferPages: true, font: font(400) as unknown as string, info: { Title: title, Author: author, CreationDate: at, ModDate: at }, lang: locale,
    });
    this.doc.registerFont('plain', font(400)).registerFont('bold', font(700));
    const parts: Buffer[] = [];
    this.whole = new Promise((done, failed) => {
      this.doc.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(Buffer.concat(parts))).on('error', failed);
    });
  }

  title(title: string, issuer: string): void {
    this.write(issuer, LEFT, this.y, { size: 9, colour: MUTED });
    this.write(title, LEFT, this.y + 16, { size: 20, isBold: true });
    this.y += 56;
  }

  facts(facts: readonly (readonly [string, string])[]): void {
    for (const [label, value] of facts) {
      this.write(label, LEFT, this.y, { size: 9, colour: MUTED });
      this.y += Math.max(16, this.write(value, LEFT + 70, this.y, { size: 9, width: RIGHT - LEFT - 70 }) + 3);
    }
    this.y += 10;
  }

  /** Label, value and, under it, a note. The last one, which counts, stands out. */
  figures(figures: readonly (readonly [string, string, string?])[]): void {
    const width = (RIGHT - LEFT) / figures.length;
    const height = figures.some(([, , note]) => note) ? 68 : 54;
    this.doc.roundedRect(LEFT, this.y, RIGHT - LEFT, height, 4).lineWidth(0.75).strokeColor(LINE).stroke();
    figures.forEach(([label, value, note], nth) => {
      const x = LEFT + nth * width + 14;
      this.write(label, x, this.y + 9, { size: 9, colour: MUTED });
      this.write(value, x, this.y + 24, { size: 14, isBold: nth === figures.length - 1 });
      if (note) this.write(note, x, this.y + 46, { size: 8.5, colour: MUTED });
    });
    this.y += height + 18;
  }

  heading(text: string): void {
    this.room(60);
    this.write(text, LEFT, this.y + 6, { size: 11, isBold: true });
    this.y += 28;
  }

  /** Small print. */
  text(text: string): void {
    this.block(text, { size: 8.5, colour: MUTED }, 4);
  }

  /** What is to be read word by word. */
  paragraph(text: string): void {
    this.block(text, { size: 10 }, 6);
  }

  /** Lines at the right, with room for a signature above. */
  sign(lines: readonly string[]): void {
    this.room(30 + lines.length * 18);
    this.y += 30;
    for (const line of lines) this.block(line, { size: 10, align: 'right' }, 3);
  }

  /** Cells of `total` stand under their columns. */
  table({ head, widths, figuresFrom }: SheetColumns, rows: readonly SheetRow[], total: readonly string[]): void {
    const draw = (cells: readonly string[], style: { colour?: string; isBold?: boolean }): number => {
      let [x, height] = [LEFT, 0];
      cells.forEach((cell, nth) => {
        const width = (widths[nth] ?? 0) - 6;
        height = Math.max(height, this.write(cell, x, this.y, { size: 8.5, width, align: nth >= figuresFrom ? 'right' : 'left', ...style }));
        x += widths[nth] ?? 0;
      });
      return height;
    };
    const drawHead = (): void => {
      this.y += draw(head, { colour: MUTED }) + 4;
      this.rule();
    };
    drawHead();
    for (const { cells, note } of rows) {
      const small = { size: 7.5, colour: MUTED, width: RIGHT - LEFT };
      if (this.room(22 + (note ? this.doc.font('plain').fontSize(small.size).heightOfString(note, small) : 0))) drawHead();
      this.y += draw(cells, {}) + 2;
      if (note) this.y += this.write(note, LEFT, this.y, small) + 2;
      this.y += 2;
      this.rule();
    }
    this.room(20);
    this.y += draw(total, { isBold: true }) + 12;
  }

  end(): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange();
    for (let nth = 0; nth < count; nth++) {
      this.doc.switchToPage(nth);
      this.write(PAGE[this.locale](nth + 1, count), LEFT, 806, { size: 8, colour: MUTED, width: RIGHT - LEFT, align: 'right' });
    }
    this.doc.end();
    return this.whole;
  }

  /** Text over the whole width, and so much space after it. */
  private block(text: string, style: Omit<Style, 'width'>, after: number): void {
    const whole = { ...style, width: RIGHT - LEFT };
    this.room(this.doc.font('plain').fontSize(style.size).heightOfString(text, { width: whole.width }) + after);
    this.y += this.write(text, LEFT, this.y, whole) + after;
  }

  /** Writes text and gives its height in points. */
  private write(words: string, x: number, y: number, { size, colour = INK, isBold = false, width, align = 'left' }: Style): number {
    // The font draws a curly apostrophe as wide as a Chinese character.
    const text = this.locale === 'en' ? words.replaceAll('’', "'") : words;
    const options = { align, ...(width === undefined ? { lineBreak: false } : { width }) };
    this.doc.font(isBold ? 'bold' : 'plain').fontSize(size).fillColor(colour);
    const height = this.doc.heightOfString(text, options);
    this.doc.text(text, x, y, options);
    return height;
  }

  private rule(): void {
    this.doc.moveTo(LEFT, this.y).lineTo(RIGHT, this.y).lineWidth(0.5).strokeColor(LINE).stroke();
    this.y += 5;
  }

  /** Goes on on a new page when less than this is left; says whether it did. */
  private room(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.doc.addPage();
    this.y = TOP;
    return true;
  }
}
