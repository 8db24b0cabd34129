/* eslint-disable @nx/enforce-module-boundaries -- the bench stands where the specs of the platform stand */
import { Client } from 'pg';
import { UsageBy, UsageGrain } from '../../libs/compute/server/src/dashboard/compute-dashboard.queries';
import { ComputeDashboardService } from '../../libs/compute/server/src/dashboard/compute-dashboard.service';
import { computeWorld } from '../../libs/compute/server/src/testing/compute-world';
import type { Figure } from './figure';

/** Metered runs of 12 months; `WUTONG_BENCH_ROWS` takes fewer. */
const RUNS = Number(process.env['WUTONG_BENCH_ROWS'] ?? 30_000_000);
const TENANTS = 120;
const POOLS = 40;
/** Each tenant works in so many pools. */
const POOLS_EACH = 6;
const ROUNDS = 20;
/** As the pages ask: the largest parts, the rest together. */
const MOST = 6;

/**
 * Every chart of 12 months that the dashboard can ask for, of a centre with 30 million metered runs, as the centre's staff
 * and as a tenant, under row-level security and a conflict of interest; with the sums by hour, day and month made of the
 * runs. Each figure is the 95th percentile of its own rounds, the slowest one of its group.
 */
export async function benches(): Promise<Figure[]> {
  const world = await computeWorld();
  const owner = new Client({ connectionString: world.database.superuserUrl });
  await owner.connect();
  try {
    const pool = await world.pool(1000);
    const founder = await world.founder();
    const tenant = founder.actor.organisationId ?? '';
    await load(owner, pool.id, tenant);
    const from = new Date('2025-11-30T16:00:00Z');
    const to = new Date('2026-11-30T16:00:00Z');
    const staff = { ...world.lead, actor: { ...world.lead.actor, conflicts: [world.supplierId] } };
    const everywhere = { organisationId: null, poolId: null, gpuClass: null };
    const figures: Figure[] = [];
    for (const [who, ctx] of [['staff', staff], ['tenant', founder]] as const) {
      for (const grain of [UsageGrain.day, UsageGrain.month]) {
        for (const by of Object.values(UsageBy)) {
          const times: number[] = [];
          for (let round = 0; round < ROUNDS; round++) {
            const began = performance.now();
            const points = await world.get(ComputeDashboardService).series(ctx, { grain, by, from, to, most: MOST, ...everywhere });
            times.push(performance.now() - began);
            if (points.length === 0) throw new Error('There is nothing on this chart');
          }
          const p95 = times.sort((a, b) => a - b)[Math.ceil(ROUNDS * 0.95) - 1] ?? NaN;
          figures.push({ figure: `charts.${who}-by-${by}-by-${grain}`, value: Math.round(p95), unit: 'ms p95', goal: { atMost: 300 } });
        }
      }
    }
    const [{ rows } = { rows: '0' }] = (await owner.query<{ rows: string }>('select count(*)::text as rows from usage_record')).rows;
    return [{ figure: 'charts.runs', value: Number(rows), unit: 'rows', goal: null }, ...figures];
  } finally {
    await owner.end();
    await world.close();
  }
}

/** Runs that each lie within one hour, spread over tenants, their pools and the hours of a year, and their sums. */
async function load(owner: Client, poolId: string, tenantId: string): Promise<void> {
  const run = (sql: string, values: unknown[] = []): Promise<unknown> => owner.query(sql, values);
  await run(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '512MB'; set maintenance_work_mem = '512MB'`);
  await run(`alter table usage_record drop constraint usage_record_pkey`);
  await run(`drop index usage_record_organisation_id_start_at_idx`);
  await run(
    `create temp table tenant as select case n when 0 then $1::uuid else gen_random_uuid() end as id, n from generate_series(0, ${TENANTS - 1}) n`,
    [tenantId],
  );
  await run(`create temp table place as select case n when 0 then $1::uuid else gen_random_uuid() end as id, n from generate_series(0, ${POOLS - 1}) n`, [poolId]);
  await run(`insert into organisation (id, kind, slug, name_zh, name_en, created_at)
    select id, 'tenant', 'bench-' || n, '企业' || n, 'Company ' || n, now() from tenant where n > 0`);
  await run(`insert into compute_pool select (json_populate_record(p, json_build_object('id', l.id, 'code', 'B' || l.n, 'cluster', 'b' || l.n))).*
    from compute_pool p, place l where p.id = $1 and l.n > 0`, [poolId]);
  await run(`
    insert into usage_record (job_key, organisation_id, grant_id, pool_id, cluster, job_id, account, user_name, state, gpu_class,
      gpus, elapsed_seconds, start_at, end_at, until_at, gpu_mh, cost_mfen, charge_mfen, import_id, updated_at)
    select 'b/' || r.n, t.id, t.id, l.id, 'b', r.n::text, 'wt-c2026-0001', 'u' || r.n % 37, 'COMPLETED', 'class' || l.n % 5, 8, 1800, at, at + interval '30 min',
           at + interval '30 min', 4000, 3600000, 4000000, '00000000-0000-0000-0000-000000000001', at
      from (select n, n % ${TENANTS} as tenant, n / ${TENANTS} % ${POOLS_EACH} as place,
                   timestamptz '2025-11-30 16:00Z' + interval '1 hour' * (n::bigint * 2654435761 % 8760) as at
              from generate_series(1, $1::int) n) r
      join tenant t on t.n = r.tenant join place l on l.n = (r.tenant * 7 + r.place) % ${POOLS}`, [RUNS]);
  await run(`insert into usage_hour (organisation_id, at, pool_id, gpu_class, gpu_mh, cost_mfen, charge_mfen)
    select organisation_id, start_at, pool_id, gpu_class, sum(gpu_mh), sum(cost_mfen), sum(charge_mfen) from usage_record group by 1, 2, 3, 4`);
  for (const [grain, finer] of [['day', 'hour'], ['month', 'day']]) {
    await run(`insert into usage_${grain} (organisation_id, at, pool_id, gpu_class, gpu_mh, cost_mfen, charge_mfen)
      select organisation_id, date_trunc('${grain}', at, 'Asia/Shanghai'), pool_id, gpu_class, sum(gpu_mh), sum(cost_mfen), sum(charge_mfen)
        from usage_${finer} group by 1, 2, 3, 4`);
  }
  await run(`alter table usage_record add primary key (job_key)`);
  await run(`create index on usage_record (organisation_id, start_at)`);
  await run(`vacuum (analyze) usage_hour, usage_day, usage_month, organisation, compute_pool`);
}
