import { Field, ObjectType } from '@nestjs/graphql';
import { User } from '../user/user.entity';
import { Membership } from './membership.entity';

/** A person of an organisation. */
@ObjectType()
export class Member {
  @Field(() => Membership)
  membership: Membership;

  @Field(() => User)
  user: User;
}
