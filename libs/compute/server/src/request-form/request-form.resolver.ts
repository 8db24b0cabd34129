import { Args, Context, Field, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, Json, loader, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { ComputeRequest } from '../request/compute-request.entity';
import { wholeForm } from './request-form';
import { ComputeRequestForm } from './request-form.entity';
import { RequestFormService } from './request-form.service';

@InputType()
export class PublishComputeRequestFormInput {
  /** The version that the author began from. */
  @Field(() => Int)
  basedOn: number;

  @Field(() => [Json])
  questions: Record<string, unknown>[];

  @Field(() => String)
  note: string;
}

@Resolver(() => ComputeRequestForm)
export class RequestFormResolver {
  constructor(private readonly forms: RequestFormService) {}

  @Query(() => ComputeRequestForm, { description: 'The version with which a request begins today.' })
  @Allow('compute-request.read')
  computeRequestForm(@CurrentCtx() ctx: Ctx): Promise<ComputeRequestForm> {
    return this.forms.current(ctx);
  }

  @Query(() => [ComputeRequestForm], { description: 'Every version, newest first.' })
  @Allow('compute-request-form.publish')
  computeRequestForms(@CurrentCtx() ctx: Ctx): Promise<ComputeRequestForm[]> {
    return this.forms.list(ctx);
  }

  @ResolveField(() => Json, { description: 'The whole form as data: section `request` repeats what the request says itself.' })
  definition(@Parent() form: ComputeRequestForm): unknown {
    return wholeForm(form);
  }

  @Mutation(() => ComputeRequestForm)
  @Allow('compute-request-form.publish')
  publishComputeRequestForm(
    @CurrentCtx() ctx: Ctx, @Args('input') input: PublishComputeRequestFormInput,
  ): Promise<ComputeRequestForm> {
    return this.forms.publish(ctx, input);
  }
}

@Resolver(() => ComputeRequest)
export class RequestFormFieldResolver {
  private readonly ofVersions;

  constructor(forms: RequestFormService) {
    this.ofVersions = (ctx: Ctx, versions: readonly number[]) => forms.many(ctx, versions);
  }

  @ResolveField(() => ComputeRequestForm, { description: 'The version with which it began.' })
  form(@Parent() { formVersion }: ComputeRequest, @Context() context: GraphqlContext): Promise<ComputeRequestForm> {
    return loader(context, this.ofVersions).load(formVersion);
  }
}
