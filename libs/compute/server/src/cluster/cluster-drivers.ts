import { Injectable } from '@nestjs/common';
import { Clock } from '@wutong/core-server';
import type { Enforcer } from '../enforcement/enforcer';
import { KueueEnforcer } from '../enforcement/kueue-enforcer';
import { SlurmEnforcer } from '../enforcement/slurm-enforcer';
import type { ClusterConnection } from './cluster-connection.entity';
import { ClusterSecrets } from './cluster-secrets';
import { KubeApi } from './kube-api';
import { signSlurmToken } from './sign-slurm-token';
import { SlurmCli } from './slurm-cli';
import { SlurmCluster } from './slurm-cluster';
import { SlurmRest, type SlurmRestVersion } from './slurm-rest';

export type Reach = Pick<
  ClusterConnection, 'cluster' | 'kind' | 'url' | 'userName' | 'secret' | 'signsTokens' | 'slurmConf' | 'ca' | 'cohort' | 'apiVersion'
>;

/** Opens what reaches a cluster, with the values that the host keeps under the connection’s names. */
@Injectable()
export class ClusterDrivers {
  constructor(
    private readonly secrets: ClusterSecrets,
    private readonly clock: Clock,
  ) {}

  /** Throws CLUSTER_SECRET_MISSING when the host does not have a value that is named. */
  async slurm(reach: Reach): Promise<SlurmCluster> {
    const { cluster, kind, slurmConf } = reach;
    const rest = kind === 'slurm_rest' ? await this.rest(reach) : null;
    const conf = slurmConf ? await this.secrets.text(slurmConf) : null;
    const cli = kind === 'slurm_cli' || conf !== null ? new SlurmCli(conf) : null;
    return new SlurmCluster(cluster, cli, rest);
  }

  async kube({ url, secret, ca }: Reach): Promise<KubeApi> {
    return new KubeApi({ url: url ?? '', token: () => this.secrets.text(secret ?? ''), ca: await this.certificate(ca) });
  }

  async enforcer(reach: Reach): Promise<Enforcer> {
    if (reach.kind === 'kueue') return new KueueEnforcer(await this.kube(reach), reach.cohort);
    return new SlurmEnforcer(await this.slurm(reach));
  }

  private async rest({ url, userName, secret, signsTokens, ca, apiVersion }: Reach): Promise<SlurmRest> {
    const [name, user] = [secret ?? '', userName ?? ''];
    const token = signsTokens
      ? async () => signSlurmToken(await this.secrets.bytes(name), user, this.clock.now())
      : () => this.secrets.text(name);
    return new SlurmRest({
      url: url ?? '', userName: user, token, version: apiVersion as SlurmRestVersion | null, ca: await this.certificate(ca),
    });
  }

  private async certificate(name: string | null): Promise<string | undefined> {
    return name ? this.secrets.text(name) : undefined;
  }
}
