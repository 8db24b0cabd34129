import { TelemetryIngestService, WasteDetectionService } from '@wutong/compute-server';
import { systemCtx } from '@wutong/core-server';
import type { WholeApp } from '../whole-app/open-app';
import { admit, meterJob, openCompany, openSupplier, planRequest, runGrant, sendBills, sendFile, type Centre } from '../whole-app/tenant-story';
import type { Objects } from './objects';

/** A tenant and a supplier that have one of everything; nothing of them is shown to investors. */
export async function openVictims(app: WholeApp, centre: Centre) {
  const gpuClass = 'h800';
  const supplier = await openSupplier(app, centre, gpuClass);
  const company = await openCompany(app, centre);
  const { organisationId, founder } = company;
  const admitted = await admit(app, centre, company);
  const granted = await runGrant(app, centre, company, gpuClass);
  await meterJob(app, supplier.person, gpuClass, granted.account);
  await planRequest(app, centre, company, gpuClass);
  const { invite } = await founder.visitor.graphql<{ invite: { id: string } }>(
    'mutation { invite(input: { email: "guest@example.test", roles: ["member"] }) { id } }',
  );
  const { createApiToken } = await founder.visitor.graphql<{ createApiToken: { apiToken: { id: string } } }>(
    `mutation { createApiToken(input: { name: "ci", permissions: ["compute-balance.read"], expiresInDays: 7 }) { apiToken { id } } }`,
  );
  const administrator = await app.person({ kind: 'centre', roles: ['administrator'], organisationId: centre.organisationId });
  const { declareConflictOfInterest } = await administrator.visitor.graphql<{ declareConflictOfInterest: { id: string } }>(
    'mutation ($id: ID!) { declareConflictOfInterest(organisationId: $id, reason: "shares") { id } }', { id: organisationId },
  );
  const finance = await app.person({ kind: 'centre', roles: ['finance'], organisationId: centre.organisationId });
  const { giveFunding } = await finance.visitor.graphql<{ giveFunding: { id: string } }>(
    'mutation ($input: GiveFundingInput!) { giveFunding(input: $input) { id } }', {
      input: { organisationId, programme: 'City vouchers', kind: 'cash', amountFen: '100000', firstMonth: '2026-01', reason: 'Paid' },
    },
  );
  await finance.visitor.graphql(
    'mutation ($input: SetChargeCapInput!) { setChargeCap(input: $input) { id } }',
    { input: { organisationId, firstMonth: '2026-01', capFen: '100000', reason: 'Budget' } },
  );
  const { proposeChargeCorrection } = await finance.visitor.graphql<{ proposeChargeCorrection: { id: string } }>(
    'mutation ($input: ProposeChargeCorrectionInput!) { proposeChargeCorrection(input: $input) { id } }',
    { input: { organisationId, month: '2026-01', amountFen: '-100', reason: 'Mistake' } },
  );
  await app.drain();
  await onACluster(app, granted.grantId);
  const one = async (sql: string, id: string): Promise<string> => {
    const [row] = await app.asOwner<{ id: string }>(sql, [id]);
    if (!row) throw new Error(`Nothing found by ${sql}`);
    return row.id;
  };
  await app.asOwner(
    `insert into compute_reclaim_rule (is_on, at_percent, min_used_percent, keep_percent, reply_working_days, returns_to, valid_from, set_by_name)
     values (true, 50, 40, 150, 5, 'tenant', now(), 'Lead')`,
  );
  await app.asOwner(
    `insert into compute_reclaim (id, organisation_id, grant_id, state, version, rule_version, gpu_class, noticed_at, starts_at, ends_at,
       metered_until, usable_ms, granted_mh, used_mh, held_mh, idle_mh, reply_due_at)
     select gen_random_uuid(), organisation_id, id, 'noticed', 1, (select max(version) from compute_reclaim_rule), gpu_class, now(), starts_at,
            ends_at, now(), 1, granted_mh, used_mh, held_mh, held_mh, ends_at from compute_grant where id = $1`,
    [granted.grantId],
  );
  const { setComputeBudget } = await founder.visitor.graphql<{ setComputeBudget: { id: string } }>(
    `mutation { setComputeBudget(input: { unit: fen, amount: "100000", thresholds: [80], warnsAhead: true }) { id } }`,
  );
  // A month can be closed only when it is over, long after this test.
  const statementId = await one(
    `insert into charge_statement values (gen_random_uuid(), $1, '2026-01', '2026-01-0001', 100, 0, 100, now()) returning id`, organisationId,
  );
  await app.asOwner(
    `insert into charge_line (id, statement_id, organisation_id, kind, usage_month, gpu_mh, charge_mfen, amount_fen, reason)
     values (gen_random_uuid(), $1, $2, 'manual', '2026-01', 0, 100000, 100, 'Mistake')`, [statementId, organisationId],
  );
  for (const statement of [
    `insert into charge_funding select gen_random_uuid(), s.id, f.id, s.organisation_id, null, null, 100
       from charge_statement s join funding_source f using (organisation_id) where s.organisation_id = $1`,
    `insert into charge_refund select 'victim', organisation_id, '2026-01', id, pool_id, gpu_class, 0, 0, now()
       from compute_grant where organisation_id = $1`,
    `insert into compute_budget_alert select id, 1, '2026-01-01', 80, organisation_id, 1, now() from compute_budget where organisation_id = $1`,
    `insert into compute_end_reminder select id, ends_at, 7, organisation_id, now() from compute_grant where organisation_id = $1`,
    `insert into compute_review select gen_random_uuid(), g.id, g.organisation_id, u.id, 'x', null, now(), null, 1, '{"merit": 3}', 3, 1, 1
       from compute_grant g, lateral (select id from app_user limit 1) u where g.organisation_id = $1`,
    `insert into compute_review_assignment select gen_random_uuid(), g.id, g.organisation_id, 1, u.id, 'x', u.id, 'x', now(), now() + interval '1 day', null, null
       from compute_grant g, lateral (select id from app_user limit 1) u where g.organisation_id = $1`,
  ]) await app.asOwner(statement, [organisationId]);
  const objects: Objects = {
    organisation: organisationId,
    supplier: supplier.person.organisationId,
    user: founder.userId,
    membership: await one('select id from membership where user_id = $1', company.member.userId),
    invitation: invite.id,
    session: await one('select id from session where user_id = $1', founder.userId),
    apiToken: createApiToken.apiToken.id,
    notification: await one('select id from notification where user_id = $1', founder.userId),
    conflict: declareConflictOfInterest.id,
    mail: await one('select id from mail where address = $1', founder.email),
    file: company.fileId,
    looseFile: (await sendFile(app, founder)).id,
    application: company.application.id,
    dueDiligenceItem: admitted.dueDiligenceId,
    tenancy: admitted.tenancyId,
    task: admitted.taskId,
    growthReport: admitted.reportId,
    request: granted.requestId,
    accessKey: granted.keyId,
    grant: granted.grantId,
    borrow: await one('select id from compute_borrow where organisation_id = $1', organisationId),
    budget: setComputeBudget.id,
    reclaim: await one('select id from compute_reclaim where organisation_id = $1', organisationId),
    contract: supplier.contractId,
    pool: supplier.poolId,
    maintenance: supplier.maintenanceId,
    poolReservation: supplier.reservationId,
    ...(await sendBills(app, centre, supplier.person, supplier.poolId)),
    fundingSource: giveFunding.id,
    chargeStatement: statementId,
    chargeCorrection: proposeChargeCorrection.id,
    wasteFinding: await findWaste(app, granted, organisationId, supplier.poolId),
  };
  return { objects, founder, supplierPerson: supplier.person, gpuClass };
}

