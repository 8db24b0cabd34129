import { Args, Context, Field, ID, InputType, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentCtx, loader, type Ctx, type GraphqlContext } from '@wutong/core-server';
import { SupplierContract, SupplierPrice } from './supplier-contract.entity';
import { SupplierService } from './supplier.service';

@InputType()
export class SignSupplierContractInput {
  @Field(() => ID)
  supplierId: string;

  @Field(() => String)
  number: string;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => String, { nullable: true })
  terms?: string | null;

  /** In how many days the supplier answers a dispute; 15 when left out. */
  @Field(() => Int, { nullable: true })
  answerDays?: number | null;
}

@InputType()
export class SetSupplierAnswerDaysInput {
  @Field(() => ID)
  contractId: string;

  /** From 1 to 90. */
  @Field(() => Int)
  answerDays: number;
}

@InputType()
export class EndSupplierContractInput {
  @Field(() => ID)
  contractId: string;

  @Field(() => String)
  reason: string;
}

@InputType()
export class SetSupplierPriceInput {
  @Field(() => ID)
  contractId: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => BigInt)
  fenPerGpuHour: bigint;

  @Field(() => Date)
  validFrom: Date;
}

@Resolver(() => SupplierContract)
export class SupplierResolver {
  private readonly pricesOf;

  constructor(private readonly suppliers: SupplierService) {
    this.pricesOf = async (ctx: Ctx, ids: readonly string[]): Promise<SupplierPrice[][]> => {
      const prices = await suppliers.prices(ctx, ids);
      return ids.map((id) => prices.filter(({ contractId }) => contractId === id));
    };
  }

  @Query(() => [SupplierContract], { description: 'Of one supplier, or of all; a supplier sees its own.' })
  @Allow('supplier-contract.read')
  supplierContracts(
    @CurrentCtx() ctx: Ctx, @Args('supplierId', { type: () => ID, nullable: true }) supplierId?: string | null,
  ): Promise<SupplierContract[]> {
    return this.suppliers.contracts(ctx, supplierId ?? null);
  }

  @ResolveField(() => [SupplierPrice], { description: 'Every price there was, newest first in each GPU class.' })
  prices(@Parent() { id }: SupplierContract, @Context() context: GraphqlContext): Promise<SupplierPrice[]> {
    return loader(context, this.pricesOf).load(id);
  }

  @Mutation(() => SupplierContract)
  @Allow('supplier-contract.manage')
  signSupplierContract(
    @CurrentCtx() ctx: Ctx, @Args('input') input: SignSupplierContractInput,
  ): Promise<SupplierContract> {
    return this.suppliers.sign(ctx, input);
  }

  @Mutation(() => SupplierContract)
  @Allow('supplier-contract.manage')
  endSupplierContract(@CurrentCtx() ctx: Ctx, @Args('input') input: EndSupplierContractInput): Promise<SupplierContract> {
    return this.suppliers.end(ctx, input);
  }

  @Mutation(() => SupplierContract, { description: 'For disputes from now on; those that are open keep their day.' })
  @Allow('supplier-contract.manage')
  setSupplierAnswerDays(@CurrentCtx() ctx: Ctx, @Args('input') input: SetSupplierAnswerDaysInput): Promise<SupplierContract> {
    return this.suppliers.setAnswerDays(ctx, input);
  }

  @Mutation(() => SupplierPrice)
  @Allow('supplier-contract.manage')
  setSupplierPrice(@CurrentCtx() ctx: Ctx, @Args('input') input: SetSupplierPriceInput): Promise<SupplierPrice> {
    return this.suppliers.setPrice(ctx, input);
  }
}
