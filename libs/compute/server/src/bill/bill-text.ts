import { createHash } from 'node:crypto';
import { parse as parseRows } from 'csv-parse/sync';
import { decodeUploadText, type UploadEncoding } from '@wutong/core-shared';

/** How the text of a file is written, found from its beginning. */
export interface BillLayout {
  readonly encoding: UploadEncoding;
  readonly delimiter: string;
  /** Line of the header, the first being 1: titles may stand before it. */
  readonly headerLine: number;
  /** Names of the columns; a name that comes twice has `#2` behind it the second time. */
  readonly headers: readonly string[];
}

const DELIMITERS = [',', '\t', ';', '|'] as const;
/** Titles before the header are few. */
const MOST_TITLE_LINES = 20;

/** The layout of a file that begins with these bytes; null where it is no text with a header. */
export function findLayout(head: Uint8Array): BillLayout | null {
  const decoded = decodeUploadText(head);
  if (!decoded) return null;
  const text = decoded.text.replace(/^\ufeff/, '');
  const guesses = DELIMITERS.map((delimiter) => ({ delimiter, rows: firstRows(text, delimiter) }))
    .map(({ delimiter, rows }) => ({ delimiter, header: headerOf(rows) }));
  const best = guesses.reduce((one, other) => ((other.header?.names.length ?? 0) > (one.header?.names.length ?? 0) ? other : one));
  if (!best.header) return null;
  return {
    encoding: decoded.encoding, delimiter: best.delimiter, headerLine: best.header.line, headers: distinct(best.header.names),
  };
}

/** Rows of the beginning of a text, each with its line; what is cut off at the end is left out. */
export function firstRows(text: string, delimiter: string, most = 2 * MOST_TITLE_LINES): { line: number; cells: string[] }[] {
  const end = text.lastIndexOf('\n');
  const whole = end > 0 && text.length > 60_000 ? text.slice(0, end) : text;
  const rows: { line: number; cells: string[] }[] = [];
  try {
    parseRows(whole, {
      delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: most,
      on_record: (cells: string[], { lines }) => void rows.push({ line: lines, cells: cells.map((cell) => cell.trim()) }),
    });
  } catch {
    // Whoever reads the whole file tells what is wrong; what came before it is enough to find the header.
  }
  return rows;
}

/** The header is the first line that is as wide as what follows, all of it names. */
function headerOf(rows: readonly { line: number; cells: string[] }[]): { line: number; names: string[] } | null {
  for (const [i, { line, cells }] of rows.slice(0, MOST_TITLE_LINES).entries()) {
    const names = trimmedEnd(cells);
    const next = rows[i + 1];
    const isNamed = names.every((name) => name !== '' && !/^[\d.,:/ -]+$/.test(name));
    if (names.length >= 2 && isNamed && (!next || next.cells.length >= names.length)) return { line, names };
  }
  return null;
}

function trimmedEnd(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== '');
  return cells.slice(0, last + 1);
}

function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}#${times}`;
  });
}

/** The same for files whose columns are the same, whatever their order. */
export function fingerprint(headers: readonly string[]): string {
  const names = headers.map((name) => name.normalize('NFKC').toLowerCase().replace(/\s/g, '')).sort();
  return createHash('sha256').update(names.join('\n')).digest('hex');
}
