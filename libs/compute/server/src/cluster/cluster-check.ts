import { settingOf, gpuTresByCli } from '../enforcement/slurm-accounts-cli';
import { gpuTresByRest, restTellsLimits } from '../enforcement/slurm-accounts-rest';
import type { Finding } from './cluster-connection.entity';
import { toldOf } from './cluster-error';
import type { KubeApi } from './kube-api';
import type { SlurmCluster } from './slurm-cluster';

const found = (level: Finding['level'], code: string, en: string, zh: string): Finding => ({ level, code, en, 'zh-CN': zh });

/** Looks at everything that pulling and enforcing need; each finding says what to do. Never throws. */
export async function checkSlurm(slurm: SlurmCluster, gpuClasses: readonly string[], isPlainHttp: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  const step = async (work: () => Promise<Finding[]>): Promise<boolean> => {
    try {
      findings.push(...(await work()));
      return true;
    } catch (error) {
      findings.push({ level: 'bad', ...toldOf(error) });
      return false;
    }
  };
  const { rest, cli, name } = slurm;
  if (rest && !(await step(async () => [reached('slurmrestd', await rest.negotiate())]))) return findings;
  if (rest && isPlainHttp) findings.push(PLAIN_HTTP);
  if (rest && !(await step(async () => known(namesOf((await rest.get('slurmdb', 'clusters/')).clusters), name)))) return findings;
  if (cli) {
    const isThere = await step(async () => [reached('Slurm', await settingOf(cli, 'SLURM_VERSION'))]);
    if (!isThere) return findings;
    if (!(await step(async () => known((await cli.rows('sacctmgr', ['-nP', 'show', 'cluster', 'format=cluster'])).map(([one = '']) => one), name)))) return findings;
    await step(async () => enforced(await settingOf(cli, 'AccountingStorageEnforce')));
  }
  await step(async () => accounted(cli ? await gpuTresByCli(cli) : rest ? await gpuTresByRest(rest) : [], gpuClasses));
  if (rest && !cli) await step(async () => [restTellsLimits(await rest.version()) ? NO_CONFIG : NO_LIMITS]);
  return findings;
}

export async function checkKueue(api: KubeApi): Promise<Finding[]> {
  try {
    const version = await api.get('/version');
    const kueue = await api.get('/apis/kueue.x-k8s.io/v1beta2');
    const reach = reached('Kubernetes', typeof version?.['gitVersion'] === 'string' ? version['gitVersion'] : '');
    if (kueue) return [reach, found('ok', 'KUEUE', 'Kueue is there with v1beta2.', '已安装 Kueue（v1beta2）。')];
    return [
      reach,
      found('bad', 'NO_KUEUE', 'Kueue’s API v1beta2 is not there. Install a Kueue that serves it.', '集群没有 Kueue v1beta2 接口，请安装提供该接口的 Kueue。'),
    ];
  } catch (error) {
    return [{ level: 'bad', ...toldOf(error) }];
  }
}

function reached(what: string, version: string): Finding {
  return found('ok', 'REACHED', `${what} answers (${version || 'version unknown'}).`, `${what} 已连通（${version || '版本未知'}）。`);
}

function known(clusters: readonly string[], name: string): Finding[] {
  if (clusters.includes(name)) return [found('ok', 'ACCOUNTING', 'Its accounting database answers and knows the cluster.', '记账数据库可访问，且已登记该集群。')];
  const others = clusters.join(', ') || '–';
  return [
    found(
      'bad', 'UNKNOWN_CLUSTER', `The accounting database does not know a cluster “${name}”; it has ${others}. Name the pool’s cluster as ClusterName in slurm.conf.`,
      `记账数据库中没有集群“${name}”（现有：${others}）。资源池的集群名应与 slurm.conf 的 ClusterName 一致。`,
    ),
  ];
}

