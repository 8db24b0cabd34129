import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A window in which start-ups may apply, and the desks that it can give. Everyone may read it. */
@Entity('intake_round')
@ObjectType()
export class IntakeRound {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('text', { name: 'name_en' })
  @Field(() => String)
  nameEn: string;

  @Column('text', { name: 'name_zh' })
  @Field(() => String)
  nameZh: string;

  @Column('timestamptz', { name: 'opens_at' })
  @Field(() => Date)
  opensAt: Date;

  /** Shown as the deadline; submissions are taken for `graceMinutes` more. */
  @Column('timestamptz', { name: 'closes_at' })
  @Field(() => Date)
  closesAt: Date;

  @Column('int', { name: 'grace_minutes' })
  graceMinutes: number;

  /** When the waiting list of the round is given up. */
  @Column('timestamptz', { name: 'ends_at' })
  @Field(() => Date)
  endsAt: Date;

  @Column('int')
  @Field(() => Int)
  desks: number;

  /** Desks promised by signed offers; never above `desks`, by a CHECK. */
  @Column('int', { name: 'desks_taken' })
  @Field(() => Int)
  desksTaken: number;

  @Column('int', { name: 'form_version' })
  formVersion: number;
}
