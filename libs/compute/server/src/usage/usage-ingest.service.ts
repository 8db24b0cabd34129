import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { behind, Database, invalid, type Ctx, type Tx } from '@wutong/core-server';
import { priceListOf, type PriceList } from '../tariff/price-list';
import { Attribution, type MeteredPool, type UsageAccount } from './attribution';
import { texts } from './columns';
import { Counting, type KnownRun } from './counting';
import type { ParsedUsage, UsageOptions, UsageProblem } from './job-record';
import { getOrInsert } from './get-or-insert';
import { inPauses, inTurn } from './pauses';
import { isRun, type RunRecord } from './run';
import { readSacct } from './sacct';
import { readSlurmJson } from './slurm-json';
import { UsageBooking, type LockedGrant } from './usage-booking';
import { ACCOUNTS, KNOWN_RUNS, LOCK_CLUSTERS, LOCK_GRANTS, POOLS } from './usage.queries';
import { UsageImport } from './usage-record.entity';
import { inChunks, partsOf, rowsOf, statementsOf, storeSums } from './usage-store';

export interface UsageSource {
  /** A file's name, or what the sender calls it; shown on statements. */
  readonly source: string;
  /** The cluster's name where the records do not give it. */
  readonly cluster?: string | undefined;
  /** IANA zone of times without one; UTC when left out. */
  readonly timeZone?: string | undefined;
  /** Read by the clock: a delivery that tells nothing new leaves no line in the list. */
  readonly isRoutine?: boolean;
}

export interface UsageLineProblem {
  readonly line: number;
  readonly field: string | null;
  readonly code: string;
  /** In the viewer's language. */
  readonly message: string;
}

/** What became of a delivery. */
export interface UsageReport {
  readonly importId: string;
  /** Runs on GPUs that were read. */
  readonly records: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Runs that wait until somebody says whose they are. */
  readonly parked: number;
  /** Runs without GPU, runs that never started, and steps: nothing to meter. */
  readonly passedOver: number;
  /** Lines that were not taken, or of which one of two was. */
  readonly problemCount: number;
  /** The first of them. */
  readonly problems: readonly UsageLineProblem[];
}

/** So many runs are stored at once. */
const PART = 2500;
/** More than that nobody reads one by one. */
const MOST_PROBLEMS = 500;

/**
 * Takes in accounting records of Slurm. A delivery is one transaction: every good run counts, every bad line is told,
 * and nothing is half-written. A run is known by its key, so that records may come twice, late and in any order; a
 * running job is overwritten as it goes on. Runs of accounts that nobody knows are parked, never dropped. What counts is
 * priced by the prices of its hours (`PriceList`) and added to the sums of hour, day, month and grant.
 */
@Injectable()
export class UsageIngestService {
  constructor(
    private readonly database: Database,
    private readonly booking: UsageBooking,
  ) {}

  /** Reads the text of `sacct --parsable2`, in UTF-8, UTF-16 or GB18030. */
  async importSacct(ctx: Ctx, text: string | Uint8Array, source: UsageSource): Promise<UsageReport> {
    return this.ingest(ctx, await inTurn(readSacct(text, optionsOf(ctx, source))), source);
  }

  /** Reads what `sacct --json` and slurmrestd give, as text or parsed. */
  async importJson(ctx: Ctx, document: unknown, source: UsageSource): Promise<UsageReport> {
    return this.ingest(ctx, await inTurn(readSlurmJson(document, optionsOf(ctx, source))), source);
  }

  /** Takes in records that were read. */
  async ingest(ctx: Ctx, parsed: ParsedUsage, { source, isRoutine = false }: UsageSource): Promise<UsageReport> {
    const runs = parsed.records.filter(isRun);
    const passedOver = parsed.steps + parsed.records.length - runs.length;
    const name = source.trim().slice(0, 200) || 'API';
    return this.database.command(ctx, 'importUsage', commandInput(ctx, name, parsed), async (tx) => {
      const foreign = await this.foreignClusters(ctx, tx, runs);
      const own = foreign.size === 0 ? runs : runs.filter(({ cluster }) => !foreign.has(cluster));
      const problems = [...parsed.problems.map((problem) => told(ctx, problem)), ...[...foreign].map((c) => notYours(ctx, c))];
      const importId = randomUUID();
      const counts = await tx.bySystem(ctx, (system) => this.write(system, tx, importId, name, own));
      const report = {
        importId, records: own.length, ...counts, passedOver, problemCount: problems.length,
        problems: problems.slice(0, MOST_PROBLEMS),
      };
      const isNew = counts.added + counts.updated + counts.parked + problems.length > 0;
      if (isRoutine && !isNew) return report;
      await tx.insert(UsageImport, {
        id: importId, organisationId: ctx.actor.organisationId, source: name, sentByName: ctx.actor.name, receivedAt: ctx.now,
        records: own.length, ...counts, problems: problems.length,
      });
      return report;
    });
  }

