import { UsageIngestService } from '@wutong/compute-server';
import { Database } from '@wutong/core-server';
import type { Centre } from './centre';
import type { DemoPool } from './compute-centre';
import { DAY, type Stage } from './stage';

const HOUR = 3_600_000;
const HEADER = 'JobIDRaw|JobID|JobName|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Timelimit|Submit|Start|End|ExitCode';
const NAMES = ['pretrain', 'sft', 'dpo', 'eval', 'ckpt-merge', 'tokenise'];

interface RunningGrant {
  account: string;
  poolId: string;
  gpuClass: string;
  gpus: number;
  startsAt: Date;
  endsAt: Date;
}

/** A year of Slurm accounting: each week the operator brings in what every cluster's `sacct` says of it. */
export function planUsage(stage: Stage, centre: Centre, pools: readonly DemoPool[]): void {
  const operator = centre.operators[0];
  if (!operator) throw new Error('The demo has no operator');
  let job = 100_000;
  for (let day = 385; day > 0; day -= 7) {
    stage.at(stage.daysAgo(day - 7), async (now) => {
      const from = new Date(now.getTime() - 7 * DAY);
      const grants = await runningGrants(stage, from, now);
      const text = pools.flatMap((pool) => {
        const jobs = grants
          .filter(({ poolId }) => poolId === pool.id)
          .flatMap((grant) => weekOf(stage, pool, grant, from, now, () => String(++job)));
        return jobs;
      });
      if (day <= 21 && pools[0]) text.push(strangerIn(pools[0], from, String(++job)));
      if (text.length === 0) return;
      const source = `sacct ${now.toISOString().slice(0, 10)}.txt`;
      const report = await stage.get(UsageIngestService).importSacct(stage.as(operator, now), [HEADER, ...text, ''].join('\n'), { source });
      if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems[0]));
    });
  }
}

function runningGrants(stage: Stage, from: Date, until: Date): Promise<RunningGrant[]> {
  return stage.get(Database).read(stage.system(until), (tx) =>
    tx.query<RunningGrant>(
      `select g.account, g.pool_id as "poolId", g.gpu_class as "gpuClass", r.sized_gpus as gpus, g.starts_at as "startsAt",
              least(g.ends_at, coalesce(g.closed_at, g.ends_at)) as "endsAt"
         from compute_grant g join compute_request r on r.id = g.id
        where g.pool_id is not null and g.starts_at < $2 and least(g.ends_at, coalesce(g.closed_at, g.ends_at)) > $1
        order by g.account`,
      [from, until],
    ),
  );
}

/** The jobs of one grant in one week: long ones one after the other, some failed, with gaps between them. */
function weekOf(stage: Stage, pool: DemoPool, grant: RunningGrant, from: Date, until: Date, next: () => string): string[] {
  const { random } = stage;
  const lines: string[] = [];
  const end = Math.min(until.getTime() - HOUR, grant.endsAt.getTime());
  let at = Math.max(from.getTime(), grant.startsAt.getTime()) + random.int(0, 10) * HOUR;
  while (at < end) {
    const hours = random.pick([3, 9, 18, 30, 44]);
    const limit = limitOf(grant, hours);
    const stop = Math.min(at + hours * HOUR + random.int(0, 3599) * 1000, at + limit * HOUR, end);
    const failed = random.next() < 0.07;
    const state = failed ? 'FAILED' : stop - at >= limit * HOUR ? 'TIMEOUT' : 'COMPLETED';
    const user = `u${grant.account.slice(-4)}`;
    const id = next();
    lines.push(
      [
        id, id, random.pick(NAMES), pool.cluster, grant.account, user, state, tres(grant), String(Math.floor((stop - at) / 1000)),
        `${Math.floor(limit / 24)}-${String(limit % 24).padStart(2, '0')}:00:00`,
        stamp(at - HOUR), stamp(at), stamp(at + Math.floor((stop - at) / 1000) * 1000), failed ? '1:0' : '0:0',
      ].join('|'),
    );
    at = stop + random.int(1, 14) * HOUR;
    if (isSlow(grant)) break;
  }
  return lines;
}

/**
 * The hours that a job asks for: of some teams always the partition's week, of some always 44, at which their longest jobs end,
 * of the rest what it needs.
 */
function limitOf({ account }: RunningGrant, hours: number): number {
  const habit = Number(account.slice(-4)) % 4;
  return habit === 2 ? 168 : habit === 1 ? 44 : Math.ceil((hours + 1) * 1.25);
}

/** Some teams start one job a week and no more: their hours lie idle. */
function isSlow({ account }: Pick<RunningGrant, 'account'>): boolean {
  return Number(account.slice(-4)) % 3 === 0;
}

/** A job of an account that nobody knows: it waits until an operator says whose it is. */
function strangerIn(pool: DemoPool, from: Date, id: string): string {
  const at = from.getTime() + DAY;
  return [
    id, id, 'train-legacy', pool.cluster, 'legacy-lab', 'wang', 'COMPLETED', tres({ gpuClass: pool.gpuClass, gpus: 8 }), '28800', '2-00:00:00',
    stamp(at - HOUR), stamp(at), stamp(at + 28_800_000), '0:0',
  ].join('|');
}

function tres({ gpuClass, gpus }: { gpuClass: string; gpus: number }): string {
  return `billing=${gpus * 16},cpu=${gpus * 16},gres/gpu:${gpuClass}=${gpus},gres/gpu=${gpus},mem=${gpus * 128}G,node=${Math.ceil(gpus / 8)}`;
}

function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
