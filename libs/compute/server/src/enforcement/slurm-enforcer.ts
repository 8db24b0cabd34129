import { ClusterError } from '../cluster/cluster-error';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import type { AccountRecord, ActualState, Operation } from './account-record';
import { desiredState, isOpen, limitMinutes, offsetOf, type EnforcedGrant } from './desired-state';
import { diff, stands, strangers } from './diff';
import type { Enforcer, Plan } from './enforcer';
import { commandsOf, countedByCli, gpuTresByCli, makeByCli, readByCli } from './slurm-accounts-cli';
import { gpuTresByRest, makeByRest, readByRest, restCan, restTellsLimits } from './slurm-accounts-rest';

/**
 * Grants on a Slurm cluster: one account, one quality of service and its users each. slurmrestd is used for what its
 * version can do, sacctmgr for the rest.
 */
export class SlurmEnforcer implements Enforcer {
  constructor(private readonly slurm: SlurmCluster) {}

  async plan(grants: readonly EnforcedGrant[]): Promise<Plan> {
    const { cli } = this.slurm;
    const [tres, counted, actual] = await Promise.all([
      this.gpuTres(), cli ? countedByCli(cli) : new Map<string, number>(), this.read(),
    ]);
    const desired = desiredState(grants, tres, counted);
    return {
      grants,
      operations: diff(desired, actual),
      strangers: strangers(desired, actual),
      standing: grants.filter(({ account }) => actual.accounts.has(account)).map((grant) => {
        const countedMinutes = counted.get(grant.account) ?? null;
        const offset = offsetOf(grant, countedMinutes);
        return {
          grant, isOpen: isOpen(grant), limitMinutes: limitMinutes(grant, offset), offsetMinutes: offset,
          countedMinutes: countedMinutes === null ? null : BigInt(countedMinutes),
          users: actual.accounts.get(grant.account)?.users ?? [],
        };
      }),
    };
  }

  async make(operation: Operation): Promise<void> {
    let failure: unknown = null;
    try {
      await this.write(operation);
    } catch (error) {
      // sacctmgr also fails when there is nothing to do: what stands decides.
      failure = error;
    }
    if (stands(await this.read(operation.account), operation)) return;
    throw failure ?? notTaken(operation);
  }

  describe(operation: Operation): string {
    if (operation.kind === 'requeueJobs') {
      const { runningGpus } = operation.after as Pick<AccountRecord, 'runningGpus'>;
      return `scontrol requeue  # jobs of ${operation.account} that began last, until ${runningGpus} GPUs are in use`;
    }
    return commandsOf(this.slurm.name, operation).map((command) => command.join(' ')).join('\n');
  }

  private async write(operation: Operation): Promise<void> {
    const { rest, cli, name } = this.slurm;
    if (rest && restCan(await rest.version(), operation.kind)) await makeByRest(rest, name, operation);
    else if (cli) await makeByCli(cli, name, operation);
    else if (rest && operation.kind === 'requeueJobs') await makeByRest(rest, name, operation);
    else throw needsSacctmgr();
  }

  private async read(account?: string): Promise<ActualState> {
    const { rest, cli, name } = this.slurm;
    if (cli) return readByCli(cli, name, account);
    if (rest && restTellsLimits(await rest.version())) return readByRest(rest, name, account);
    throw needsSacctmgr();
  }

  private async gpuTres(): Promise<string[]> {
    const { rest, cli } = this.slurm;
    const tres = cli ? await gpuTresByCli(cli) : rest ? await gpuTresByRest(rest) : [];
    if (tres.includes('gres/gpu')) return tres;
    throw new ClusterError(
      'CLUSTER_CANNOT', 'The cluster does not account for GPUs, so it cannot limit them. Add gres/gpu and each gres/gpu:<class> to AccountingStorageTRES in slurm.conf.',
      '集群未对 GPU 记账，无法限制用量。请在 slurm.conf 的 AccountingStorageTRES 中加入 gres/gpu 及各 gres/gpu:<型号>。',
    );
  }
}

function needsSacctmgr(): ClusterError {
  return new ClusterError(
    'CLUSTER_CANNOT',
    'slurmrestd of Slurm 22.05 can neither tell nor change limits of hours. Install Slurm’s client commands on this host and name its slurm.conf in the connection; sacctmgr then sets them.',
    'Slurm 22.05 的 slurmrestd 无法读取或修改卡时上限。请在本机安装 Slurm 客户端命令，并在连接中填写 slurm.conf，由 sacctmgr 设置。',
  );
}

function notTaken({ kind, account }: Operation): ClusterError {
  return new ClusterError(
    'CLUSTER_NOT_TAKEN', `Slurm accepted ${kind} for ${account}, but reading it back shows that it did not take effect.`,
    `Slurm 接受了对 ${account} 的 ${kind}，但回读显示并未生效。`,
  );
}
