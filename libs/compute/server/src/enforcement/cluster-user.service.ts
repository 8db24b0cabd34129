import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputeGrantUser } from '../grant/grant-people.entity';
import { requestOf } from '../request/request-lookup';
import { EnforcementJobs } from './enforcement-jobs';

const schema = z.object({
  requestId: z.uuid(), userId: z.uuid(), clusterUserName: z.string().trim().nullish().transform((name) => name ?? null),
});
/** As useradd takes them; https://manpages.debian.org/useradd.8 */
const NAME = /^[a-z_][a-z0-9_-]{0,30}$/;
const RESERVED = new Set(['root', 'slurm', 'munge', 'nobody', 'daemon', 'admin']);

export type ClusterUserNameInput = z.input<typeof schema>;

/** What the users of grants are called on clusters. The operator says so, who knows the accounts there. */
@Injectable()
export class ClusterUserService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly jobs: EnforcementJobs,
  ) {}

  /** Names a user of a grant, or takes the name away with null; the cluster follows. */
  async setName(ctx: Ctx, input: ClusterUserNameInput): Promise<ComputeGrantUser> {
    const { requestId, userId, clusterUserName: name } = parse(ctx, schema, input);
    if (name !== null && (!NAME.test(name) || RESERVED.has(name))) {
      throw invalid(
        'clusterUserName', 'A user name of the cluster: small letters, digits, _ and -, at most 31, and no account of the system.',
        '请填写集群用户名：小写字母、数字、下划线或连字符，至多 31 个字符，且不能是系统账户。',
      );
    }
    return this.database.command(ctx, 'setClusterUserName', input, async (tx) => {
      const request = await requestOf(tx, requestId);
      const user = await tx.of(ComputeGrantUser).findOneBy({ requestId, userId });
      if (!user) throw conflict('NOT_A_USER', 'This person is not among the users of this request.', '该人员不在该申请的使用人之列。');
      if (name !== null) await assertFree(ctx, tx, request.organisationId, request.poolId, name);
      await tx.of(ComputeGrantUser).update({ requestId, userId }, { clusterUserName: name });
      await this.audit.record(ctx, tx, {
        action: 'computeGrant.setClusterUserName', subjectType: 'compute_request', subjectId: requestId,
        organisationId: request.organisationId, before: { userId, name: user.clusterUserName }, after: { userId, name },
      });
      await tx.bySystem(ctx, (system) => this.jobs.afterChange(system, tx, requestId));
      return { ...user, clusterUserName: name };
    });
  }
}

/** One name on a cluster belongs to one company: else somebody could use the hours of others. */
async function assertFree(ctx: Ctx, tx: Tx, organisationId: string, poolId: string | null, name: string): Promise<void> {
  const [taken] = await tx.bySystem(ctx, () =>
    tx.query(
      `select 1 from compute_grant_user u join compute_request r on r.id = u.request_id join compute_pool p on p.id = r.pool_id
        where u.cluster_user_name = $1 and u.organisation_id <> $2
          and p.cluster = (select cluster from compute_pool where id = $3) limit 1`,
      [name, organisationId, poolId],
    ),
  );
  if (!taken) return;
  throw conflict(
    'CLUSTER_USER_TAKEN', `On this cluster ${name} belongs to another company. Choose another account.`, `该集群上的 ${name} 已属于其他企业，请更换。`,
  );
}
