import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RoleName } from '../access/roles';

/** That a person belongs to an organisation, and in which roles. An ended one is kept: somebody may come back. */
@Entity('membership')
@ObjectType()
export class Membership {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'user_id' })
  @Field(() => ID)
  userId: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text', { array: true })
  @Field(() => [String])
  roles: RoleName[];

  @Column('text')
  state: 'active' | 'ended';

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('int')
  @Field(() => Int)
  version: number;
}
