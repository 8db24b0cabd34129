export type CsvValue = string | number | bigint | boolean | Date | null | undefined;

// What a spreadsheet takes for the start of a formula, full-width forms and leading blanks included.
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const SPECIAL = /[",\r\n]|^\s|\s$/;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Rows as CSV (RFC 4180) that opens in Excel and WPS with Chinese intact: byte order mark, CRLF. A text that a
 * spreadsheet would run as a formula gets an apostrophe before it; plain numbers stay as they are. Dates are ISO 8601
 * in UTC, nothing is an empty cell.
 */
export function writeCsv(rows: Iterable<readonly CsvValue[]>): string {
  let csv = BYTE_ORDER_MARK;
  for (const row of rows) csv += `${row.map(cell).join(',')}\r\n`;
  return csv;
}

function cell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
