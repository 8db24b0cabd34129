import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A start-up's wish to become a tenant: the answers, where they stand, and what was decided. */
@Entity('tenancy_application')
@ObjectType()
export class TenancyApplication {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('uuid', { name: 'round_id' })
  @Field(() => ID)
  roundId: string;

  /** `2026-0042`: what people call it. */
  @Column('text')
  @Field(() => String)
  number: string;

  @Column('text')
  @Field(() => String)
  state: string;

  @Column('int')
  @Field(() => Int)
  version: number;

  /** The form with which it began; a newer version of the form does not touch it. */
  @Column('int', { name: 'form_version' })
  formVersion: number;

  @Column('jsonb')
  @Field(() => Json)
  answers: Record<string, unknown>;

  /** How often it was handed in. */
  @Column('int')
  @Field(() => Int)
  revision: number;

  @Column('timestamptz', { name: 'saved_at' })
  @Field(() => Date)
  savedAt: Date;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  @Field(() => Date, { nullable: true })
  submittedAt: Date | null;

  @Column('uuid', { name: 'created_by' })
  createdBy: string;

  @Column('uuid', { name: 'claimed_by', nullable: true })
  claimedBy: string | null;

  /** The screener who works on it. */
  @Column('text', { name: 'claimed_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  claimedByName: string | null;

  /** The date by which the next step is due from whoever has it: the founder's answer, the signature, the appeal. */
  @Column('timestamptz', { name: 'due_at', nullable: true })
  @Field(() => Date, { nullable: true })
  dueAt: Date | null;

  /** While information is asked for: where it goes back to, and the only sections that may be changed. */
  @Column('text', { name: 'return_to', nullable: true })
  returnTo: string | null;

  @Column('text', { name: 'info_sections', array: true })
  @Field(() => [String])
  infoSections: string[];

  /** Rules of eligibility cited when it was found ineligible. */
  @Column('text', { name: 'cited_rules', array: true })
  @Field(() => [String])
  citedRules: string[];

  /** Who took the decision that an appeal would be against. */
  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('boolean')
  @Field(() => Boolean)
  appealed: boolean;

  @Column('int', { name: 'waitlist_rank', nullable: true })
  @Field(() => Int, { nullable: true })
  waitlistRank: number | null;

  @Column('int', { name: 'desks_offered', nullable: true })
  @Field(() => Int, { nullable: true })
  desksOffered: number | null;

  /** The agreement offered for signature, as the founder reads it, and its sha256. */
  @Column('text', { name: 'agreement_text', nullable: true })
  @Field(() => String, { nullable: true })
  agreementText: string | null;

  @Column('text', { name: 'agreement_hash', nullable: true })
  @Field(() => String, { nullable: true })
  agreementHash: string | null;

  @Column('text', { name: 'signed_name', nullable: true })
  @Field(() => String, { nullable: true })
  signedName: string | null;

  @Column('timestamptz', { name: 'signed_at', nullable: true })
  @Field(() => Date, { nullable: true })
  signedAt: Date | null;
}