  /** Counts runs, all or none, as the system; the ids of what it books follow from `importId`. */
  async write(
    system: Ctx, tx: Tx, importId: string, source: string, runs: readonly RunRecord[],
  ): Promise<Pick<UsageReport, 'added' | 'updated' | 'unchanged' | 'parked'>> {
    if (runs.length === 0) return { added: 0, updated: 0, unchanged: 0, parked: 0 };
    const clusters = [...new Set(runs.map(({ cluster }) => cluster))];
    await tx.query(LOCK_CLUSTERS, [clusters]);
    const { attribution, grants, prices } = await this.attribution(tx, clusters, runs);
    const counting = new Counting(attribution, prices, await this.known(tx, runs), system.now);
    const counts = { added: 0, updated: 0, parked: 0 };
    // While PostgreSQL stores one part, the next lies ready and the one after it is counted; the pauses let them go out to it.
    let [before, last]: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
    for (const part of partsOf(inOrder(runs), PART)) {
      const statements = await behind(before, async () => {
        const verdict = await inPauses(counting.count(part));
        counts.added += verdict.added.length;
        counts.updated += verdict.updated.length;
        counts.parked += verdict.parked.length;
        return statementsOf(verdict, importId, system.now);
      });
      before = last;
      last = Promise.all(statements.map(({ sql, params }) => tx.query(sql, params)));
      // Waited for two parts later.
      last.catch(() => undefined);
    }
    await before;
    await last;
    await storeSums(tx, counting.sums);
    await this.booking.book(system, tx, importId, source, grants, counting.changes());
    return { ...counts, unchanged: runs.length - counts.added - counts.updated - counts.parked };
  }

  private async attribution(
    tx: Tx, clusters: readonly string[], runs: readonly RunRecord[],
  ): Promise<{ attribution: Attribution; grants: Map<string, LockedGrant>; prices: PriceList }> {
    const used = new Map<string, Set<string>>();
    for (const { cluster, account } of runs) getOrInsert(used, cluster, () => new Set<string>()).add(account);
    const pairs = [...used].flatMap(([cluster, names]) => [...names].map((account) => [cluster, account] as const));
    const accounts = await tx.query<UsageAccount & object>(ACCOUNTS, [pairs.map(([cluster]) => cluster), pairs.map(([, account]) => account)]);
    const pools = await tx.query<MeteredPool & object>(POOLS, [clusters]);
    const tenants = [...new Set(accounts.map(({ organisationId }) => organisationId))];
    const grants = await tx.query<LockedGrant>(LOCK_GRANTS, [tenants]);
    return {
      attribution: new Attribution(accounts, pools, grants), grants: new Map(grants.map((grant) => [grant.id, grant])),
      prices: await priceListOf(tx, pools.map(({ id }) => id)),
    };
  }

  private async known(tx: Tx, runs: readonly RunRecord[]): Promise<Map<string, KnownRun>> {
    const rows: KnownRun[] = [];
    await inChunks(runs, async (chunk) => {
      rows.push(...(await tx.query<KnownRun>(KNOWN_RUNS, [texts(chunk.map(({ key }) => key))])));
    });
    return new Map(rows.map((row) => [row.key, row]));
  }

  /** A supplier sends the records of its own clusters, and of no others. */
  private async foreignClusters(ctx: Ctx, tx: Tx, runs: readonly RunRecord[]): Promise<Set<string>> {
    if (ctx.actor.organisationKind !== 'supplier') return new Set();
    const clusters = new Set(runs.map(({ cluster }) => cluster));
    const own = await tx.query<{ cluster: string }>(
      `select cluster from compute_pool where cluster = any($1) and organisation_id = $2`,
      [[...clusters], ctx.actor.organisationId],
    );
    for (const { cluster } of own) clusters.delete(cluster);
    return clusters;
  }
}

/** What tells one delivery from another under the same idempotency key; costs nothing where there is no key. */
function commandInput(ctx: Ctx, name: string, { records, problems }: ParsedUsage): object {
  if (ctx.idempotencyKey === null) return { name };
  return { name, hash: createHash('sha256').update(rowsOf([...records, ...problems])).digest('hex') };
}

function optionsOf(ctx: Ctx, { cluster, timeZone }: UsageSource): UsageOptions {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw invalid('timeZone', 'This is no time zone. Write one as Asia/Shanghai.', '时区无效，请使用 Asia/Shanghai 这样的写法。');
  }
  return { now: ctx.now, ...(cluster ? { cluster } : {}), ...(timeZone ? { timeZone } : {}) };
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function told(ctx: Ctx, { line, field, code, message }: UsageProblem): UsageLineProblem {
  return { line, field, code, message: message[ctx.locale] };
}

function notYours(ctx: Ctx, cluster: string): UsageLineProblem {
  const message =
    ctx.locale === 'en'
      ? `The cluster ${cluster} is not one of your pools; its records were not taken`
      : `集群 ${cluster} 不属于贵机构的资源池，其记录未计入`;
  return { line: 0, field: 'Cluster', code: 'foreignCluster', message };
}

/** In the order in which they count. */
function inOrder(runs: readonly RunRecord[]): RunRecord[] {
  return runs.toSorted((a, b) => a.start.getTime() - b.start.getTime() || (a.key < b.key ? -1 : 1));
}
