import { Args, Field, InputType, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { EnforcementOperation, GrantEnforcement } from '../enforcement/enforcement.entity';
import { EnforcementReadService } from '../enforcement/enforcement-read.service';
import { ClusterConnection, ClusterKind, type Told } from './cluster-connection.entity';
import { ComputeCluster } from './cluster-connection.queries';
import { ClusterConnectionService } from './cluster-connection.service';
import { UsagePullService, type PullReport } from './usage-pull.service';

@InputType()
export class SaveClusterConnectionInput {
  @Field(() => String)
  cluster: string;

  /** Of the connection that was seen; null while there is none. */
  @Field(() => Int, { nullable: true })
  version?: number | null;

  @Field(() => ClusterKind)
  kind: ClusterKind;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => String, { nullable: true })
  userName?: string | null;

  /** The name under which the host keeps the token or key; never the value. */
  @Field(() => String, { nullable: true })
  secret?: string | null;

  @Field(() => Boolean)
  signsTokens: boolean;

  /** The name under which the host keeps the path of slurm.conf. */
  @Field(() => String, { nullable: true })
  slurmConf?: string | null;

  /** The name under which the host keeps the authority’s certificate. */
  @Field(() => String, { nullable: true })
  ca?: string | null;

  @Field(() => String, { nullable: true })
  cohort?: string | null;

  @Field(() => Boolean)
  enforces: boolean;

  @Field(() => Boolean)
  takesAll: boolean;

  /** From when on usage is pulled: for a new connection; now when left out. */
  @Field(() => Date, { nullable: true })
  pullFrom?: Date | null;
}

/** Something that was found when a connection was tried, and what to do about it. */
@ObjectType()
export class ClusterFinding {
  /** `ok`, `warn` or `bad`. */
  @Field(() => String)
  level: string;

  @Field(() => String)
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType()
export class ClusterPull {
  @Field(() => Int)
  records: number;

  @Field(() => Int)
  added: number;

  @Field(() => Int)
  updated: number;

  @Field(() => Int)
  parked: number;

  @Field(() => Int)
  problems: number;

  @Field(() => Date)
  pulledUntil: Date;
}

@Resolver(() => ClusterConnection)
export class ClusterConnectionFieldsResolver {
  @ResolveField(() => [ClusterFinding])
  findings(@CurrentCtx() ctx: Ctx, @Parent() { findings }: ClusterConnection): ClusterFinding[] {
    return findings.map((finding) => ({ level: finding.level, code: finding.code, message: finding[ctx.locale] }));
  }

  @ResolveField(() => String, { nullable: true, description: 'Why the last pull failed; null when it did not.' })
  pullError(@CurrentCtx() ctx: Ctx, @Parent() { pullError }: ClusterConnection): string | null {
    return wordsOf(ctx, pullError);
  }

  @ResolveField(() => String, { nullable: true, description: 'Why limits could not be compared or written; null when they could.' })
  enforceError(@CurrentCtx() ctx: Ctx, @Parent() { enforceError }: ClusterConnection): string | null {
    return wordsOf(ctx, enforceError);
  }
}

@Resolver(() => ComputeCluster)
export class ClusterResolver {
  constructor(
    private readonly connections: ClusterConnectionService,
    private readonly pulls: UsagePullService,
    private readonly enforcement: EnforcementReadService,
  ) {}

  @Query(() => [ComputeCluster], { description: 'Every cluster that pools name, connected or not.' })
  @Allow('compute-pool.list')
  computeClusters(@CurrentCtx() ctx: Ctx): Promise<ComputeCluster[]> {
    return this.connections.list(ctx);
  }

  @Query(() => ComputeCluster)
  @Allow('compute-pool.list')
  computeCluster(@CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string): Promise<ComputeCluster> {
    return this.connections.get(ctx, cluster);
  }

  @ResolveField(() => [GrantEnforcement], { description: 'Grants that are open on it, as they were read back last.' })
  enforced(@CurrentCtx() ctx: Ctx, @Parent() { cluster }: ComputeCluster): Promise<GrantEnforcement[]> {
    return this.enforcement.standing(ctx, cluster);
  }

  @ResolveField(() => [EnforcementOperation], { description: 'What was done on it, the latest first.' })
  operations(@CurrentCtx() ctx: Ctx, @Parent() { cluster }: ComputeCluster): Promise<EnforcementOperation[]> {
    return this.enforcement.operationsOfCluster(ctx, cluster);
  }

  @Mutation(() => ComputeCluster)
  @Allow('compute-cluster.manage')
  saveClusterConnection(@CurrentCtx() ctx: Ctx, @Args('input') input: SaveClusterConnectionInput): Promise<ComputeCluster> {
    return this.connections.save(ctx, input);
  }

  @Mutation(() => ComputeCluster, { description: 'What is set on the cluster stays as it is.' })
  @Allow('compute-cluster.manage')
  removeClusterConnection(
    @CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string, @Args('version', { type: () => Int }) version: number,
  ): Promise<ComputeCluster> {
    return this.connections.remove(ctx, { cluster, version });
  }

  @Mutation(() => ComputeCluster, { description: 'Tries the connection; the findings say what to do.' })
  @Allow('compute-cluster.manage')
  testClusterConnection(@CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string): Promise<ComputeCluster> {
    return this.connections.check(ctx, cluster);
  }

  @Mutation(() => ClusterPull, { description: 'Pulls what is new now instead of at the next round.' })
  @Allow('compute-cluster.manage')
  pullClusterUsage(@CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string): Promise<PullReport> {
    return this.pulls.pull(ctx, cluster);
  }
}

function wordsOf(ctx: Ctx, told: Told | null): string | null {
  return told && told[ctx.locale];
}
