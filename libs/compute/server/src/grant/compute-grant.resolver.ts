import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import {
  ComputeRequestMoveInput, ComputeRequestReasonInput, DecideComputeChangeInput, DecideComputeRequestResult,
  RequestComputeChangeInput, RequestComputeRenewalInput, type ComputeBudgetExceeded,
} from '../request/compute-request.inputs';
import { ComputeAccessKey } from './grant-people.entity';
import { GrantChangeService } from './grant-change.service';
import { GrantOrderService } from './grant-order.service';
import { GrantUsersService } from './grant-users.service';
import { GrantService } from './grant.service';

@InputType()
export class AcceptComputeTermsInput {
  @Field(() => ID)
  requestId: string;

  /** The version that was read. */
  @Field(() => String)
  terms: string;
}

@InputType()
export class SetComputeGrantUsersInput {
  @Field(() => ID)
  requestId: string;

  /** Members of the company, at least one. */
  @Field(() => [ID])
  userIds: string[];
}

@InputType()
export class SetComputeGrantPaysFirstInput {
  @Field(() => ID)
  requestId: string;

  @Field(() => Boolean)
  paysFirst: boolean;
}

@InputType()
export class AddComputeAccessKeyInput {
  @Field(() => ID)
  requestId: string;

  @Field(() => String)
  name: string;

  /** One line, as in a .pub file of OpenSSH. */
  @Field(() => String)
  publicKey: string;
}

@Resolver(() => ComputeRequest)
export class ComputeGrantResolver {
  constructor(
    private readonly grants: GrantService,
    private readonly changes: GrantChangeService,
    private readonly users: GrantUsersService,
    private readonly order: GrantOrderService,
  ) {}

  @Mutation(() => ComputeRequest)
  @Allow('compute-grant.use')
  acceptComputeTerms(@CurrentCtx() ctx: Ctx, @Args('input') input: AcceptComputeTermsInput): Promise<ComputeRequest> {
    return this.grants.acceptTerms(ctx, input);
  }

  @Mutation(() => ComputeRequest, { description: 'Who uses the grant, also while it runs; keys of those who leave are revoked.' })
  @Allow('compute-request.manage')
  setComputeGrantUsers(@CurrentCtx() ctx: Ctx, @Args('input') input: SetComputeGrantUsersInput): Promise<ComputeRequest> {
    return this.users.set(ctx, input);
  }

  @Mutation(() => ComputeRequest, { description: 'Whether the hours of this grant are used before those of others of the class.' })
  @Allow('compute-request.manage')
  setComputeGrantPaysFirst(@CurrentCtx() ctx: Ctx, @Args('input') input: SetComputeGrantPaysFirstInput): Promise<ComputeRequest> {
    return this.order.setPaysFirst(ctx, input);
  }

  @Mutation(() => ComputeAccessKey)
  @Allow('compute-grant.use')
  addComputeAccessKey(@CurrentCtx() ctx: Ctx, @Args('input') input: AddComputeAccessKeyInput): Promise<ComputeAccessKey> {
    return this.grants.addKey(ctx, input);
  }

  @Mutation(() => ComputeAccessKey)
  @Allow('compute-grant.use')
  revokeComputeAccessKey(
    @CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string,
  ): Promise<ComputeAccessKey> {
    return this.grants.revokeKey(ctx, { id });
  }

  @Mutation(() => ComputeRequest, { description: 'Gives back what waits, is allocated or runs.' })
  @Allow('compute-request.manage')
  releaseComputeGrant(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestMoveInput): Promise<ComputeRequest> {
    return this.grants.release(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.review')
  revokeComputeGrant(@CurrentCtx() ctx: Ctx, @Args('input') input: ComputeRequestReasonInput): Promise<ComputeRequest> {
    return this.grants.revoke(ctx, input);
  }

  @Mutation(() => ComputeRequest, { description: 'Other GPUs or another end, within the hours granted.' })
  @Allow('compute-request.manage')
  requestComputeChange(@CurrentCtx() ctx: Ctx, @Args('input') input: RequestComputeChangeInput): Promise<ComputeRequest> {
    return this.changes.requestChange(ctx, input);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.review')
  decideComputeChange(@CurrentCtx() ctx: Ctx, @Args('input') input: DecideComputeChangeInput): Promise<ComputeRequest> {
    return this.changes.decideChange(ctx, input);
  }

  @Mutation(() => ComputeRequest, { description: 'More hours and a later end; at least 7 days before the present one.' })
  @Allow('compute-request.manage')
  requestComputeRenewal(@CurrentCtx() ctx: Ctx, @Args('input') input: RequestComputeRenewalInput): Promise<ComputeRequest> {
    return this.changes.requestRenewal(ctx, input);
  }

  @Mutation(() => DecideComputeRequestResult)
  @Allow('compute-grant.renew')
  decideComputeRenewal(
    @CurrentCtx() ctx: Ctx, @Args('input') input: DecideComputeChangeInput,
  ): Promise<ComputeRequest | ComputeBudgetExceeded> {
    return this.changes.decideRenewal(ctx, input);
  }
}
