import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ComputeBudgetUnit = { gpu_mh: 'gpu_mh', fen: 'fen' } as const;
export type ComputeBudgetUnit = keyof typeof ComputeBudgetUnit;
registerEnumType(ComputeBudgetUnit, { name: 'ComputeBudgetUnit', description: 'GPU-milli-hours of a class, or fen charged.' });

/** How much a tenant means to use in a month of Shanghai. It warns its founder and stops nothing. */
@Entity('compute_budget')
@ObjectType()
export class ComputeBudget {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('text')
  @Field(() => ComputeBudgetUnit)
  unit: ComputeBudgetUnit;

  /** Null for money: all classes. */
  @Column('text', { name: 'gpu_class', nullable: true })
  @Field(() => String, { nullable: true })
  gpuClass: string | null;

  /** Null: the whole tenant. */
  @Column('uuid', { name: 'grant_id', nullable: true })
  @Field(() => ID, { nullable: true })
  grantId: string | null;

  /** In its unit. */
  @Column('bigint')
  @Field(() => BigInt)
  amount: bigint;

  /** Percents of the amount at which people are told, each once a month. */
  @Column('int', { array: true })
  @Field(() => [Int])
  thresholds: number[];

  /** Whether people are told, once a month, that it will be exceeded at the present pace. */
  @Column('boolean', { name: 'warns_ahead' })
  @Field(() => Boolean)
  warnsAhead: boolean;

  @Column('text', { name: 'set_by_name' })
  @Field(() => String)
  setByName: string;

  @Column('timestamptz', { name: 'set_at' })
  @Field(() => Date)
  setAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}

/** A budget with what was used of it this month, and what will be at the pace of the last 14 whole days. */
@ObjectType()
export class ComputeBudgetStatus {
  @Field(() => ComputeBudget)
  budget: ComputeBudget;

  /** The number of the grant that it is for. */
  @Field(() => String, { nullable: true })
  grantNumber: string | null;

  /** In the budget's unit; parts of a fen are left out. */
  @Field(() => BigInt)
  used: bigint;

  /** Of the amount. */
  @Field(() => Float)
  usedPercent: number;

  /** Of the amount, at the end of the month: between `low` and `high` in 4 of 5 cases. */
  @Field(() => Float)
  expectedPercent: number;

  @Field(() => Float)
  lowPercent: number;

  @Field(() => Float)
  highPercent: number;

  /** The day in this month on which the amount is reached at that pace; null when it is not, or has been. */
  @Field(() => Date, { nullable: true })
  reachedAt: Date | null;
}
