import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a tenant reports of a quarter, and an alumnus of a year. */
@Entity('growth_report')
@ObjectType()
export class GrowthReport {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'tenancy_id' })
  @Field(() => ID)
  tenancyId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** `2026Q4`, or `2026` for alumni. */
  @Column('text')
  @Field(() => String)
  period: string;

  @Column('timestamptz', { name: 'due_at' })
  @Field(() => Date)
  dueAt: Date;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  @Field(() => Date, { nullable: true })
  submittedAt: Date | null;

  /** The due date passed without it. A late report stays counted as overdue. */
  @Column('boolean')
  @Field(() => Boolean)
  overdue: boolean;

  /** People at the end of the period. */
  @Column('int', { nullable: true })
  @Field(() => Int, { nullable: true })
  headcount: number | null;

  /** Revenue in the period, in fen. */
  @Column('bigint', { name: 'revenue_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  revenueFen: bigint | null;

  /** Investment received in the period, in fen. */
  @Column('bigint', { name: 'raised_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  raisedFen: bigint | null;

  /** Customers that paid in the period. */
  @Column('int', { name: 'paying_customers', nullable: true })
  @Field(() => Int, { nullable: true })
  payingCustomers: number | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  highlights: string | null;
}
