import type { BillLine, BillProblem } from './bill-line';
import { problem } from './bill-line';
import { readDecimal, readMoment, scaled, type BillMoment, type BillTimeZone, type Decimal } from './bill-values';

/** What a reader of rows makes of one: a line, or what is wrong with it. */
export type RowReader = (row: BillRow) => BillLine | BillProblem[];

/** A row's cells by the names of its columns, with the words for what cannot be read. */
export class BillRow {
  readonly problems: BillProblem[] = [];

  constructor(
    readonly line: number,
    private readonly cells: readonly string[],
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  /** Empty cells, `NULL` as FOCUS exports write it, and columns that are not there are null. */
  text(column: string | undefined): string | null {
    const place = column === undefined ? undefined : this.places.get(column);
    const cell = place === undefined ? '' : (this.cells[place] ?? '').trim();
    return cell === '' || /^null$/i.test(cell) ? null : cell;
  }

  decimal(column: string | undefined): Decimal | null {
    const text = this.text(column);
    if (text === null) return null;
    const value = readDecimal(text);
    if (!value) this.report(column, 'notNumber', `“${clip(text)}” is no number`, `“${clip(text)}”不是有效数字`);
    return value;
  }

  neededDecimal(column: string | undefined): Decimal | null {
    if (this.text(column) === null) this.empty(column);
    return this.decimal(column);
  }

  /** Money: a decimal number of yuan (8 places make a micro-fen) or fen (6). */
  money(value: Decimal, column: string | undefined, decimals: number): bigint {
    const { value: ufen } = scaled(value, decimals);
    if (ufen > MOST || ufen < -MOST) {
      this.report(column, 'tooLarge', 'The amount is beyond what a bill can be', '金额超出合理范围');
      return 0n;
    }
    return ufen;
  }

  moment(column: string | undefined, zone: BillTimeZone): BillMoment | null {
    const text = this.text(column);
    if (text === null) return null;
    const value = readMoment(text, zone);
    if (!value) this.report(column, 'notDate', `“${clip(text)}” is no date`, `“${clip(text)}”不是有效日期`);
    return value;
  }

  neededMoment(column: string | undefined, zone: BillTimeZone): BillMoment | null {
    if (this.text(column) === null) this.empty(column);
    return this.moment(column, zone);
  }

  empty(column: string | undefined): void {
    this.report(column, 'empty', 'This cell is empty', '该单元格为空');
  }

  report(column: string | undefined, code: string, en: string, zh: string): void {
    this.problems.push(problem(this.line, column ?? null, code, en, zh));
  }
}

/** 50 billion yuan in micro-fen: what sums of 200,000 lines of it still leave room for is not needed by anybody. */
const MOST = 5n * 10n ** 18n;

export function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** What no line may be, in whatever file: below zero where it is use, backwards in time, or in the future. */
export function checkLine(row: BillRow, line: BillLine, columns: { start?: string | undefined; end?: string | undefined; quantity?: string | undefined; amount?: string | undefined }, now: Date): void {
  if (line.gpuMh !== null && line.gpuMh < 0n && line.category === 'usage' && !line.isCorrection) {
    row.report(columns.quantity, 'negative', 'A quantity of use is below zero; mark the line as a credit or correction', '用量不能为负；退款或更正请标明类型');
  }
  if (line.amountUfen < 0n && line.category === 'usage' && !line.isCorrection) {
    row.report(columns.amount, 'negative', 'An amount for use is below zero; mark the line as a credit or correction', '用量费用不能为负；退款或更正请标明类型');
  }
  if (line.endsAt < line.startsAt) row.report(columns.end, 'backwards', 'The end is before the start', '结束时间早于开始时间');
  // A bill of the present day may name the day's end.
  if (line.startsAt > now || line.endsAt.getTime() > now.getTime() + 86_400_000) {
    row.report(columns.end ?? columns.start, 'future', 'This lies in the future', '时间在将来');
  }
}
