import { Field, ObjectType } from '@nestjs/graphql';
import { Organisation } from '../organisation/organisation.entity';
import { User } from './user.entity';

/** One organisation that the viewer may act for. */
@ObjectType()
export class ViewerMembership {
  @Field(() => Organisation)
  organisation: Organisation;

  @Field(() => [String])
  roles: string[];
}

/** Who is signed in, for whom they act, and what they may do. */
@ObjectType()
export class Viewer {
  @Field(() => User)
  user: User;

  /** Acted for now; null for a person who belongs to none. */
  @Field(() => Organisation, { nullable: true })
  organisation: Organisation | null;

  @Field(() => [String])
  roles: readonly string[];

  @Field(() => [String])
  permissions: string[];

  @Field(() => [ViewerMembership])
  memberships: ViewerMembership[];

  @Field(() => String)
  locale: string;

  @Field(() => String)
  timeZone: string;
}
