import { Field, InputType, ObjectType } from '@nestjs/graphql';

/** An amount in the smallest unit: `CNY` (fen), `gpu-mh:h800` (GPU-milli-hours), … Never a fraction. */
@ObjectType()
export class Quantity {
  @Field(() => BigInt)
  amount: bigint;

  @Field(() => String)
  unit: string;
}

@InputType()
export class QuantityInput {
  @Field(() => BigInt)
  amount: bigint;

  @Field(() => String)
  unit: string;
}
