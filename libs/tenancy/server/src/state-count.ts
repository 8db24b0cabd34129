import { Field, Int, ObjectType } from '@nestjs/graphql';

/** How many cases stand in a state: the tabs above a list. */
@ObjectType()
export class StateCount {
  @Field(() => String)
  state: string;

  @Field(() => Int)
  count: number;
}
