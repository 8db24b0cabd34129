import { ClusterError } from '../cluster/cluster-error';
import type { Loose, SlurmRest, SlurmRestVersion } from '../cluster/slurm-rest';
import { readTres } from '../usage/slurm-values';
import { lastBegun } from './diff';
import { PREFIX, type AccountRecord, type ActualState, type Operation, type OperationKind, type QosLimits, type Tres } from './account-record';

/** Versions whose slurmrestd has no `jobs/requeue`. */
const NO_REQUEUE: ReadonlySet<SlurmRestVersion> = new Set(['v0.0.38', 'v0.0.40', 'v0.0.41', 'v0.0.42', 'v0.0.43', 'v0.0.44']);
const LIVE = new Set(['PENDING', 'RUNNING', 'SUSPENDED', 'CONFIGURING']);

/**
 * What slurmrestd of a version can do to accounts. In v0.0.38 (Slurm 22.05) an account's association is created but never
 * changed, and a quality of service has no GrpTRESMins: limits need sacctmgr there.
 */
export function restCan(version: SlurmRestVersion, kind: OperationKind): boolean {
  if (kind === 'applyObject' || kind === 'requeueJobs') return false;
  return version !== 'v0.0.38' || kind === 'createAccount' || kind === 'addUser' || kind === 'removeUser' || kind === 'cancelJobs';
}

/** Whether slurmrestd of a version tells all that a limit is judged by. */
export function restTellsLimits(version: SlurmRestVersion): boolean {
  return version !== 'v0.0.38';
}

/** The portal's accounts on a cluster as slurmrestd tells them: all, or one. */
export async function readByRest(rest: SlurmRest, cluster: string, account?: string): Promise<ActualState> {
  const { associations } = await rest.get('slurmdb', 'associations/', { cluster, ...(account ? { account } : {}) });
  const qualities = await rest.get('slurmdb', 'qos/');
  const { jobs } = await rest.get('slurm', 'jobs/');
  const live = list(jobs).filter(({ job_state: state }) => LIVE.has(text(Array.isArray(state) ? state[0] : state)));
  const rows = list(associations).filter((row) => text(row.cluster) === cluster && !text(row.partition));
  const accounts = new Map<string, AccountRecord>();
  for (const row of rows) {
    const name = text(row.account);
    if (!name.startsWith(PREFIX) || text(row.user)) continue;
    const own = live.filter((job) => text(job.account) === name);
    accounts.set(name, {
      submitJobs: number(at(row, 'max', 'jobs', 'per', 'submitted')), qos: Array.isArray(row.qos) ? row.qos.map(text) : [],
      users: rows.filter((other) => text(other.account) === name && text(other.user)).map(({ user }) => text(user)).sort(),
      jobs: own.length, runningGpus: own.reduce((sum, job) => sum + gpusOf(job), 0),
    });
  }
  const qos = new Map<string, QosLimits>();
  for (const quality of list(qualities.qos ?? qualities.QOS)) {
    const name = text(quality.name);
    if (!name.startsWith(PREFIX)) continue;
    qos.set(name, {
      noDecay: Array.isArray(quality.flags) && quality.flags.includes('NO_DECAY'),
      gpuMinutes: tresOf(at(quality, 'limits', 'max', 'tres', 'minutes', 'total')),
      gpus: tresOf(at(quality, 'limits', 'max', 'tres', 'total')),
    });
  }
  return { accounts, qos };
}

export async function gpuTresByRest(rest: SlurmRest): Promise<string[]> {
  const answer = await rest.get('slurmdb', 'tres/');
  return list(answer.tres ?? answer.TRES).filter(({ type, name }) => type === 'gres' && /^gpu(:|$)/.test(text(name))).map(({ name }) => `gres/${text(name)}`);
}

