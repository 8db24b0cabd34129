import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Locale } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const UserStates = { active: 'active', deactivated: 'deactivated' } as const;
registerEnumType(UserStates, { name: 'UserState' });

/** A person with an account. Seen by themselves, by people of the same organisation and by the centre's staff. */
@Entity('app_user')
@ObjectType('User')
export class User {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** Lower case. */
  @Column('text')
  @Field(() => String)
  email: string;

  @Column('timestamptz', { name: 'email_verified_at', nullable: true })
  @Field(() => Date, { nullable: true })
  emailVerifiedAt: Date | null;

  @Column('text')
  @Field(() => String)
  name: string;

  @Column('text')
  @Field(() => String)
  locale: Locale;

  /** IANA name of the zone in which this person reads dates. */
  @Column('text', { name: 'time_zone' })
  @Field(() => String)
  timeZone: string;

  @Column('text')
  @Field(() => UserStates)
  state: keyof typeof UserStates;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  @Column('timestamptz', { name: 'last_signed_in_at', nullable: true })
  @Field(() => Date, { nullable: true })
  lastSignedInAt: Date | null;

  @Column('int')
  @Field(() => Int)
  version: number;
}
