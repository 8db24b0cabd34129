import type { Tx } from '@wutong/core-server';
import { addToSums } from './usage.queries';
import type { SumTable, UsageSums } from './usage-sums';

/** So many rows in one statement. */
const CHUNK = 5000;

export async function inChunks<T>(rows: readonly T[], work: (chunk: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) await work(rows.slice(at, at + CHUNK));
}

/** Rows as one JSON parameter; bigints as strings. */
export function rowsOf(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Adds what was gathered to the tables of sums, always in the same order, so that two never wait for each other. */
export async function storeSums(tx: Tx, sums: UsageSums): Promise<void> {
  for (const [table, rows] of Object.entries(sums.rows())) {
    await inChunks(rows, (chunk) => tx.query(addToSums(table as SumTable), [rowsOf(chunk)]));
  }
}
