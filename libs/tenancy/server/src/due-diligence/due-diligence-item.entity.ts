import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum DueDiligenceStatus {
  OPEN = 'open',
  DONE = 'done',
  WAIVED = 'waived',
}
registerEnumType(DueDiligenceStatus, { name: 'DueDiligenceStatus' });

/** One thing that the centre checks before the panel sees an application. */
@Entity('due_diligence_item')
@ObjectType()
export class DueDiligenceItem {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'application_id' })
  applicationId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** Which check of the checklist: its words are in due-diligence-checklist.ts. */
  @Column('text')
  @Field(() => String)
  key: string;

  @Column('boolean')
  @Field(() => Boolean)
  mandatory: boolean;

  @Column('text')
  @Field(() => DueDiligenceStatus)
  status: DueDiligenceStatus;

  /** What was found, or why it was waived. */
  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  note: string | null;

  @Column('text', { name: 'settled_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  settledByName: string | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  @Field(() => Date, { nullable: true })
  settledAt: Date | null;
}
