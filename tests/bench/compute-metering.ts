/* eslint-disable @nx/enforce-module-boundaries -- the bench stands where the specs of the platform stand */
import { Client } from 'pg';
import { UsageIngestService } from '../../libs/compute/server/src/usage/usage-ingest.service';
import { copyInto } from './compute/copy';
import { dayOfJobs, HEADER, usageWorld } from './compute/usage-world';
import type { Figure } from './figure';

/** Jobs in SenseTime's Helios trace a month: 3,362,981 in six. */
const JOBS = Number(process.env['WUTONG_BENCH_ROWS'] ?? 560_000);
const DAYS = 30;
/** So many days are brought in before the same rows are copied. */
const BLOCK = 6;
const COLUMNS = `job_key, organisation_id, grant_id, pool_id, cluster, job_id, account, user_name, state, gpu_class, gpus,
  elapsed_seconds, start_at, end_at, until_at, gpu_mh, cost_mfen, charge_mfen, import_id, updated_at`;

/**
 * A month of accounting of 8 clusters and 48 grants, brought in as text of sacct by two senders: read, attributed, priced, summed by
 * hour, day, month and grant, booked in the ledger. Each cluster sends the days of a block in a file of its own; those of the last
 * block come day by day, in files of all clusters, of which one can be taken at a time. After each block the rows that it made are
 * copied once more, by a bare COPY: into a plain table without index or row-level security, the limit that the goal names, and
 * into one with the indexes and checks that the records need, the limit of whatever stores them. So all share every busy minute
 * of the machine.
 */
export async function benches(): Promise<Figure[]> {
  const world = await usageWorld({ pools: 8, tenants: 24 });
  const bare = new Client({ connectionString: world.database.superuserUrl });
  await bare.connect();
  try {
    await bare.query(`create table plain as select ${COLUMNS} from usage_record limit 0`);
    await bare.query(`create table indexed (like usage_record including all)`);
    const usage = world.get(UsageIngestService);
    const clusters = [...Map.groupBy(world.accounts, ({ cluster }) => cluster).values()];
    const perDay = Math.ceil(JOBS / DAYS / clusters.length);
    /** A block's text of each cluster and day. */
    const textsOf = (first: number) => clusters.map((accounts, n) =>
      Array.from({ length: BLOCK }, (_, i) => dayOfJobs(world.at(first + i), perDay, 1 + ((first + i) * clusters.length + n) * perDay, accounts)));
    const send = async (files: readonly string[][], at: Date, name: string): Promise<string[]> => {
      const imports: string[] = [];
      const queue = files.entries();
      const sender = async (): Promise<void> => {
        for (const [n, texts] of queue) {
          const report = await usage.importSacct({ ...world.operator, now: at }, `${HEADER}\n${texts.join('')}`, { source: `${name} ${n}` });
          const jobs = texts.length * perDay;
          if (report.added !== jobs) throw new Error(`${report.added} of ${jobs} jobs were added: ${JSON.stringify(report.problems[0])}`);
          imports.push(report.importId);
        }
      };
      await Promise.all([sender(), sender()]);
      return imports;
    };
    /** Milliseconds for what the blocks made, by how they were sent. */
    const [own, all] = [{ ours: 0, copied: 0, indexed: 0 }, { ours: 0, copied: 0, indexed: 0 }];
    let last: readonly string[] = [];
    for (let first = 0; first < DAYS; first += BLOCK) {
      const isLast = first + BLOCK === DAYS;
      const [texts, sum] = [textsOf(first), isLast ? all : own];
      const files = isLast ? Array.from({ length: BLOCK }, (_, day) => texts.map((days) => days[day] ?? '')) : texts;
      last = files.at(-1) ?? [];
      const began = performance.now();
      const imports = await send(files, world.at(DAYS + 8), `from day ${first}`);
      sum.ours += performance.now() - began;
      for (const id of imports) {
        const rows = await rowsOf(bare, id);
        sum.copied += await timeOf(() => copyInto(bare, 'plain', rows));
        sum.indexed += await timeOf(() => copyInto(bare, `indexed (${COLUMNS})`, rows));
      }
    }
    const before = await book(bare);
    const again = await usage.importSacct({ ...world.operator, now: world.at(DAYS + 8) }, `${HEADER}\n${last.join('')}`, { source: 'again' });
    const after = await book(bare);
    const changed = Object.entries(before).filter(([name, value]) => after[name] !== value).length + again.added + again.updated;
    const { ledger = 0n, record = 0n } = after;
    const total = perDay * DAYS * clusters.length;
    const rate = (milliseconds: number): number => Math.round((total * (1 - BLOCK / DAYS)) / (milliseconds / 1000));
    return [
      { figure: 'metering.records', value: rate(own.ours), unit: 'rec/s', goal: { atLeast: 5000 } },
      { figure: 'metering.bare-copy', value: rate(own.copied), unit: 'rows/s', goal: null },
      { figure: 'metering.records-to-bare-copy', value: own.copied / own.ours, unit: 'x', goal: { atLeast: 0.3 } },
      { figure: 'metering.records-to-indexed-copy', value: own.indexed / own.ours, unit: 'x', goal: null },
      { figure: 'metering.files-of-all-clusters-to-bare-copy', value: all.copied / all.ours, unit: 'x', goal: null },
      { figure: `metering.month-of-${total}-jobs`, value: (own.ours + all.ours) / 1000, unit: 's', goal: { atMost: 120 } },
      { figure: 'metering.month-ledger-beside-meter', value: Math.abs(Number(ledger - record)), unit: 'GPU-mh', goal: { atMost: 0 } },
      { figure: 'metering.same-batch-twice-changes', value: changed, unit: 'rows', goal: { atMost: 0 } },
    ];
  } finally {
    await bare.end();
    await world.close();
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The rows of one delivery in the text form of COPY. */
async function rowsOf(bare: Client, importId: string): Promise<string[]> {
  const { rows } = await bare.query<{ line: string }>({
    text: `select concat_ws(E'\\t', job_key, organisation_id, coalesce(grant_id::text, '\\N'), pool_id, cluster, job_id, account, user_name,
      state, gpu_class, gpus, elapsed_seconds, start_at, end_at, until_at, gpu_mh, cost_mfen, charge_mfen, import_id, updated_at) as line
      from usage_record where import_id = $1`,
    values: [importId],
  });
  return rows.map(({ line }) => `${line}\n`);
}

/** The meter's sums in every place where they stand, and the ledger's. */
async function book(bare: Client): Promise<Record<string, bigint>> {
  const tables = ['record', 'hour', 'day', 'month', 'grant_day'];
  const { rows } = await bare.query<Record<string, string>>(
    `select ${tables.map((name) => `(select coalesce(sum(gpu_mh), 0) from usage_${name})::text as ${name},
        (select coalesce(sum(cost_mfen) + sum(charge_mfen), 0) from usage_${name})::text as ${name}_money`).join(', ')},
      (select sum(credits_posted - debits_posted) from ledger_account where code = 'used' and unit like 'gpu-mh:%')::text as ledger,
      (select count(*) from ledger_transfer)::text as transfers, (select count(*) from usage_record)::text as records`,
  );
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, BigInt(value)]));
}
