import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What counts as waste: the numbers of every rule, in one place. Percent are of utilisation unless said otherwise. */
@InputType('WasteRulesInput')
@ObjectType()
export class WasteRules {
  /** Five minutes whose mean utilisation is below this are idle. */
  @Field(() => Int)
  idlePercent: number;

  /** GPUs idle for so many hours on end, though held, are a finding. */
  @Field(() => Int)
  idleHours: number;

  /** So are GPUs of which this share of all five minutes was idle, however short the breaks. */
  @Field(() => Int)
  idleSharePercent: number;

  /** Below this, on average of the time in which they worked, GPUs are poorly used. */
  @Field(() => Int)
  lowPercent: number;

  /** What GPUs can reach; what is lost is measured against it. */
  @Field(() => Int)
  targetPercent: number;

  /** From here on a GPU's memory is full, in percent of its memory. */
  @Field(() => Int)
  memoryFullPercent: number;

  /** A cheaper class must save as much, in percent of the price. */
  @Field(() => Int)
  savingPercent: number;

  /** And may make a job take longer by so many percent at most. */
  @Field(() => Int)
  slowdownPercent: number;

  /** Findings that lose less money are not told. */
  @Field(() => Int)
  leastFen: number;

  @Field(() => Int)
  mediumFen: number;

  @Field(() => Int)
  highFen: number;

  /** So many days back are looked at. */
  @Field(() => Int)
  lookBackDays: number;

  /** For so long what a tenant called expected is not told again. */
  @Field(() => Int)
  snoozeDays: number;
}

/** A version of the policy. Versions are only added: each finding names its own. */
@Entity('waste_policy')
@ObjectType()
export class WastePolicy {
  @PrimaryColumn('int')
  @Field(() => Int)
  version: number;

  @Column('jsonb')
  @Field(() => WasteRules)
  rules: WasteRules;

  @Column('text')
  @Field(() => String)
  reason: string;

  @Column('text', { name: 'set_by_name' })
  @Field(() => String)
  setByName: string;

  @Column('timestamptz', { name: 'set_at' })
  @Field(() => Date)
  setAt: Date;
}
