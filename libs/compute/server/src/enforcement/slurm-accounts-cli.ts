import { ClusterError } from '../cluster/cluster-error';
import type { SlurmCli } from '../cluster/slurm-cli';
import { readTres } from '../usage/slurm-values';
import { lastBegun } from './diff';
import { PREFIX, type AccountRecord, type ActualState, type Operation, type QosLimits, type Tres } from './account-record';

/** Jobs that use GPUs or may yet; one that is completing has given them back. */
const LIVE = 'PENDING,RUNNING,SUSPENDED,CONFIGURING';

/** The portal's accounts on a cluster as sacctmgr and squeue tell them: all, or one. */
export async function readByCli(cli: SlurmCli, cluster: string, account?: string): Promise<ActualState> {
  const one = account ? [`account=${account}`] : [];
  const [associations, qualities, jobs] = await Promise.all([
    cli.rows('sacctmgr', ['-nP', 'show', 'assoc', 'where', `cluster=${cluster}`, ...one, 'format=account,user,partition,grpsubmit,qos']),
    cli.rows('sacctmgr', ['-nP', 'show', 'qos', ...(account ? ['where', `name=${account}`] : []), 'format=name,flags,grptresmins,grptres']),
    liveJobs(cli, account),
  ]);
  const accounts = new Map<string, AccountRecord>();
  for (const [name = '', user, partition, submit = '', qos = ''] of associations) {
    if (!name.startsWith(PREFIX) || user || partition) continue;
    const users = associations.filter(([of, who, part]) => of === name && who && !part).map(([, who = '']) => who).sort();
    const own = jobs.filter((job) => job.account === name);
    accounts.set(name, {
      submitJobs: submit === '' ? null : Number(submit), qos: qos.split(',').filter(Boolean), users,
      jobs: own.length, runningGpus: own.reduce((sum, { gpus }) => sum + gpus, 0),
    });
  }
  const limits = qualities.filter(([name = '']) => name.startsWith(PREFIX)).map(([name = '', flags = '', minutes = '', gpus = '']) => {
    const read: QosLimits = { noDecay: flags.split(',').includes('NoDecay'), gpuMinutes: tresOf(minutes), gpus: tresOf(gpus) };
    return [name, read] as const;
  });
  return { accounts, qos: new Map(limits) };
}

interface LiveJob {
  readonly id: string;
  readonly account: string;
  /** ISO 8601 without a zone, as squeue tells it. */
  readonly startedAt: string;
  /** GPUs that it has now. */
  readonly gpus: number;
}

async function liveJobs(cli: SlurmCli, account?: string): Promise<LiveJob[]> {
  const format = 'JobID:|,Account:|,State:|,StartTime:|,tres-alloc:|';
  const rows = await cli.rows('squeue', ['-h', '-a', '-t', LIVE, ...(account ? ['-A', account] : []), '-O', format]);
  return rows.map(([id = '', of = '', state, startedAt = '', tres = '']) => ({
    id, account: of, startedAt, gpus: state === 'RUNNING' ? Number(readTres(tres)?.['gres/gpu'] ?? 0) : 0,
  }));
}

/** The GPU resources that the cluster accounts for: `gres/gpu`, `gres/gpu:h800`. */
export async function gpuTresByCli(cli: SlurmCli): Promise<string[]> {
  return (await settingOf(cli, 'AccountingStorageTRES')).split(',').filter((name) => name === 'gres/gpu' || name.startsWith('gres/gpu:'));
}

