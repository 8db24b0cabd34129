import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the admission panel decided: who was there, who stayed out for a conflict of interest, and the minutes. */
@Entity('panel_decision')
@ObjectType()
export class PanelDecision {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'application_id' })
  applicationId: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** `offer`, `waitlist` or `decline`. */
  @Column('text')
  @Field(() => String)
  decision: string;

  @Column('text', { name: 'present_names', array: true })
  @Field(() => [String])
  presentNames: string[];

  @Column('text', { name: 'absent_for_conflict_names', array: true })
  @Field(() => [String])
  absentForConflictNames: string[];

  @Column('text')
  @Field(() => String)
  minutes: string;

  @Column('timestamptz', { name: 'decided_at' })
  @Field(() => Date)
  decidedAt: Date;
}