/** Eight GPUs which did nothing for ten hours before its grant, what was found about them, and all as if it were the grant's. */
async function findWaste(app: WholeApp, { grantId }: { grantId: string }, organisationId: string, poolId: string): Promise<string> {
  await app.asOwner(
    `insert into gpu_hour (cluster, at, gpu, holder, kind, organisation_id, pool_id, host, model, seen, held_seconds,
       read_seconds, busy_seconds, idle_seconds, util)
     select p.cluster, date_trunc('hour', now()) - make_interval(hours => h), 'GPU-' || n, 'victim', 'job', $1::uuid, p.id,
            'n1', 'NVIDIA', 4095, 3600, 3600, 0, 3600, array_fill(0::smallint, array[12])
       from compute_pool p, generate_series(1, 10) h, generate_series(1, 8) n where p.id = $2`,
    [organisationId, poolId],
  );
  const [pool] = await app.asOwner<{ cluster: string }>(`select cluster from compute_pool where id = $1`, [poolId]);
  const now = new Date();
  await app.get(TelemetryIngestService).settle(systemCtx(now), pool?.cluster ?? '', new Date(now.getTime() - 86_400_000));
  await app.get(WasteDetectionService).detect(systemCtx(now));
  const [finding] = await app.asOwner<{ id: string }>(`select id from waste_finding where organisation_id = $1`, [organisationId]);
  if (!finding) throw new Error('Nothing was found about GPUs that did nothing');
  for (const table of ['gpu_hour', 'waste_finding']) {
    await app.asOwner(`update ${table} set grant_id = $1 where organisation_id = $2`, [grantId, organisationId]);
  }
  return finding.id;
}

/** How their grant stands on its cluster; there is none here to ask. */
async function onACluster(app: WholeApp, grantId: string): Promise<void> {
  for (const statement of [
    `insert into cluster_connection (cluster, organisation_id, kind, url, user_name, secret, enforces, takes_all, pulled_until, version,
       connected_by_name, connected_at)
     select p.cluster, p.organisation_id, 'slurm_rest', 'http://127.0.0.1:9', 'wutong', 'nothing', false, false, now(), 1, 'x', now()
       from compute_grant g join compute_pool p on p.id = g.pool_id where g.id = $1`,
    `insert into grant_enforcement (grant_id, organisation_id, cluster, account, is_open, gpus, offset_minutes, users, read_back_at)
     select id, organisation_id, 'x', account, true, 1, 0, '{}', now() from compute_grant where id = $1`,
    `insert into enforcement_operation (id, organisation_id, cluster, grant_id, account, kind, is_done, made_by_name, made_at)
     select gen_random_uuid(), organisation_id, 'x', id, account, 'addUser', true, 'x', now() from compute_grant where id = $1`,
  ]) await app.asOwner(statement, [grantId]);
}