/** One setting of slurm.conf as the controller has it; empty when it has none. */
export async function settingOf(cli: SlurmCli, name: string): Promise<string> {
  const text = await cli.run('scontrol', ['show', 'config']);
  return new RegExp(`^${name}\\s*=\\s*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
}

/** GPU-minutes that the controller has counted on each of the portal's accounts, running jobs up to a minute ago included. */
export async function countedByCli(cli: SlurmCli): Promise<Map<string, number>> {
  return countedMinutes(await cli.run('scontrol', ['-o', 'show', 'assoc_mgr', 'flags=qos']));
}

/** Reads `GrpTRESMins=…,gres/gpu=LIMIT(USED),…` of each quality of service that is the portal's. */
export function countedMinutes(text: string): Map<string, number> {
  const counted = new Map<string, number>();
  for (const line of text.split('\n')) {
    const name = /^QOS=([^ (]+)\(\d+\)/.exec(line)?.[1];
    const used = / GrpTRESMins=[^ ]*\bgres\/gpu=(?:N|\d+)\((\d+)\)/.exec(line)?.[1];
    if (name?.startsWith(PREFIX) && used) counted.set(name, Number(used));
  }
  return counted;
}

/** Carries out one operation with sacctmgr or scancel. Whether it took is for whoever reads it back. */
export async function makeByCli(cli: SlurmCli, cluster: string, operation: Operation): Promise<void> {
  if (operation.kind === 'requeueJobs') {
    const { runningGpus } = operation.after as Pick<AccountRecord, 'runningGpus'>;
    for (const { id } of lastBegun(await liveJobs(cli, operation.account), runningGpus)) {
      // A job that must not run twice is not put back but ended.
      await cli.run('scontrol', ['requeue', id]).catch(() => cli.run('scancel', [id]));
    }
  }
  for (const [program, ...args] of commandsOf(cluster, operation)) await cli.run(program, args);
}

type Command = ['sacctmgr' | 'scancel', ...string[]];

/** The commands of an operation, in their order; the same for a dry run. */
export function commandsOf(cluster: string, { kind, account, subject, before, after }: Operation): Command[] {
  if (!account.startsWith(PREFIX)) throw new Error(`${account} is not the portal’s`);
  const manage = (...args: string[]): Command => ['sacctmgr', '-iQ', ...args];
  const where = ['where', `cluster=${cluster}`];
  switch (kind) {
    case 'createQos':
      return [manage('add', 'qos', account, ...settingsOf(null, after as QosLimits))];
    case 'setLimits':
      return [manage('modify', 'qos', account, 'set', ...settingsOf(before as QosLimits, after as QosLimits))];
    case 'createAccount':
      return [
        manage('add', 'account', account, `cluster=${cluster}`, `description=${account}`, 'organization=wutong'),
        manage('modify', 'account', account, ...where, 'set', ...accountSettings(after as Partial<AccountRecord>)),
      ];
    case 'setAccount':
      return [manage('modify', 'account', account, ...where, 'set', ...accountSettings(after as Partial<AccountRecord>))];
    case 'addUser':
      return [manage('add', 'user', subject ?? '', `account=${account}`, `cluster=${cluster}`)];
    case 'removeUser':
      return [
        ['scancel', '-A', account, '-u', subject ?? ''],
        manage('delete', 'user', `name=${subject ?? ''}`, `account=${account}`, `cluster=${cluster}`),
      ];
    case 'cancelJobs':
      return [['scancel', '-A', account]];
    // Which jobs began last is only known when it is done.
    case 'requeueJobs':
      return [];
    case 'applyObject':
      throw new ClusterError('CLUSTER_CANNOT', 'Slurm has no Kubernetes objects.', 'Slurm 没有 Kubernetes 对象。');
  }
}

function accountSettings({ submitJobs, qos }: Partial<AccountRecord>): string[] {
  return [
    ...(qos ? [`qos=${qos.join(',')}`, `defaultqos=${qos[0] ?? ''}`] : []),
    ...(submitJobs === undefined ? [] : [`GrpSubmitJobs=${submitJobs ?? -1}`]),
  ];
}

function settingsOf(before: QosLimits | null, after: QosLimits): string[] {
  return [
    after.noDecay ? 'flags=NoDecay' : 'flags=',
    `GrpTRESMins=${listOf(before?.gpuMinutes ?? {}, after.gpuMinutes)}`,
    `GrpTRES=${listOf(before?.gpus ?? {}, after.gpus)}`,
  ];
}

/** sacctmgr keeps the limits that it is not told of; -1 removes one. */
function listOf(before: Tres, after: Tres): string {
  const gone = Object.keys(before).filter((name) => !(name in after)).map((name) => `${name}=-1`);
  return [...Object.entries(after).map(([name, amount]) => `${name}=${amount}`), ...gone].join(',');
}

function tresOf(text: string): Tres {
  return Object.fromEntries(Object.entries(readTres(text) ?? {}).map(([name, amount]) => [name, Number(amount)]));
}
