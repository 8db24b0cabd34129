import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum TenancyTaskStage {
  ONBOARDING = 'onboarding',
  OFFBOARDING = 'offboarding',
}
registerEnumType(TenancyTaskStage, { name: 'TenancyTaskStage' });

export enum TenancyTaskOwner {
  FOUNDER = 'founder',
  CENTRE = 'centre',
}
registerEnumType(TenancyTaskOwner, { name: 'TenancyTaskOwner' });

/** One thing to do when a start-up moves in or out. */
@Entity('tenancy_task')
@ObjectType()
export class TenancyTask {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'tenancy_id' })
  tenancyId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('text')
  @Field(() => TenancyTaskStage)
  stage: TenancyTaskStage;

  /** Which task of the checklist: its words are in tenancy-checklists.ts. */
  @Column('text')
  @Field(() => String)
  key: string;

  /** Whose task it is. */
  @Column('text')
  @Field(() => TenancyTaskOwner)
  owner: TenancyTaskOwner;

  @Column('boolean')
  @Field(() => Boolean)
  mandatory: boolean;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  note: string | null;

  @Column('text', { name: 'done_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  doneByName: string | null;

  @Column('timestamptz', { name: 'done_at', nullable: true })
  @Field(() => Date, { nullable: true })
  doneAt: Date | null;
}
