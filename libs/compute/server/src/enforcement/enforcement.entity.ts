import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Told } from '../cluster/cluster-connection.entity';
import type { OperationKind } from './account-record';

/** How a grant stood on its cluster when it was last read back there. */
@Entity('grant_enforcement')
@ObjectType()
export class GrantEnforcement {
  @PrimaryColumn('uuid', { name: 'grant_id' })
  grantId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  @Field(() => String)
  cluster: string;

  @Column('text')
  @Field(() => String)
  account: string;

  /** Whether jobs can be submitted. */
  @Column('boolean', { name: 'is_open' })
  @Field(() => Boolean)
  isOpen: boolean;

  @Column('int')
  @Field(() => Int)
  gpus: number;

  /** In GPU-minutes, as the cluster counts them; null where it has no such limit. */
  @Column('bigint', { name: 'limit_minutes', nullable: true })
  @Field(() => BigInt, { nullable: true })
  limitMinutes: bigint | null;

  /** GPU-minutes that the cluster has counted; null where it does not tell. */
  @Column('bigint', { name: 'counted_minutes', nullable: true })
  @Field(() => BigInt, { nullable: true })
  countedMinutes: bigint | null;

  @Column('bigint', { name: 'offset_minutes' })
  offsetMinutes: bigint;

  /** Who may submit, as the cluster calls them. */
  @Column('text', { array: true })
  @Field(() => [String])
  users: string[];

  @Column('timestamptz', { name: 'read_back_at' })
  @Field(() => Date)
  readBackAt: Date;
}

/** Something that was done on a cluster, or that it did not do. */
@Entity('enforcement_operation')
@ObjectType()
export class EnforcementOperation {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  @Field(() => String)
  cluster: string;

  @Column('uuid', { name: 'grant_id', nullable: true })
  @Field(() => ID, { nullable: true })
  grantId: string | null;

  @Column('text')
  @Field(() => String)
  account: string;

  /** `createQos`, `setLimits`, `createAccount`, `setAccount`, `addUser`, `removeUser`, `cancelJobs`, `requeueJobs` or `applyObject`. */
  @Column('text')
  @Field(() => String)
  kind: OperationKind;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  subject: string | null;

  @Column('jsonb', { nullable: true })
  before: object | null;

  @Column('jsonb', { nullable: true })
  after: object | null;

  /** Whether it was read back as done. */
  @Column('boolean', { name: 'is_done' })
  @Field(() => Boolean)
  isDone: boolean;

  @Column('jsonb', { nullable: true })
  error: Told | null;

  @Column('text', { name: 'made_by_name' })
  @Field(() => String)
  madeByName: string;

  @Column('timestamptz', { name: 'made_at' })
  @Field(() => Date)
  madeAt: Date;
}
