import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locale } from '@wutong/core-server';
import PDFDocument from 'pdfkit';
import type { StatementFacts } from './statement-facts';
import { sfntOf } from './woff';
import { fundingWord, HOW, kindWord, noteOf, yuan } from './statement-words';

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

const WORDS = {
  en: {
    title: 'Computing power statement', number: 'Statement', month: 'Month', issued: 'Issued', company: 'Company', issuer: 'Issued by',
    charged: 'Charged', funded: 'Paid by funding', due: 'Due', lines: 'Charges', funding: 'Vouchers, subsidies and cash',
    head: ['Kind', 'Month', 'Request', 'Pool · GPU class', 'GPU-hours', 'CNY'], fundingHead: ['Kind', 'Programme', 'GPU class', 'CNY'],
    rules: 'How this is computed', page: (n: number, of: number) => `Page ${n} of ${of}`, none: 'No funding was used this month.',
  },
  'zh-CN': {
    title: '算力月度账单', number: '账单号', month: '账期', issued: '出具日期', company: '企业', issuer: '出具单位', charged: '费用合计',
    funded: '资金抵扣', due: '应付金额', lines: '费用明细', funding: '算力券、补贴与自有资金',
    head: ['类型', '用量月份', '申请编号', '资源池 · GPU 型号', '卡时', '金额（元）'], fundingHead: ['类型', '项目', 'GPU 型号', '金额（元）'],
    rules: '计费规则', page: (n: number, of: number) => `第 ${n} 页，共 ${of} 页`, none: '本月未使用资金抵扣。',
  },
} as const;

/** A statement as a document of A4 pages, in the viewer's language. The same statement gives the same bytes. */
export async function statementPdf(facts: StatementFacts, locale: Locale): Promise<Buffer> {
  const { statement, tenant, centre, lines, funding } = facts;
  const words = WORDS[locale];
  const name = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }): string => (locale === 'en' ? nameEn : nameZh);
  const page = new Sheet(`${words.title} ${statement.number}`, name(centre), statement.closedAt);
  page.title(words.title, name(centre));
  const issued = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(statement.closedAt);
  page.facts([[words.company, name(tenant)], [words.month, statement.month], [words.number, statement.number], [words.issued, issued]]);
  page.figures([
    [words.charged, yuan(statement.chargedFen, locale)], [words.funded, yuan(-statement.fundedFen, locale)], [words.due, yuan(statement.dueFen, locale)],
  ]);
  page.heading(words.lines);
  page.table([62, 62, 78, 165, 62, 70], words.head, lines.map((line) => ({
    cells: [
      kindWord(line.kind, locale), line.usageMonth, line.requestNumber ?? '–',
      line.poolCode ? `${locale === 'en' ? line.poolNameEn : line.poolNameZh} · ${line.gpuClass?.toUpperCase()}` : '–',
      line.gpuMh === 0n ? '–' : grouped(line.gpuMh, 3), grouped(line.amountFen, 2),
    ],
    note: noteOf(line, locale),
  })), [words.charged, grouped(statement.chargedFen, 2)]);
  page.heading(words.funding);
  if (funding.length === 0) page.text(words.none);
  else {
    page.table([90, 239, 90, 80], words.fundingHead, funding.map(({ kind, programme, gpuClass, amountFen }) => ({
      cells: [fundingWord(kind, locale), programme, gpuClass?.toUpperCase() ?? '–', grouped(-amountFen, 2)], note: '',
    })), [words.due, grouped(statement.dueFen, 2)]);
  }
  page.heading(words.rules);
  for (const rule of HOW[locale]) page.text(`· ${rule}`);
  return page.end(words.page);
}

function grouped(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return `${value < 0n ? '−' : ''}${digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-places)}`;
}

interface Row {
  readonly cells: readonly string[];
  readonly note: string;
}

/** What is drawn from top to bottom, on as many pages as it takes. */
class Sheet {
  private readonly doc: PDFKit.PDFDocument;
  private readonly whole: Promise<Buffer>;
  private y = TOP;

  constructor(title: string, author: string, at: Date) {
    this.doc = new PDFDocument({
      size: 'A4', margin: 0, bufferPages: true, font: font(400) as unknown as string, info: { Title: title, Author: author, CreationDate: at, ModDate: at }, lang: 'zh-CN',
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

  /** The last one, which counts, stands out. */
  figures(figures: readonly (readonly [string, string])[]): void {
    const width = (RIGHT - LEFT) / figures.length;
    this.doc.roundedRect(LEFT, this.y, RIGHT - LEFT, 54, 4).lineWidth(0.75).strokeColor(LINE).stroke();
    figures.forEach(([label, value], nth) => {
      this.write(label, LEFT + nth * width + 14, this.y + 9, { size: 9, colour: MUTED });
      this.write(value, LEFT + nth * width + 14, this.y + 24, { size: 14, isBold: nth === figures.length - 1 });
    });
    this.y += 72;
  }

  heading(text: string): void {
    this.room(60);
    this.write(text, LEFT, this.y + 6, { size: 11, isBold: true });
    this.y += 28;
  }

  text(text: string): void {
    const height = this.doc.font('plain').fontSize(8.5).heightOfString(text, { width: RIGHT - LEFT });
    this.room(height + 4);
    this.y += this.write(text, LEFT, this.y, { size: 8.5, colour: MUTED, width: RIGHT - LEFT }) + 4;
  }

  /** Columns from the fifth, or the last, are figures: to the right. */
  table(widths: readonly number[], head: readonly string[], rows: readonly Row[], [label, total]: readonly [string, string]): void {
    const figuresFrom = widths.length > 4 ? 4 : widths.length - 1;
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
      if (this.room(34)) drawHead();
      this.y += draw(cells, {}) + 2;
      if (note) this.y += this.write(note, LEFT, this.y, { size: 7.5, colour: MUTED, width: RIGHT - LEFT }) + 2;
      this.y += 2;
      this.rule();
    }
    this.room(20);
    this.y += draw([label, ...widths.slice(2).map(() => ''), total], { isBold: true }) + 12;
  }

  end(pageWord: (n: number, of: number) => string): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange();
    for (let nth = 0; nth < count; nth++) {
      this.doc.switchToPage(nth);
      this.write(pageWord(nth + 1, count), LEFT, 806, { size: 8, colour: MUTED, width: RIGHT - LEFT, align: 'right' });
    }
    this.doc.end();
    return this.whole;
  }

  /** Writes text and gives its height in points. */
  private write(
    text: string, x: number, y: number,
    { size, colour = INK, isBold = false, width, align = 'left' }: {
      size: number; colour?: string; isBold?: boolean; width?: number; align?: 'left' | 'right';
    },
  ): number {
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
