import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** GPUs of one class in one region that a supplier runs as one Slurm cluster. */
@Entity('compute_pool')
@ObjectType()
export class ComputePool {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** The supplier. */
  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('uuid', { name: 'contract_id' })
  @Field(() => ID)
  contractId: string;

  @Column('text')
  @Field(() => String)
  code: string;

  @Column('text', { name: 'name_zh' })
  @Field(() => String)
  nameZh: string;

  @Column('text', { name: 'name_en' })
  @Field(() => String)
  nameEn: string;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  @Column('text')
  @Field(() => String)
  region: string;

  /** The name that its accounting records carry. */
  @Column('text')
  @Field(() => String)
  cluster: string;

  /** GPUs that are never given out, for repairs and urgent work. */
  @Column('int')
  @Field(() => Int)
  headroom: number;

  /** A closed pool takes nothing new. */
  @Column('boolean', { name: 'is_open' })
  @Field(() => Boolean)
  isOpen: boolean;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

/** How many GPUs a pool has from one moment to another. */
@Entity('pool_capacity')
@ObjectType()
export class PoolCapacity {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'pool_id' })
  poolId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('int')
  @Field(() => Int)
  gpus: number;

  @Column('timestamptz', { name: 'starts_at' })
  @Field(() => Date)
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  @Column('text', { name: 'set_by_name' })
  @Field(() => String)
  setByName: string;

  @Column('timestamptz', { name: 'set_at' })
  @Field(() => Date)
  setAt: Date;
}

/** GPUs that are out for a while. */
@Entity('pool_maintenance')
@ObjectType()
export class PoolMaintenance {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'pool_id' })
  @Field(() => ID)
  poolId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('int')
  @Field(() => Int)
  gpus: number;

  @Column('timestamptz', { name: 'starts_at' })
  @Field(() => Date)
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  @Column('text')
  @Field(() => String)
  reason: string;

  @Column('text', { name: 'announced_by_name' })
  @Field(() => String)
  announcedByName: string;

  @Column('timestamptz', { name: 'announced_at' })
  @Field(() => Date)
  announcedAt: Date;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  @Field(() => Date, { nullable: true })
  cancelledAt: Date | null;
}

/** GPUs of a pool that a request has for its window, or that an operator keeps for something else. */
@Entity('compute_reservation')
@ObjectType()
export class ComputeReservation {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** Null when an operator made it by hand. */
  @Column('uuid', { name: 'request_id', nullable: true })
  @Field(() => ID, { nullable: true })
  requestId: string | null;

  /** What for, when it was made by hand. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  reason: string | null;

  @Column('text', { name: 'reserved_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  reservedByName: string | null;

  @Column('uuid', { name: 'pool_id' })
  @Field(() => ID)
  poolId: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('int')
  @Field(() => Int)
  gpus: number;

  @Column('timestamptz', { name: 'starts_at' })
  @Field(() => Date)
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  @Column('timestamptz', { name: 'reserved_at' })
  @Field(() => Date)
  reservedAt: Date;
}
