import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row of a case's timeline: who moved it, from where to where, when and why, or what happened without a move. Never changed, never deleted. */
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

  /** The version that the case had after it: 1 for its creation. What was no move leaves it as it was. */
  @Column('int')
  @Field(() => Int)
  version: number;

  /** Which of those that happened at this version without a move; 0 for the move that led to it. */
  @Column('int')
  note: number;

  @Column('text')
  @Field(() => String)
  event: string;

  /** Null for its creation and for what was no move. */
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

  /** Names, at that time, of whom it brought to the case. */
  @Field(() => [String])
  get added(): string[] {
    return namesIn(this.data.added);
  }

  /** Names, at that time, of whom it took off the case. */
  @Field(() => [String])
  get removed(): string[] {
    return namesIn(this.data.removed);
  }
}

/** People in the data of an event. */
export interface PersonOfEvent {
  readonly id: string;
  readonly name: string;
}

function namesIn(people: unknown): string[] {
  return ((people ?? []) as readonly PersonOfEvent[]).map(({ name }) => name);
}
