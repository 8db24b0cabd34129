import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who will use a grant, and whether they have accepted the terms of use. */
@Entity('compute_grant_user')
@ObjectType()
export class ComputeGrantUser {
  @PrimaryColumn('uuid', { name: 'request_id' })
  requestId: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  @Field(() => ID)
  userId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text', { name: 'user_name' })
  @Field(() => String)
  userName: string;

  /** What this person is called on the cluster; null until the operator has said so. */
  @Column('text', { name: 'cluster_user_name', nullable: true })
  @Field(() => String, { nullable: true })
  clusterUserName: string | null;

  @Column('timestamptz', { name: 'added_at' })
  @Field(() => Date)
  addedAt: Date;

  @Column('text', { name: 'accepted_terms', nullable: true })
  @Field(() => String, { nullable: true })
  acceptedTerms: string | null;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  @Field(() => Date, { nullable: true })
  acceptedAt: Date | null;
}

/** An SSH key with which a user reaches what was granted; it goes when the grant ends. */
@Entity('compute_access_key')
@ObjectType()
export class ComputeAccessKey {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'request_id' })
  @Field(() => ID)
  requestId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'user_id' })
  @Field(() => ID)
  userId: string;

  @Column('text', { name: 'user_name' })
  @Field(() => String)
  userName: string;

  @Column('text')
  @Field(() => String)
  name: string;

  @Column('text', { name: 'public_key' })
  publicKey: string;

  /** `SHA256:…`, as ssh-keygen -l shows it. */
  @Column('text')
  @Field(() => String)
  fingerprint: string;

  @Column('timestamptz', { name: 'added_at' })
  @Field(() => Date)
  addedAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  @Field(() => Date, { nullable: true })
  revokedAt: Date | null;

  @Column('text', { name: 'revoked_because', nullable: true })
  revokedBecause: string | null;
}