/** Carries out one operation. Whether it took is for whoever reads it back. */
export async function makeByRest(rest: SlurmRest, cluster: string, { kind, account, subject, after }: Operation): Promise<void> {
  if (!account.startsWith(PREFIX)) throw new Error(`${account} is not the portal’s`);
  const version = await rest.version();
  const nobody = version === 'v0.0.38' ? null : '';
  const optional = (value: number | null): unknown =>
    version === 'v0.0.38' ? (value ?? -1) : { set: true, infinite: value === null, number: value ?? 0 };
  const association = ({ submitJobs, qos }: Partial<AccountRecord>): object => ({
    associations: [
      {
        account, cluster, user: nobody, parent_account: 'root', ...(qos ? { qos, default: { qos: qos[0] } } : {}),
        ...(submitJobs === undefined || (submitJobs === null && version === 'v0.0.38')
          ? {} : { max: { jobs: { per: { submitted: optional(submitJobs) } } } }),
      },
    ],
  });
  switch (kind) {
    case 'createAccount':
      await rest.post('slurmdb', 'accounts/', { accounts: [{ name: account, description: account, organization: 'wutong' }] });
      await rest.post('slurmdb', 'associations/', association(after as Partial<AccountRecord>));
      return;
    case 'setAccount':
      await rest.post('slurmdb', 'associations/', association(after as Partial<AccountRecord>));
      return;
    case 'createQos':
    case 'setLimits':
      await rest.post('slurmdb', 'qos/', { qos: [qosOf(account, after as QosLimits)] });
      return;
    case 'addUser':
      await rest.post('slurmdb', 'users/', { users: [{ name: subject, default: { account } }] });
      await rest.post('slurmdb', 'associations/', { associations: [{ account, cluster, user: subject }] });
      return;
    case 'removeUser':
      await cancel(rest, account, subject);
      await rest.delete('slurmdb', 'association/', { cluster, account, user: subject ?? '' });
      return;
    case 'cancelJobs':
      await cancel(rest, account, null);
      return;
    case 'requeueJobs':
      await requeueLastBegun(rest, account, (after as Pick<AccountRecord, 'runningGpus'>).runningGpus);
      return;
    case 'applyObject':
      throw new Error('Slurm has no Kubernetes objects');
  }
}

/**
 * Puts the jobs that began last back in the queue. slurmrestd can do so since Slurm 26.05 (v0.0.45, `POST jobs/requeue`);
 * before that, and where a job must not run twice, they end.
 */
async function requeueLastBegun(rest: SlurmRest, account: string, mostGpus: number): Promise<void> {
  const canRequeue = !NO_REQUEUE.has(await rest.version());
  const { jobs } = await rest.get('slurm', 'jobs/');
  const running = list(jobs).filter((job) => text(job.account) === account).map((job) => ({
    id: number(job.job_id) ?? 0, gpus: gpusOf(job), startedAt: new Date((number(job.start_time) ?? 0) * 1000).toISOString(),
  }));
  for (const { id } of lastBegun(running, mostGpus)) {
    if (!canRequeue || !(await isRequeued(rest, id))) await rest.delete('slurm', `job/${id}`);
  }
}

/** False when Slurm refuses it; throws when it does not answer. */
async function isRequeued(rest: SlurmRest, id: number): Promise<boolean> {
  try {
    await rest.post('slurm', 'jobs/requeue', { jobs: [String(id)] });
    return true;
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'CLUSTER_REFUSED') return false;
    throw error;
  }
}

/** GPUs that a job has now. */
function gpusOf({ job_state: state, tres_alloc_str: tres }: Loose): number {
  return text(Array.isArray(state) ? state[0] : state) === 'RUNNING' ? Number(readTres(text(tres))?.['gres/gpu'] ?? 0) : 0;
}

async function cancel(rest: SlurmRest, account: string, user: string | null): Promise<void> {
  const { jobs } = await rest.get('slurm', 'jobs/');
  for (const job of list(jobs)) {
    const state = text(Array.isArray(job.job_state) ? job.job_state[0] : job.job_state);
    if (text(job.account) !== account || !LIVE.has(state) || (user !== null && text(job.user_name) !== user)) continue;
    await rest.delete('slurm', `job/${number(job.job_id) ?? 0}`);
  }
}

function qosOf(name: string, { noDecay, gpuMinutes, gpus }: QosLimits): object {
  return {
    name, description: name, flags: noDecay ? ['NO_DECAY'] : [],
    limits: { max: { tres: { minutes: { total: listOf(gpuMinutes) }, total: listOf(gpus) } } },
  };
}

function listOf(tres: Tres): object[] {
  return Object.entries(tres).map(([resource, count]) => {
    const [type = '', name = ''] = resource.split('/');
    return { type, name, count };
  });
}

function tresOf(value: unknown): Tres {
  const known = list(value).flatMap(({ type, name, count }) => {
    const amount = number(count);
    return amount === null ? [] : [[`${text(type)}/${text(name)}`, amount] as const];
  });
  return Object.fromEntries(known);
}

/** Slurm's optional numbers: plain or null in v0.0.38, `{ set, infinite, number }` later. */
function number(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (!isLoose(value) || value.set !== true || value.infinite === true) return null;
  return typeof value.number === 'number' ? value.number : null;
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((part, name) => (isLoose(part) ? part[name] : undefined), value);
}

function list(value: unknown): Loose[] {
  return Array.isArray(value) ? value.filter(isLoose) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
