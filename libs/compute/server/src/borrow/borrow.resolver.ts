import { Args, Field, ID, InputType, Int, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, type Ctx } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { BorrowService } from './borrow.service';
import { ComputeBorrow } from './compute-borrow.entity';

@ObjectType()
export class ComputeBorrowOffer {
  /** How many GPUs can be borrowed now until `endsAt`. */
  @Field(() => Int)
  gpus: number;

  /** The moment asked for, or the latest to which a loan can last. */
  @Field(() => Date)
  endsAt: Date;
}

@InputType()
export class BorrowGpusInput {
  @Field(() => ID)
  requestId: string;

  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  endsAt: Date;
}

@InputType()
export class RecallBorrowedGpusInput {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  reason: string;
}

/** GPUs lent to running grants between planning cycles. */
@Resolver(() => ComputeRequest)
export class BorrowResolver {
  constructor(private readonly loans: BorrowService) {}

  @Query(() => ComputeBorrowOffer, { description: 'How many idle GPUs of its pool a running grant could borrow from now until a moment.' })
  @Allow('compute-request.read')
  computeBorrowOffer(
    @CurrentCtx() ctx: Ctx, @Args('requestId', { type: () => ID }) requestId: string, @Args('endsAt') endsAt: Date,
  ): Promise<ComputeBorrowOffer> {
    return this.loans.offer(ctx, requestId, endsAt);
  }

  @ResolveField(() => [ComputeBorrow], { description: 'Loans of GPUs to its grant; the one that goes back last first.' })
  borrows(@CurrentCtx() ctx: Ctx, @Parent() { id }: ComputeRequest): Promise<ComputeBorrow[]> {
    return this.loans.list(ctx, id);
  }

  @Mutation(() => ComputeRequest)
  @Allow('compute-request.manage')
  borrowGpus(@CurrentCtx() ctx: Ctx, @Args('input') input: BorrowGpusInput): Promise<ComputeRequest> {
    return this.loans.borrow(ctx, input);
  }

  @Mutation(() => ComputeBorrow)
  @Allow('compute-request.manage')
  giveBackBorrowedGpus(@CurrentCtx() ctx: Ctx, @Args('id', { type: () => ID }) id: string): Promise<ComputeBorrow> {
    return this.loans.giveBack(ctx, { id });
  }

  @Mutation(() => ComputeBorrow, { description: 'They go back after the notice that was promised.' })
  @Allow('compute-request.review')
  recallBorrowedGpus(@CurrentCtx() ctx: Ctx, @Args('input') input: RecallBorrowedGpusInput): Promise<ComputeBorrow> {
    return this.loans.recallByHand(ctx, input);
  }
}
