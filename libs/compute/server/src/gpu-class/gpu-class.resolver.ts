import { Args, Context, Field, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, loader, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { GpuClass, GpuClassFactor } from './gpu-class.entity';
import { GpuClassService } from './gpu-class.service';

@InputType()
export class CreateGpuClassInput {
  /** As Slurm names it, in small letters: `h800`. */
  @Field(() => String)
  code: string;

  @Field(() => String)
  name: string;

  @Field(() => Int)
  memoryGib: number;

  /** What an hour is worth beside one on the reference class, in thousandths. */
  @Field(() => Int)
  factorMilli: number;

  /** Where the factor comes from. */
  @Field(() => String)
  source: string;
}

@InputType()
export class SetGpuClassFactorInput {
  @Field(() => String)
  gpuClass: string;

  @Field(() => Int)
  factorMilli: number;

  @Field(() => Date)
  validFrom: Date;

  @Field(() => String)
  source: string;
}

@Resolver(() => GpuClass)
export class GpuClassResolver {
  private readonly factorsOf;

  constructor(private readonly gpuClasses: GpuClassService) {
    this.factorsOf = async (ctx: Ctx, codes: readonly string[]): Promise<GpuClassFactor[][]> => {
      const factors = await gpuClasses.factors(ctx, codes);
      return codes.map((code) => factors.filter(({ gpuClass }) => gpuClass === code));
    };
  }

  @Query(() => [GpuClass], { name: 'gpuClasses' })
  @Allow('compute-pool.read')
  list(@CurrentCtx() ctx: Ctx): Promise<GpuClass[]> {
    return this.gpuClasses.list(ctx);
  }

  @ResolveField(() => [GpuClassFactor], { description: 'Every version, newest first.' })
  factors(@Parent() { code }: GpuClass, @Context() context: GraphqlContext): Promise<GpuClassFactor[]> {
    return loader(context, this.factorsOf).load(code);
  }

  @Mutation(() => GpuClass)
  @Allow('compute-pool.manage')
  createGpuClass(@CurrentCtx() ctx: Ctx, @Args('input') input: CreateGpuClassInput): Promise<GpuClass> {
    return this.gpuClasses.create(ctx, input);
  }

  @Mutation(() => GpuClassFactor)
  @Allow('compute-pool.manage')
  setGpuClassFactor(@CurrentCtx() ctx: Ctx, @Args('input') input: SetGpuClassFactorInput): Promise<GpuClassFactor> {
    return this.gpuClasses.setFactor(ctx, input);
  }
}
