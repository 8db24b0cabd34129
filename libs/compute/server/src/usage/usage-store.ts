import type { Tx } from '@wutong/core-server';
import type { Attributed } from './attribution';
import { plain, texts } from './columns';
import type { Run } from './run';
import { ADD_RUNS, addToSums, UPDATE_RUNS } from './usage.queries';
import { NO_GRANT, type Priced, type SumRow, type SumTable, type UsageSums } from './usage-sums';

export type Counted = Run & Attributed & Priced;

/** So many rows in one statement. */
const CHUNK = 20_000;

export async function inChunks<T>(rows: readonly T[], work: (chunk: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) await work(rows.slice(at, at + CHUNK));
}

/** Rows as one JSON parameter; bigints as strings. */
export function rowsOf(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** What many runs of a delivery have in common, and its number among the places, from 1. */
interface Place {
  readonly run: Counted;
  n: number;
}

/**
 * Writes runs that were not known. They go in tenant by tenant in the order of time, as the indexes keep them: so each
 * page of an index is touched once for many rows.
 */
export async function addRuns(tx: Tx, runs: readonly Counted[], importId: string, now: Date): Promise<void> {
  const found = new Map<string, Place>();
  const placed = runs.map((run) => {
    const key = `${run.organisationId} ${run.grantId} ${run.poolId} ${run.cluster} ${run.account}`;
    let place = found.get(key);
    if (!place) found.set(key, (place = { run, n: 0 }));
    return { run, place, start: run.startAt.getTime() / 1000 };
  });
  const places = [...found.keys()].sort().map((key, i) => Object.assign(found.get(key) as Place, { n: i + 1 }));
  placed.sort((a, b) => a.place.n - b.place.n || a.start - b.start);
  const commons = [
    plain(places.map(({ run }) => run.organisationId)), plain(places.map(({ run }) => run.grantId ?? NO_GRANT)),
    plain(places.map(({ run }) => run.poolId)), texts(places.map(({ run }) => run.cluster)),
    texts(places.map(({ run }) => run.account)), texts(places.map(({ run }) => run.gpuClass)),
  ];
  await inChunks(placed, (rows) =>
    tx.query(ADD_RUNS, [
      importId, now, texts(rows.map(({ run }) => run.key)), plain(rows.map(({ place }) => place.n)),
      texts(rows.map(({ run }) => run.jobId)), texts(rows.map(({ run }) => run.user)), texts(rows.map(({ run }) => run.state)),
      plain(rows.map(({ run }) => run.gpus)), plain(rows.map(({ run }) => run.elapsedSeconds)), plain(rows.map(({ start }) => start)),
      plain(rows.map(({ run }) => run.untilAt.getTime() / 1000)), plain(rows.map(({ run }) => run.endAt === null)),
      plain(rows.map(({ run }) => run.gpuMh)), plain(rows.map(({ run }) => run.costMfen)),
      plain(rows.map(({ run }) => run.chargeMfen)), plain(rows.map(({ run }) => run.limitSeconds ?? 'null')), ...commons,
    ]),
  );
}

/** Overwrites runs that were known. */
export async function updateRuns(tx: Tx, runs: readonly Counted[], importId: string, now: Date): Promise<void> {
  await inChunks(runs, (rows) => tx.query(UPDATE_RUNS, [rowsOf(rows), importId, now]));
}

/** Adds what was gathered to the tables of sums, always in the same order, so that two never wait for each other. */
export async function storeSums(tx: Tx, sums: UsageSums): Promise<void> {
  for (const [table, rows] of Object.entries(sums.rows()) as [SumTable, SumRow[]][]) {
    await inChunks(rows, (chunk) =>
      tx.query(addToSums(table), [
        plain(chunk.map(({ organisation }) => organisation)), plain(chunk.map(({ at }) => at)),
        plain(chunk.map(({ grant }) => grant ?? NO_GRANT)), plain(chunk.map(({ pool }) => pool)),
        texts(chunk.map((row) => row.class)), plain(chunk.map(({ mh }) => mh)), plain(chunk.map(({ cost }) => cost)),
        plain(chunk.map(({ charge }) => charge)),
      ]),
    );
  }
}
