import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { OrganisationKind } from '@wutong/core-server';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const OrganisationKinds = {
  tenant: 'tenant',
  investor: 'investor',
  supplier: 'supplier',
  adopter: 'adopter',
  centre: 'centre',
} as const satisfies Record<OrganisationKind, OrganisationKind>;
registerEnumType(OrganisationKinds, { name: 'OrganisationKind' });

export const OrganisationStates = { active: 'active', closed: 'closed' } as const;
registerEnumType(OrganisationStates, { name: 'OrganisationState' });

/** A company or institution for which people act. Nobody can act for a closed one. */
@Entity('organisation')
@ObjectType()
export class Organisation {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('text')
  @Field(() => OrganisationKinds)
  kind: OrganisationKind;

  /** Its name in addresses: lower-case Latin letters, digits and hyphens. */
  @Column('text')
  @Field(() => String)
  slug: string;

  /** Both names are always there: where only one was given, it stands for both. */
  @Column('text', { name: 'name_zh' })
  @Field(() => String)
  nameZh: string;

  @Column('text', { name: 'name_en' })
  @Field(() => String)
  nameEn: string;

  /** The unified social credit code, or the registration number of a company from elsewhere. */
  @Column('text', { name: 'registration_id', nullable: true })
  @Field(() => String, { nullable: true })
  registrationId: string | null;

  @Column('text')
  @Field(() => OrganisationStates)
  state: keyof typeof OrganisationStates;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  @Column('int')
  @Field(() => Int)
  version: number;
}
