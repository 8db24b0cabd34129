import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row of a case's timeline: who moved it, from where to where, when and why. Never changed, never deleted. */
@Entity('case_event')
@ObjectType()
export class CaseEvent {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('text')
  workflow: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  /** Whose case it is: row-level security reads it. */
  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  /** The version that the case had after the move: 1 for its creation. */
  @Column('int')
  @Field(() => Int)
  version: number;

  @Column('text')
  @Field(() => String)
  event: string;

  @Column('text', { name: 'from_state', nullable: true })
  @Field(() => String, { nullable: true })
  fromState: string | null;

  @Column('text', { name: 'to_state' })
  @Field(() => String)
  toState: string;

  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId: string | null;

  /** The name at that time; `system` for the machine. */
  @Column('text', { name: 'actor_name' })
  @Field(() => String)
  actorName: string;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  reason: string | null;

  /** What else the move said: amounts, sections, due dates. Shown to whoever sees the case. */
  @Column('jsonb')
  data: Record<string, unknown>;

  @Column('timestamptz')
  @Field(() => Date)
  at: Date;
}
