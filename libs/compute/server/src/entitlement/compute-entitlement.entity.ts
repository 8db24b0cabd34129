import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** GPU time that the centre gave a tenant, or took back (below zero), and why. */
@Entity('compute_entitlement')
@ObjectType()
export class ComputeEntitlement {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text', { name: 'gpu_class' })
  @Field(() => String)
  gpuClass: string;

  /** In GPU-milli-hours. */
  @Column('bigint', { name: 'amount_mh' })
  @Field(() => BigInt)
  amountMh: bigint;

  @Column('text')
  @Field(() => String)
  reason: string;

  @Column('text', { name: 'given_by_name' })
  @Field(() => String)
  givenByName: string;

  @Column('timestamptz', { name: 'given_at' })
  @Field(() => Date)
  givenAt: Date;
}
