import type { Tx } from '@wutong/core-server';
import { int4s, int8s, plain, texts, timestamps } from './columns';
import type { Counted, Verdict } from './counting';
import { ADD_RUNS, addToSums, PARK_RUNS, UPDATE_RUNS } from './usage.queries';
import { NO_GRANT, type SumRow, type SumTable, type UsageSums } from './usage-sums';

/** So many rows in one statement. */
const CHUNK = 20_000;

export async function inChunks<T>(rows: readonly T[], work: (chunk: readonly T[]) => Promise<unknown>): Promise<void> {
  for (const part of partsOf(rows, CHUNK)) await work(part);
}

export function* partsOf<T>(rows: readonly T[], size: number): Generator<readonly T[], void> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

/** Rows as one JSON parameter; bigints as strings. */
export function rowsOf(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

export interface Statement {
  readonly sql: string;
  readonly params: unknown[];
}

/** The statements that store what became of runs. */
export function statementsOf({ added, updated, parked }: Verdict, importId: string, now: Date): Statement[] {
  const statements: Statement[] = [];
  if (added.length > 0) statements.push({ sql: ADD_RUNS, params: [importId, now, ...columnsOf(added)] });
  if (updated.length > 0) {
    const rows = updated.map(({ run, costMfen, chargeMfen }) => ({ ...run, costMfen, chargeMfen }));
    statements.push({ sql: UPDATE_RUNS, params: [rowsOf(rows), importId, now] });
  }
  if (parked.length > 0) {
    statements.push({ sql: PARK_RUNS, params: [rowsOf(parked.map((run) => ({ ...run, record: run }))), importId, now] });
  }
  return statements;
}

/**
 * The columns of `ADD_RUNS`. The runs go in tenant by tenant in the order of time, as the indexes keep them: so each page of
 * an index is touched once for many rows.
 */
function columnsOf(added: readonly Counted[]): (string | Buffer)[] {
  const places = [...Map.groupBy(added, ({ whose }) => whose)]
    .map(([whose, of]) => ({ whose, of, run: (of[0] as Counted).run }))
    .sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
  const rows = places.flatMap(({ of }) => of);
  const runs = rows.map(({ run }) => run);
  return [
    texts(runs.map(({ key }) => key)), int4s(places.flatMap(({ of }, i) => of.map(() => i + 1))), texts(runs.map(({ jobId }) => jobId)),
    texts(runs.map(({ user }) => user)), texts(runs.map(({ state }) => state)), int4s(runs.map(({ gpus }) => gpus)),
    int4s(runs.map(({ elapsedSeconds }) => elapsedSeconds)), int4s(runs.map(({ limitSeconds }) => limitSeconds)),
    timestamps(runs.map(({ startAt }) => startAt)), timestamps(runs.map(({ endAt }) => endAt)), timestamps(runs.map(({ untilAt }) => untilAt)),
    int8s(runs.map(({ gpuMh }) => gpuMh)), int8s(rows.map(({ costMfen }) => costMfen)), int8s(rows.map(({ chargeMfen }) => chargeMfen)),
    plain(places.map(({ whose }) => whose.organisationId)), plain(places.map(({ whose }) => whose.grantId ?? NO_GRANT)),
    plain(places.map(({ whose }) => whose.poolId)), texts(places.map(({ run }) => run.cluster)),
    texts(places.map(({ run }) => run.account)), texts(places.map(({ whose }) => whose.gpuClass)),
  ];
}

function placeKey({ run, whose }: Pick<Counted, 'run' | 'whose'>): string {
  return `${whose.organisationId} ${whose.grantId} ${whose.poolId} ${run.cluster} ${run.account}`;
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
