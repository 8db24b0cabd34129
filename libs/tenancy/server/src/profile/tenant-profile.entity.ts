import { Field, Float, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The facts of a profile, the same whether all of them are there or only those shown to investors. */
@InterfaceType({ isAbstract: true })
@ObjectType({ isAbstract: true })
export abstract class ProfileFacts {
  @PrimaryColumn('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text', { name: 'tagline_zh', nullable: true })
  @Field(() => String, { nullable: true })
  taglineZh: string | null;

  @Column('text', { name: 'tagline_en', nullable: true })
  @Field(() => String, { nullable: true })
  taglineEn: string | null;

  @Column('text', { name: 'about_zh', nullable: true })
  @Field(() => String, { nullable: true })
  aboutZh: string | null;

  @Column('text', { name: 'about_en', nullable: true })
  @Field(() => String, { nullable: true })
  aboutEn: string | null;

  @Column('text', { array: true, nullable: true })
  @Field(() => [String], { nullable: true })
  domains: string[] | null;

  @Column('text', { name: 'model_name', nullable: true })
  @Field(() => String, { nullable: true })
  modelName: string | null;

  @Column('double precision', { name: 'parameters_billion', nullable: true })
  @Field(() => Float, { nullable: true })
  parametersBillion: number | null;

  @Column('text', { name: 'filing_number', nullable: true })
  @Field(() => String, { nullable: true })
  filingNumber: string | null;

  @Column('text', { name: 'funding_stage', nullable: true })
  @Field(() => String, { nullable: true })
  fundingStage: string | null;

  /** Raised so far, in fen. */
  @Column('bigint', { name: 'raised_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  raisedFen: bigint | null;

  /** Revenue of the last twelve months, in fen. */
  @Column('bigint', { name: 'revenue_fen', nullable: true })
  @Field(() => BigInt, { nullable: true })
  revenueFen: bigint | null;

  @Column('int', { nullable: true })
  @Field(() => Int, { nullable: true })
  headcount: number | null;

  @Column('int', { name: 'founded_year', nullable: true })
  @Field(() => Int, { nullable: true })
  foundedYear: number | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true })
  website: string | null;

  /** What the company seeks from investors, in its own words. */
  @Column('text', { name: 'looking_for', nullable: true })
  @Field(() => String, { nullable: true })
  lookingFor: string | null;

  @Column('timestamptz', { name: 'updated_at' })
  @Field(() => Date)
  updatedAt: Date;
}

/** Everything that a tenant has told of itself, and which of it investors may see. */
@Entity('tenant_profile')
@ObjectType()
export class TenantProfile extends ProfileFacts {
  /** Fields that investors see. */
  @Column('text', { name: 'shown_fields', array: true })
  @Field(() => [String])
  shownFields: string[];

  /** Whether the company is in the directory at all. */
  @Column('boolean')
  @Field(() => Boolean)
  listed: boolean;
}

/**
 * What investors see of a tenant: a copy that holds the shown fields and nothing else, so that no search, filter or
 * sort can find out what is hidden.
 */
@Entity('shown_profile')
@ObjectType()
export class ShownProfile extends ProfileFacts {
  @Column('text', { name: 'name_zh' })
  @Field(() => String)
  nameZh: string;

  @Column('text', { name: 'name_en' })
  @Field(() => String)
  nameEn: string;

  /** `active`, `graduating` or `alumni`. */
  @Column('text', { name: 'tenancy_state' })
  @Field(() => String)
  tenancyState: string;
}
