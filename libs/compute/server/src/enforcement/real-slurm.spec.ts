import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { findSlurmLocal, startSlurm, until, type SlurmLocal } from '@wutong/core-testing';
import { BorrowService } from '../borrow/borrow.service';
import { ClusterConnectionService } from '../cluster/cluster-connection.service';
import { UsagePullService } from '../cluster/usage-pull.service';
import { GrantService } from '../grant/grant.service';
import type { ComputeRequest } from '../request/compute-request.entity';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { ClusterUserService } from './cluster-user.service';
import { EnforcementService } from './enforcement.service';

jest.setTimeout(90_000);

const found = findSlurmLocal();
const story = 'script' in found ? describe : describe.skip;
const MINUTE = 60_000;
const [ALICE, BOB] = ['wutong-alice', 'wutong-bob'] as const;

/**
 * From a grant to its end on a real Slurm: the account and its limits come into being, people run real jobs, what they use
 * comes back and is paid from the grant, what does not fit waits, and after the end nothing can be submitted any more.
 */
story(`grants on a real Slurm${'missing' in found ? ` (skipped: it ${found.missing})` : ''}`, () => {
  let world: ComputeWorld;
  let slurm: SlurmLocal;
  let pool: Awaited<ReturnType<ComputeWorld['pool']>>;
  let founder: Ctx;
  let request: ComputeRequest;
  let account: string;

  const present = (): Date => {
    world.clock.set(new Date());
    return world.clock.now();
  };
  const as = (ctx: Ctx): Ctx => world.reopen(ctx);
  const connections = () => world.get(ClusterConnectionService);
  const enforcement = () => world.get(EnforcementService);
  const pull = () => {
    present();
    return world.get(UsagePullService).pull(as(world.operator), pool.cluster);
  };
  const slurmRuns = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { env: { ...process.env, ...slurm.env, TZ: 'UTC' }, encoding: 'utf8' });
  const submit = (user: string, ...args: string[]) => {
    const who = ['--reuid', user, '--regid', user, '--clear-groups', 'sbatch', '--parsable', '-o', '/dev/null'];
    const { status, stdout, stderr } = spawnSync('setpriv', [...who, ...args], {
      env: { ...process.env, ...slurm.env }, cwd: '/tmp', encoding: 'utf8',
    });
    return { isTaken: status === 0, job: stdout.trim(), words: stderr };
  };
  const stateOf = (job: string): string => slurmRuns('squeue', '-h', '-a', '-t', 'all', '-j', job, '-o', '%T %r').trim();
  const limitsOf = (qos: string): string => slurmRuns('sacctmgr', '-nP', 'show', 'qos', 'where', `name=${qos}`, 'format=flags,grptresmins,grptres').trim();
  const submitLimitOf = (name: string): string =>
    slurmRuns('sacctmgr', '-nP', 'show', 'assoc', 'where', `account=${name}`, 'user=', 'format=grpsubmit').split('\n')[0] ?? '';
  const usedOf = async (): Promise<bigint> => {
    const [row] = await world.asOwner<{ mh: string }>(
      `select coalesce(sum(gpu_mh), 0)::text as mh from usage_record where grant_id = $1`, [request.id],
    );
    return BigInt(row?.mh ?? 0);
  };

  beforeAll(async () => {
    for (const user of [ALICE, BOB]) spawnSync('useradd', ['-M', '-s', '/usr/sbin/nologin', user]);
    world = await computeWorld({ now: new Date() });
    pool = { ...(await world.pool(8)), cluster: 'hall' };
    await world.asOwner(`update compute_pool set cluster = $2 where id = $1`, [pool.id, pool.cluster]);
    slurm = await startSlurm('script' in found ? found.script : '', {
      SLURM_LOCAL_GPUS: `${pool.gpuClass}:4,l4:2`, SLURM_LOCAL_CLUSTER: pool.cluster,
    });
    process.env['WUTONG_SECRET_HALL_CONF'] = slurm.env['SLURM_CONF'];
    process.env['WUTONG_SECRET_HALL_TOKEN'] = slurm.env['SLURM_LOCAL_REST_TOKEN'];
    founder = await world.founder(pool.gpuClass);
  });
  afterAll(async () => {
    await world?.close();
    await slurm?.remove();
    for (const user of [ALICE, BOB]) spawnSync('userdel', [user]);
  });

  test('an operator connects the cluster, and the check finds everything in order', async () => {
    await connections().save(as(world.operator), {
      cluster: pool.cluster, kind: 'slurm_cli', slurmConf: 'hall-conf', signsTokens: false, enforces: true, takesAll: false,
    });
    const { connection } = await connections().check(as(world.operator), pool.cluster);
    expect(connection?.findings.map(({ level, code }) => `${level} ${code}`)).toEqual(['ok REACHED', 'ok ACCOUNTING', 'ok ENFORCED', 'ok GPUS']);
  });

  test('a grant that starts becomes an account with its hours, its GPUs and its users', async () => {
    const now = present();
    request = await world.active(as(founder), pool.gpuClass, { gpus: 4, startsAt: now, endsAt: new Date(now.getTime() + 15 * MINUTE) });
    await world.drain();
    await world.get(ClusterUserService).setName(as(world.operator), {
      requestId: request.id, userId: founder.actor.userId ?? '', clusterUserName: ALICE,
    });
    await world.drain();
    const [grant] = await world.asOwner<{ account: string }>(`select account from compute_grant where id = $1`, [request.id]);
    account = grant?.account ?? '';
    const own = `gres/gpu:${pool.gpuClass}`;
    const [flags = '', minutes = '', gpus = ''] = limitsOf(account).split('|');
    expect(flags).toBe('NoDecay');
    expect(new Set(minutes.split(','))).toEqual(new Set(['gres/gpu=60', `${own}=60`]));
    expect(new Set(gpus.split(','))).toEqual(new Set(['gres/gpu=4', `${own}=4`, 'gres/gpu:l4=0']));
    const [standing] = await world.asOwner(`select * from grant_enforcement where grant_id = $1`, [request.id]);
    expect(standing).toMatchObject({ is_open: true, limit_minutes: 60n, offset_minutes: 0n, users: [ALICE] });
    const done = await world.asOwner<{ kind: string }>(`select kind from enforcement_operation where is_done order by made_at, id`);
    expect(done.map(({ kind }) => kind).sort()).toEqual(['addUser', 'createAccount', 'createQos']);
  });

  test('its people run jobs on it, and nobody else does', async () => {
    expect(submit(BOB, '-A', account, '--gres=gpu:1', '-t', '1', '--wrap', 'true')).toMatchObject({ isTaken: false });
    // The job ends when it is told to, however slow the machine: one that slept could be over before anybody saw it run.
    const running = submit(ALICE, '-A', account, '--gres=gpu:2', '-t', '10', '--wrap', 'sleep 600');
    expect(running).toMatchObject({ isTaken: true });
    await until('the job runs', () => sacctState(running.job) === 'RUNNING');
    expect(await pull()).toMatchObject({ added: 1, problems: 0 });
    const heldGpus = await world.asOwner(`select host, gpus, gpu_indexes from slurm_placement where job_id = $1`, [running.job]);
    expect(heldGpus).toEqual([{ host: expect.any(String), gpus: 2, gpu_indexes: [0, 1] }]);
    const sofar = await usedOf();
    slurmRuns('scancel', running.job);
    await until('the job has ended', () => hasEnded(running.job));
    expect(await pull()).toMatchObject({ added: 0, updated: 1 });
    expect(await usedOf()).toBeGreaterThanOrEqual(sofar);
  });

  test('a job that needs more than is left waits, one of another class too', async () => {
    const large = submit(ALICE, '-A', account, `--gres=gpu:${pool.gpuClass}:4`, '-t', '30', '--wrap', 'sleep 1');
    const other = submit(ALICE, '-A', account, '--gres=gpu:l4:1', '-t', '1', '--wrap', 'sleep 1');
    await until('the job waits for hours', () => stateOf(large.job) === 'PENDING QOSGrpGRESMinutes');
    await until('the job waits for GPUs', () => stateOf(other.job) === 'PENDING QOSGrpGRES');
  });

  test('while the accounting database is away a pull fails, is told, and loses nothing', async () => {
    await slurm.stop('slurmdbd');
    const meanwhile = submit(ALICE, '-A', account, '--gres=gpu:1', '-t', '1', '--wrap', 'sleep 1');
    expect(meanwhile.isTaken).toBe(true);
    await expect(pull()).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
    const { connection } = await connections().get(as(world.operator), pool.cluster);
    expect(connection).toMatchObject({ failures: 1, pullError: { code: 'CLUSTER_UNREACHABLE' } });
    await slurm.start();
    await until('the job has ended', () => hasEnded(meanwhile.job));
    expect(await pull()).toMatchObject({ added: 1 });
    expect((await connections().get(as(world.operator), pool.cluster)).connection).toMatchObject({ failures: 0, pullError: null });
  });

  test('what somebody changes by hand is shown, and set right when it is applied', async () => {
    slurmRuns('sacctmgr', '-iQ', 'modify', 'qos', account, 'set', 'GrpTRESMins=gres/gpu=9999');
    const { operations } = await enforcement().compare(as(world.operator), pool.cluster);
    expect(operations).toMatchObject([{ kind: 'setLimits', account, before: { gpuMinutes: { 'gres/gpu': 9999 } } }]);
    expect((await connections().get(as(world.operator), pool.cluster)).connection?.differences).toBe(1);
    expect(await enforcement().enforce(as(world.operator), pool.cluster)).toMatchObject({ done: 1, plan: { operations: [] } });
    expect(limitsOf(account)).toContain('gres/gpu=60');
    expect(await enforcement().enforce(as(world.operator), pool.cluster)).toMatchObject({ done: 0 });
  });

  test('the accounts of others are not touched', async () => {
    slurmRuns('sacctmgr', '-iQ', 'add', 'account', 'physics', `cluster=${pool.cluster}`);
    slurmRuns('sacctmgr', '-iQ', 'add', 'account', 'wt-elsewhere', `cluster=${pool.cluster}`);
    expect(await enforcement().enforce(as(world.operator), pool.cluster)).toMatchObject({ done: 0, plan: { strangers: ['wt-elsewhere'] } });
    expect(slurmRuns('sacctmgr', '-nP', 'show', 'account', 'format=account')).toContain('physics');
  });

  test('over slurmrestd the same runs are the same runs', async () => {
    const { connection } = await connections().get(as(world.operator), pool.cluster);
    await connections().save(as(world.operator), {
      cluster: pool.cluster, version: connection?.version, kind: 'slurm_rest', url: slurm.env['SLURM_LOCAL_REST_URL'],
      userName: slurm.env['SLURM_LOCAL_REST_USER'], secret: 'hall-token', signsTokens: false, slurmConf: 'hall-conf', enforces: true,
      takesAll: true,
    });
    const before = await usedOf();
    const report = await pull();
    expect(report).toMatchObject({ added: 0, updated: 0, parked: 0, problems: 0 });
    expect(report.records).toBeGreaterThan(0);
    expect(await usedOf()).toBe(before);
    expect((await connections().get(as(world.operator), pool.cluster)).connection?.apiVersion).toBe('v0.0.38');
  });

  test('a suspended tenant starts nothing new', async () => {
    await world.suspend(request.organisationId);
    expect(await enforcement().enforce(as(world.operator), pool.cluster)).toMatchObject({ done: 1 });
    expect(submit(ALICE, '-A', account, '--gres=gpu:1', '-t', '1', '--wrap', 'true')).toMatchObject({ isTaken: false });
    await world.asOwner(`update tenancy set state = 'active' where organisation_id = $1`, [request.organisationId]);
    expect(await enforcement().enforce(as(world.operator), pool.cluster)).toMatchObject({ done: 1 });
    expect(submitLimitOf(account)).toBe('');
  });

  test('when the grant ends its jobs end, nothing can be submitted, and what was used is what was metered', async () => {
    world.clock.set(new Date((request.sizedEndsAt?.getTime() ?? 0) + 1000));
    await world.get(Timers).runDue();
    await world.drain();
    expect(submitLimitOf(account)).toBe('0');
    expect(slurmRuns('squeue', '-h', '-a', '-t', 'PENDING,RUNNING', '-A', account, '-o', '%i')).toBe('');
    expect(submit(ALICE, '-A', account, '--gres=gpu:1', '-t', '1', '--wrap', 'true').words).toContain('AssocGrpSubmitJobsLimit');
    await pull();
    const gpuSeconds = sacctRows().reduce((sum, [gpus, seconds]) => sum + gpus * seconds, 0);
    const [ledger] = await world.asOwner<{ used: string }>(`select used_mh::text as used from compute_grant where id = $1`, [request.id]);
    expect(gpuSeconds).toBeGreaterThan(0);
    expect(BigInt(ledger?.used ?? 0)).toBe(await usedOf());
    // Each run is rounded once, by less than one thousandth of a GPU-hour.
    expect(Math.abs(Number(await usedOf()) - (gpuSeconds * 5) / 18)).toBeLessThan(sacctRows().length);
  });

  test('a grant after it gets its account over slurmrestd and its limits by sacctmgr; who was named is known', async () => {
    const now = present();
    const next = await world.active(as(founder), pool.gpuClass, { gpus: 2, startsAt: now, endsAt: new Date(now.getTime() + 60 * MINUTE) });
    await world.drain();
    const [standing] = await world.asOwner<{ account: string }>(`select * from grant_enforcement where grant_id = $1`, [next.id]);
    expect(standing).toMatchObject({ is_open: true, limit_minutes: 120n, users: [ALICE] });
    expect(limitsOf(standing?.account ?? '')).toContain('gres/gpu=120');
    await world.get(GrantService).revoke(as(world.operator), { ...seen(next), reason: 'The contract has ended' });
    await world.drain();
    expect(submitLimitOf(standing?.account ?? '')).toBe('0');
  });

  test('a job on borrowed GPUs goes back to the queue when they are given back; the one on the grant’s own runs on', async () => {
    const now = present();
    const grant = await world.active(as(founder), pool.gpuClass, { gpus: 2, startsAt: now, endsAt: new Date(now.getTime() + 60 * MINUTE) });
    const loans = world.get(BorrowService);
    await loans.borrow(as(founder), { requestId: grant.id, gpus: 2, endsAt: new Date(now.getTime() + 30 * MINUTE) });
    await world.drain();
    const [own] = await world.asOwner<{ account: string }>(`select account from compute_grant where id = $1`, [grant.id]);
    const name = own?.account ?? '';
    expect(limitsOf(name).split('|')[2]).toContain('gres/gpu=4');
    const run = () => submit(ALICE, '-A', name, '--gres=gpu:2', '-t', '10', '--wrap', 'sleep 600').job;
    const first = run();
    await until('the first job runs', () => stateOf(first).startsWith('RUNNING'));
    // Slurm knows when a job began to the second.
    const second = await until('a second later', () => new Date().getTime() > now.getTime() + 2000).then(run);
    await until('both jobs run', () => stateOf(second).startsWith('RUNNING'));

    const [loan] = await loans.list(as(founder), grant.id);
    present();
    await loans.giveBack(as(founder), { id: loan?.id ?? '' });
    present();
    await world.drain();
    expect(limitsOf(name).split('|')[2]).toContain('gres/gpu=2');
    await until('the second job waits', () => stateOf(second).startsWith('PENDING'));
    expect(stateOf(first)).toMatch(/^RUNNING/);
    const done = await world.asOwner<{ kind: string }>(
      `select kind from enforcement_operation where account = $1 and is_done order by made_at desc, id limit 2`, [name],
    );
    expect(done.map(({ kind }) => kind).sort()).toEqual(['requeueJobs', 'setLimits']);
    await world.get(GrantService).revoke(as(world.operator), { ...seen(grant), reason: 'The test is over' });
    await world.drain();
    expect(slurmRuns('squeue', '-h', '-a', '-t', 'PENDING,RUNNING', '-A', name, '-o', '%i')).toBe('');
  });

  function sacctState(job: string): string {
    return slurmRuns('sacct', '-X', '-n', '-P', '-S', '1970-01-01', '-j', job, '--format', 'state').trim();
  }

  /**
   * Asked as a pull asks, by time: for a moment accounting has a job as COMPLETED that has no end yet, and, while it catches
   * up after an outage, one with an end that no question by time finds, as it has not been eligible yet.
   */
  function hasEnded(job: string): boolean {
    const rows = slurmRuns('sacct', '-a', '-X', '-n', '-P', '-S', '1970-01-01', '--format', 'jobid,end').split('\n');
    return rows.some((row) => new RegExp(`^${job}\\|\\d{4}-`).test(row));
  }

  function sacctRows(): [number, number][] {
    return slurmRuns('sacct', '-a', '-X', '-n', '-P', '-S', '1970-01-01', '-A', account, '--format', 'elapsedraw,alloctres')
      .split('\n').filter(Boolean).map((line) => {
        const [seconds = '0', tres = ''] = line.split('|');
        return [Number(/gres\/gpu=(\d+)/.exec(tres)?.[1] ?? 0), Number(seconds)];
      });
  }
});