/** Reaching GrpTRESMins kills running jobs unless `safe` is set; without `limits` and `qos` it does nothing at all. */
function enforced(setting: string): Finding[] {
  const flags = setting.toLowerCase().split(',');
  const missing = ['associations', 'limits', 'qos'].filter((flag) => !flags.includes(flag) && !flags.includes('all') && !(flag !== 'qos' && flags.includes('safe')));
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const names = missing.join(', ');
    findings.push(
      found(
        'bad', 'NOT_ENFORCED', `Limits do not hold there: AccountingStorageEnforce lacks ${names}. Set it to associations,limits,qos,safe in slurm.conf and restart slurmctld.`,
        `上限不会生效：AccountingStorageEnforce 缺少 ${names}。请在 slurm.conf 设为 associations,limits,qos,safe 并重启 slurmctld。`,
      ),
    );
  }
  if (!flags.includes('safe')) {
    findings.push(
      found(
        'warn', 'NOT_SAFE', 'AccountingStorageEnforce lacks “safe”: a job that reaches its limit is killed in the middle. With “safe” it only starts if its hours suffice.',
        'AccountingStorageEnforce 未含“safe”：作业用尽额度时会被中途终止；设置后，仅在卡时足够时才启动。',
      ),
    );
  }
  return findings.length > 0 ? findings : [found('ok', 'ENFORCED', 'Limits hold there, and a job only starts if its hours suffice.', '上限有效，作业仅在卡时足够时启动。')];
}

function accounted(tres: readonly string[], gpuClasses: readonly string[]): Finding[] {
  if (!tres.includes('gres/gpu')) {
    return [
      found(
        'bad', 'NO_GPUS', 'GPUs are not accounted for. Add gres/gpu and each gres/gpu:<class> to AccountingStorageTRES in slurm.conf.',
        '未对 GPU 记账。请在 slurm.conf 的 AccountingStorageTRES 中加入 gres/gpu 及各 gres/gpu:<型号>。',
      ),
    ];
  }
  const missing = gpuClasses.filter((code) => !tres.includes(`gres/gpu:${code}`));
  if (missing.length === 0) return [found('ok', 'GPUS', 'GPUs are accounted for by class.', '已按型号对 GPU 记账。')];
  const names = missing.map((code) => `gres/gpu:${code}`).join(', ');
  return [
    found(
      'warn', 'NO_CLASSES', `GPUs are accounted for, but not by class: ${names} is missing in AccountingStorageTRES. Grants are held to the sum of all GPUs.`,
      `已对 GPU 记账，但未区分型号：AccountingStorageTRES 缺少 ${names}。将按 GPU 总量限制。`,
    ),
  ];
}

const PLAIN_HTTP = found(
  'warn', 'PLAIN_HTTP', 'The address begins with http: the token crosses the network in the clear. Put a proxy with TLS before slurmrestd.',
  '该地址使用 http，令牌会以明文传输。请在 slurmrestd 前配置 TLS 代理。',
);
const NO_CONFIG = found(
  'warn', 'CONFIG_UNSEEN', 'Over slurmrestd the cluster’s settings cannot be seen. Make sure that AccountingStorageEnforce has associations,limits,qos,safe.',
  '通过 slurmrestd 无法查看集群设置。请确认 AccountingStorageEnforce 含 associations,limits,qos,safe。',
);
const NO_LIMITS = found(
  'warn', 'NO_LIMITS', 'Usage can be pulled, but this slurmrestd (Slurm 22.05) cannot set limits of hours. To enforce, install Slurm’s client commands on this host and name its slurm.conf.',
  '可拉取用量，但该版本 slurmrestd（Slurm 22.05）无法设置卡时上限。如需执行限制，请在本机安装 Slurm 客户端命令并填写 slurm.conf。',
);

function namesOf(clusters: unknown): string[] {
  if (!Array.isArray(clusters)) return [];
  return clusters.flatMap((one: unknown) => (typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? [one.name] : []));
}
