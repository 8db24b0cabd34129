/* eslint-disable @nx/enforce-module-boundaries -- the bench stands where the specs of the platform stand */
import { Client } from 'pg';
import { UsageIngestService } from '../../libs/compute/server/src/usage/usage-ingest.service';
import { copyInto } from './compute/copy';
import { dayOfJobs, usageWorld } from './compute/usage-world';
import type { Figure } from './figure';

/** Jobs in SenseTime's Helios trace a month: 3,362,981 in six. */
const JOBS = Number(process.env['WUTONG_BENCH_ROWS'] ?? 560_000);
const DAYS = 30;
/** Days that are brought in before the same rows are copied. */
const BLOCK = 6;
const COLUMNS = `job_key, organisation_id, grant_id, pool_id, cluster, job_id, account, user_name, state, gpu_class, gpus,
  elapsed_seconds, start_at, end_at, until_at, gpu_mh, cost_mfen, charge_mfen, import_id, updated_at`;

/**
 * A month of accounting of 8 clusters and 48 grants, brought in day by day as text of sacct by two senders: read, attributed,
 * priced, summed by hour, day, month and grant, booked in the ledger. After some days the rows that they made are copied once
 * more, by a bare COPY: into a plain table without index or row-level security, the limit that the goal names, and into one with
 * the indexes and checks that the records need, the limit of whatever stores them. So all share every busy minute of the machine.
 */
export async function benches(): Promise<Figure[]> {
  const world = await usageWorld({ pools: 8, tenants: 24 });
  const bare = new Client({ connectionString: world.database.superuserUrl });
  await bare.connect();
  try {
    await bare.query(`create table plain as select ${COLUMNS} from usage_record limit 0`);
    await bare.query(`create table indexed (like usage_record including all)`);
    const usage = world.get(UsageIngestService);
    const perDay = Math.ceil(JOBS / DAYS);
    let [ours, copied, indexed] = [0, 0, 0];
    let last: { text: string; at: Date } | undefined;
    for (let first = 0; first < DAYS; first += BLOCK) {
      const deliveries = Array.from({ length: BLOCK }, (_, i) => ({
        text: dayOfJobs(world.at(first + i), perDay, 1 + (first + i) * perDay, world.accounts), at: world.at(first + i + 8), source: `day ${first + i}`,
      }));
      last = deliveries.at(-1);
      const imports: string[] = [];
      const queue = deliveries.values();
      const send = async (): Promise<void> => {
        for (const { text, at, source } of queue) {
          const report = await usage.importSacct({ ...world.operator, now: at }, text, { source });
          if (report.added !== perDay) throw new Error(`${report.added} of ${perDay} jobs were added: ${JSON.stringify(report.problems[0])}`);
          imports.push(report.importId);
        }
      };
      ours += await timeOf(() => Promise.all([send(), send()]));
      for (const id of imports) {
        const rows = await rowsOf(bare, id);
        copied += await timeOf(() => copyInto(bare, 'plain', rows));
        indexed += await timeOf(() => copyInto(bare, `indexed (${COLUMNS})`, rows));
      }
    }
    const before = await book(bare);
    const again = last && (await usage.importSacct({ ...world.operator, now: last.at }, last.text, { source: 'again' }));
    const after = await book(bare);
    const changed = Object.entries(before).filter(([name, value]) => after[name] !== value).length + (again?.added ?? 1) + (again?.updated ?? 1);
    const { ledger = 0n, record = 0n } = after;
    const total = perDay * DAYS;
    return [
      { figure: 'metering.records', value: Math.round(total / (ours / 1000)), unit: 'rec/s', goal: { atLeast: 5000 } },
      { figure: 'metering.bare-copy', value: Math.round(total / (copied / 1000)), unit: 'rows/s', goal: null },
      { figure: 'metering.records-to-bare-copy', value: copied / ours, unit: 'x', goal: { atLeast: 0.3 } },
      { figure: 'metering.records-to-indexed-copy', value: indexed / ours, unit: 'x', goal: null },
      { figure: `metering.month-of-${total}-jobs`, value: ours / 1000, unit: 's', goal: { atMost: 120 } },
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
