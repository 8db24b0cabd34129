import { Readable } from 'node:stream';
import { CsvError, parse as csv } from 'csv-parse';
import type { UploadEncoding } from '@wutong/core-shared';
import { problem, type BillLine, type BillProblem } from './bill-line';
import type { BillMapping } from './bill-mapping';
import { findLayout, type BillLayout } from './bill-text';
import { readDecimal, scaled } from './bill-values';
import { isFocus, missingFocusColumns, readFocusRow } from './focus';
import { readMappedRow } from './mapped';
import { BillRow } from './row-reader';

type Bytes = AsyncIterable<Uint8Array>;

const HEAD = 64 * 1024;
const BATCH = 1000;
/** More than that nobody mends line by line: the reading stops. */
export const MOST_PROBLEMS = 500;
export const MOST_LINES = 400_000;
const TOTALS = /^(合\s*计|总\s*计|小\s*计|总额|(grand\s*)?total|sum)\s*[:：]?$/i;
const SUBTOTAL = /^小\s*计/;

/** The layout of a whole file. Its encoding is UTF-8 only where every byte of it is; null where it is no table. */
export async function layoutOf(bytes: Bytes): Promise<BillLayout | null> {
  const head: Uint8Array[] = [];
  let size = 0;
  let isUtf8 = true;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of bytes) {
    if (size < HEAD) head.push(chunk.subarray(0, HEAD - size));
    size += chunk.length;
    isUtf8 &&= decodes(decoder, chunk);
  }
  const layout = findLayout(Buffer.concat(head));
  return layout?.encoding === 'utf-8' && !isUtf8 ? { ...layout, encoding: 'gb18030' } : layout;
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a bill line by line, however long it is: memory holds a batch, and the process serves others in between. With
 * a mapping by that, without one as FOCUS. Nothing is taken for good while there are problems: that is the caller's.
 */
export class BillReader {
  /** Σ of amounts with tax. */
  totalUfen = 0n;
  lines = 0;
  /** Totals and notes behind them. */
  passedOver = 0;
  problems: BillProblem[] = [];
  invoice: string | null = null;
  periodStart: Date | null = null;
  firstAt: Date | null = null;
  lastAt: Date | null = null;
  private readonly places: ReadonlyMap<string, number>;
  private readonly ids = new Map<string, number>();
  private amountUfen = 0n;
  private statedUfen: { line: number; ufen: bigint } | null = null;

  constructor(
    private readonly layout: BillLayout,
    private readonly mapping: BillMapping | null,
    private readonly now: Date,
  ) {
    this.places = new Map(layout.headers.map((name, place) => [name, place]));
  }

  /** Good lines, a thousand at a time; `problems` and the sums are whole when it ends. */
  async *batches(bytes: Bytes): AsyncGenerator<BillLine[]> {
    const { layout, mapping } = this;
    if (!mapping && !isFocus(layout.headers)) {
      this.problems.push(problem(layout.headerLine, null, 'notFocus', 'These are not the columns of FOCUS; say which column is what', '不是 FOCUS 格式的列，请先指定各列含义'));
      return;
    }
    const missing = mapping ? missingColumns(mapping, layout) : missingFocusColumns(layout.headers, layout.headerLine);
    this.problems.push(...missing);
    if (missing.length > 0) return;
    let batch: BillLine[] = [];
    for await (const { record, info } of this.records(bytes)) {
      const line = this.take(record, info.lines);
      if (line) batch.push(line);
      if (this.problems.length >= MOST_PROBLEMS || this.lines > MOST_LINES) break;
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    this.finish();
    if (batch.length > 0) yield batch;
  }

  private async *records(bytes: Bytes): AsyncGenerator<{ record: string[]; info: { lines: number } }> {
    const text = Readable.from(decoded(bytes, this.layout.encoding, (code) => this.problems.push(brokenText(code, this.lines))));
    const rows = csv({ delimiter: this.layout.delimiter, relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: 1_000_000 });
    text.on('error', (error) => rows.destroy(error));
    try {
      for await (const row of text.pipe(rows) as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
        if (row.info.lines > this.layout.headerLine) yield row;
      }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      this.problems.push(brokenCsv(error));
    } finally {
      text.destroy();
    }
  }

  private take(record: readonly string[], line: number): BillLine | null {
    const cells = record.map((cell) => cell.trim());
    const first = cells.find((cell) => cell !== '');
    if (first === undefined) return null;
    if (this.mapping && this.isTotalsOrNote(cells, first, line)) {
      this.passedOver++;
      return null;
    }
    const width = this.layout.headers.length;
    if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) {
      this.problems.push(wrongWidth(line, cells.length, width));
      return null;
    }
    const row = new BillRow(line, cells, this.places);
    const read = this.mapping ? readMappedRow(row, this.mapping, this.now) : this.ofFocus(row);
    this.problems.push(...row.problems);
    return read && this.count(read);
  }

  private ofFocus(row: BillRow): BillLine | null {
    const read = readFocusRow(row, this.now);
    if (!read) return null;
    const { line, invoice, currency, periodStart } = read;
    if (currency !== 'CNY') {
      row.report('BillingCurrency', 'currency', `Bills are kept in CNY; this line is in ${currency.slice(0, 10)}`, `仅支持人民币（CNY）账单，该行币种为 ${currency.slice(0, 10)}`);
    }
    this.invoice ??= invoice;
    this.periodStart ??= periodStart;
    if (invoice !== null && invoice !== this.invoice) {
      row.report('InvoiceId', 'severalInvoices', `A file holds one invoice; this line is of ${invoice.slice(0, 60)}, the lines before of ${this.invoice?.slice(0, 60)}`, `每个文件只能包含一张账单；该行属于 ${invoice.slice(0, 60)}，之前的行属于 ${this.invoice?.slice(0, 60)}`);
    }
    if (periodStart.getTime() !== this.periodStart.getTime()) {
      row.report('BillingPeriodStart', 'severalPeriods', 'A file holds one billing period; this line is of another', '每个文件只能包含一个账期，该行属于其他账期');
    }
    return row.problems.length > 0 ? null : line;
  }

