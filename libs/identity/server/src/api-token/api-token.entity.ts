import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key with which a program acts for a person, in one organisation, within some of that person's permissions. */
@Entity('api_token')
@ObjectType()
export class ApiToken {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  name: string;

  /** How the token begins, to tell one from another; the rest is shown once, when it is made. */
  @Column('text')
  @Field(() => String)
  prefix: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('text', { array: true })
  @Field(() => [String])
  permissions: string[];

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  @Field(() => Date)
  expiresAt: Date;

  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  @Field(() => Date, { nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  @Field(() => Date, { nullable: true })
  revokedAt: Date | null;
}
