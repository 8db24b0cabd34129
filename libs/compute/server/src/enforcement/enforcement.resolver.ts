import { Args, Field, ID, InputType, Int, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Json, type Ctx } from '@wutong/core-server';
import { ComputeGrantUser } from '../grant/grant-people.entity';
import { ComputeRequest } from '../request/compute-request.entity';
import { ClusterUserService } from './cluster-user.service';
import { EnforcementOperation, GrantEnforcement } from './enforcement.entity';
import { EnforcementReadService } from './enforcement-read.service';
import { EnforcementService } from './enforcement.service';

@InputType()
export class SetClusterUserNameInput {
  @Field(() => ID)
  requestId: string;

  @Field(() => ID)
  userId: string;

  /** What this person is called on the cluster; null takes the name away. */
  @Field(() => String, { nullable: true })
  clusterUserName?: string | null;
}

/** A change that a cluster still needs. */
@ObjectType()
export class PendingOperation {
  @Field(() => String)
  kind: string;

  @Field(() => String)
  account: string;

  @Field(() => String, { nullable: true })
  subject: string | null;

  @Field(() => Json, { nullable: true })
  before: object | null;

  @Field(() => Json, { nullable: true })
  after: object | null;
}

/** What became of comparing a cluster with the grants on it, or of making it hold to them. */
@ObjectType()
export class ClusterEnforcement {
  /** Changes made and read back. */
  @Field(() => Int)
  done: number;

  /** What still differs. */
  @Field(() => [PendingOperation])
  pending: PendingOperation[];
}

@Resolver(() => EnforcementOperation)
export class EnforcementOperationFieldsResolver {
  @ResolveField(() => Json, { nullable: true })
  before(@Parent() { before }: EnforcementOperation): object | null {
    return before;
  }

  @ResolveField(() => Json, { nullable: true })
  after(@Parent() { after }: EnforcementOperation): object | null {
    return after;
  }

  @ResolveField(() => String, { nullable: true, description: 'Why it was not done.' })
  error(@CurrentCtx() ctx: Ctx, @Parent() { error }: EnforcementOperation): string | null {
    return error && error[ctx.locale];
  }
}

@Resolver(() => ComputeRequest)
export class EnforcementResolver {
  constructor(
    private readonly enforcement: EnforcementService,
    private readonly reading: EnforcementReadService,
    private readonly users: ClusterUserService,
  ) {}

  @ResolveField('enforcement', () => GrantEnforcement, { nullable: true, description: 'How its grant stands on the cluster; null where nothing is enforced.' })
  standing(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputeRequest): Promise<GrantEnforcement | null> {
    return this.reading.ofGrant(ctx, id);
  }

  @ResolveField(() => [EnforcementOperation], { description: 'What was done on the cluster for it, the latest first.' })
  enforcementOperations(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputeRequest): Promise<EnforcementOperation[]> {
    return this.reading.operationsOfGrant(ctx, id);
  }

  @Mutation(() => ClusterEnforcement, { description: 'Compares a cluster with the grants on it; changes nothing there.' })
  @Allow('compute-cluster.manage')
  async compareCluster(@CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string): Promise<ClusterEnforcement> {
    const { operations } = await this.enforcement.compare(ctx, cluster);
    return { done: 0, pending: [...operations] };
  }

  @Mutation(() => ClusterEnforcement, { description: 'Makes a cluster hold to the grants on it, now.' })
  @Allow('compute-cluster.manage')
  async enforceCluster(@CurrentCtx() ctx: Ctx, @Args('cluster') cluster: string): Promise<ClusterEnforcement> {
    const { done, plan } = await this.enforcement.enforce(ctx, cluster);
    return { done, pending: [...plan.operations] };
  }

  @Mutation(() => ComputeGrantUser, { description: 'Says what a user of a grant is called on its cluster; the cluster follows.' })
  @Allow('compute-cluster.manage')
  setClusterUserName(@CurrentCtx() ctx: Ctx, @Args('input') input: SetClusterUserNameInput): Promise<ComputeGrantUser> {
    return this.users.setName(ctx, input);
  }
}
