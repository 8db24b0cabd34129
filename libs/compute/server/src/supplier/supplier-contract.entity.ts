import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A supplier's contract with the centre. Its text and time stay as signed; an early end is noted beside them. */
@Entity('supplier_contract')
@ObjectType()
export class SupplierContract {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  /** The supplier. */
  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  number: string;

  @Column('timestamptz', { name: 'starts_at' })
  @Field(() => Date)
  startsAt: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  @Column('text')
  @Field(() => String)
  terms: string;

  /** In how many days the supplier answers a dispute about a month. */
  @Column('int', { name: 'answer_days' })
  @Field(() => Int)
  answerDays: number;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  @Field(() => Date, { nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  @Field(() => String, { nullable: true })
  endReason: string | null;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  @Column('text', { name: 'created_by_name' })
  @Field(() => String)
  createdByName: string;
}

/** What an hour on a GPU class costs under a contract, from its moment until the next price. Never changed. */
@ObjectType()
export class SupplierPrice {
  @Field(() => ID)
  contractId: string;

  @Field(() => String)
  gpuClass: string;

  @Field(() => BigInt)
  fenPerGpuHour: bigint;

  @Field(() => Date)
  validFrom: Date;

  /** When the next price takes over; null for the last one. */
  @Field(() => Date, { nullable: true })
  validUntil: Date | null;

  @Field(() => String)
  setByName: string;

  @Field(() => Date)
  setAt: Date;
}