  /** `合计` at the end is not a line, but what it says has to be the sum; what stands below it is for people. */
  private isTotalsOrNote(cells: readonly string[], first: string, line: number): boolean {
    const amountAt = this.places.get(this.mapping?.columns.amount ?? '') ?? -1;
    if (TOTALS.test(first.normalize('NFKC'))) {
      const stated = readDecimal(cells[amountAt] ?? '');
      if (stated && !SUBTOTAL.test(first)) {
        this.statedUfen = { line, ufen: scaled(stated, this.mapping?.amountUnit === 'fen' ? 6 : 8).value };
      }
      return true;
    }
    const startAt = this.places.get(this.mapping?.columns.start ?? '') ?? -1;
    return this.statedUfen !== null && !cells[amountAt] && !cells[startAt];
  }

  private count(line: BillLine): BillLine | null {
    const before = this.ids.get(line.lineId);
    if (before !== undefined) {
      const column = this.mapping?.columns.lineId ?? 'x_LineId';
      this.problems.push(problem(line.line, column, 'sameLineId', `This is the id of line ${before} too`, `与第 ${before} 行的编号重复`));
      return null;
    }
    this.ids.set(line.lineId, line.line);
    this.lines++;
    this.amountUfen += line.amountUfen;
    this.totalUfen += line.amountUfen + line.taxUfen;
    if (!this.firstAt || line.startsAt < this.firstAt) this.firstAt = line.startsAt;
    if (!this.lastAt || line.endsAt > this.lastAt) this.lastAt = line.endsAt;
    return line;
  }

  private finish(): void {
    if (this.lines > MOST_LINES) {
      this.problems.push(problem(0, null, 'tooManyLines', `A bill has at most ${MOST_LINES} lines; send it in parts`, `每份账单最多 ${MOST_LINES} 行，请拆分上传`));
    }
    if (this.problems.length > 0) return;
    if (this.lines === 0) this.problems.push(problem(0, null, 'empty', 'There is no line below the header', '表头之下没有数据行'));
    // To half a fen: suppliers round the total that they print.
    const off = this.statedUfen ? this.statedUfen.ufen - this.amountUfen : 0n;
    if (this.statedUfen && (off > 500_000n || off < -500_000n)) {
      this.problems.push(
        problem(this.statedUfen.line, this.mapping?.columns.amount ?? null, 'totalDiffers', 'The total is not the sum of the lines: the file may have been cut', '合计金额与明细之和不符，文件可能不完整'),
      );
    }
  }
}

function missingColumns({ columns }: BillMapping, { headers, headerLine }: BillLayout): BillProblem[] {
  const needed = (['start', 'amount'] as const).filter((field) => columns[field] === undefined).map((field) =>
    field === 'start'
      ? problem(headerLine, null, 'startUnmapped', 'Say which column is the start or day of a line', '请指定“开始时间／日期”列')
      : problem(headerLine, null, 'amountUnmapped', 'Say which column is the amount', '请指定“金额”列'),
  );
  const gone = Object.values(columns).filter((name) => !headers.includes(name)).map((name) =>
    problem(headerLine, name, 'missingColumn', 'This column is not in the file', '文件中没有该列'),
  );
  return [...needed, ...gone];
}

/** Text without byte order mark; a broken character is told, and what is before it is kept. */
async function* decoded(bytes: Bytes, encoding: UploadEncoding, broken: (code: 'notText' | 'cutCharacter') => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes('\0')) return broken('notText');
      if (text !== '') yield text;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return broken('notText');
  }
  try {
    decoder.decode();
  } catch {
    broken('cutCharacter');
  }
}

function brokenText(code: 'notText' | 'cutCharacter', after: number): BillProblem {
  return code === 'notText'
    ? problem(0, null, code, `Not text any more after ${after} lines: the file is damaged`, `第 ${after} 行数据之后不是文本，文件已损坏`)
    : problem(0, null, code, 'The file breaks off in the middle of a character: send it again', '文件在字符中间中断，请重新上传');
}

function brokenCsv(error: CsvError): BillProblem {
  const line = typeof error.lines === 'number' ? error.lines : 0;
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? problem(line, null, 'quoteNotClosed', 'A quotation mark is never closed: the file may have been cut', '引号没有闭合，文件可能不完整')
    : problem(line, null, 'notCsv', 'This line is no CSV: check its quotation marks', '该行不是有效的 CSV，请检查引号');
}

function wrongWidth(line: number, cells: number, width: number): BillProblem {
  return cells < width
    ? problem(line, null, 'tooFewCells', `The line has ${cells} cells and the header ${width}: the file may have been cut`, `该行有 ${cells} 个单元格，表头有 ${width} 个；文件可能不完整`)
    : problem(line, null, 'tooManyCells', `The line has ${cells} cells and the header ${width}: numbers with commas must stand in quotation marks`, `该行有 ${cells} 个单元格，表头有 ${width} 个；带逗号的数字须加引号`);
}
