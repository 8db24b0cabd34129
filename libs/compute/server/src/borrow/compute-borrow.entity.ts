import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** GPUs lent to a running grant beside its own. They go back when somebody is given them, or at the end. */
@Entity('compute_borrow')
@ObjectType()
export class ComputeBorrow {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'grant_id' })
  grantId: string;

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

  /** Until when they were lent at the most. */
  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  /** When they go back, or went back; before `endsAt` when they were recalled or given back. */
  @Column('timestamptz', { name: 'returns_at' })
  @Field(() => Date)
  returnsAt: Date;

  @Column('text', { name: 'borrowed_by_name' })
  @Field(() => String)
  borrowedByName: string;

  @Column('timestamptz', { name: 'recalled_at', nullable: true })
  @Field(() => Date, { nullable: true })
  recalledAt: Date | null;

  /** Of an operator who recalled them; null when somebody was given them. */
  @Column('text', { name: 'recall_reason', nullable: true })
  @Field(() => String, { nullable: true })
  recallReason: string | null;
}
