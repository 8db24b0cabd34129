import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Tx } from '@wutong/core-server';
import { ClusterConnection } from './cluster-connection.entity';

/** A cluster that pools name, whether it is connected or not. */
@ObjectType()
export class ComputeCluster {
  @Field(() => String)
  cluster: string;

  /** The supplier. */
  @Field(() => ID)
  organisationId: string;

  @Field(() => String)
  supplierNameZh: string;

  @Field(() => String)
  supplierNameEn: string;

  @Field(() => [String])
  poolCodes: string[];

  @Field(() => [String])
  gpuClasses: string[];

  /** Grants that run there now. */
  @Field(() => Int)
  runningGrants: number;

  /** Users of those grants of whom nobody has said what they are called on the cluster. */
  @Field(() => Int)
  unnamedUsers: number;

  /** When usage of it last came in, by whatever way. */
  @Field(() => Date, { nullable: true })
  lastUsageAt: Date | null;

  @Field(() => ClusterConnection, { nullable: true })
  connection: ClusterConnection | null;
}

const CLUSTERS = `
  select p.cluster, p.organisation_id as "organisationId", o.name_zh as "supplierNameZh", o.name_en as "supplierNameEn",
         p.codes as "poolCodes", p.classes as "gpuClasses", coalesce(g.running, 0) as "runningGrants",
         coalesce(g.unnamed, 0) as "unnamedUsers", u.at as "lastUsageAt"
    from (select cluster, (array_agg(organisation_id order by created_at, id))[1] as organisation_id,
                 array_agg(code order by code) as codes, array_agg(gpu_class order by gpu_class) as classes, array_agg(id) as ids
            from compute_pool where $1::text is null or cluster = $1 group by cluster) p
    join organisation o on o.id = p.organisation_id
    left join lateral (
      select count(distinct r.id)::int as running, count(u.user_id) filter (where u.cluster_user_name is null)::int as unnamed
        from compute_request r left join compute_grant_user u on u.request_id = r.id
       where r.pool_id = any(p.ids) and r.state in ('active', 'change_pending', 'renewal_pending')) g on true
    left join lateral (select max(at) + interval '1 hour' as at from usage_hour where pool_id = any(p.ids)) u on true
   order by p.cluster`;

/** Every cluster that the viewer may see, or the one named; two statements. They are few: the list has no pages. */
export async function clusterRows(tx: Tx, cluster: string | null): Promise<ComputeCluster[]> {
  const rows = await tx.query<Omit<ComputeCluster, 'connection'>>(CLUSTERS, [cluster]);
  const connections = await tx.of(ClusterConnection).find(cluster === null ? {} : { where: { cluster } });
  return rows.map((row) => ({ ...row, connection: connections.find((one) => one.cluster === row.cluster) ?? null }));
}
