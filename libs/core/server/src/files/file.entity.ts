import { Field, Float, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Sizes stay below 2⁵³, so a number holds them. */
const asNumber = { from: (size: bigint) => Number(size), to: (size: number) => size };

@Entity('file')
@ObjectType('File', { description: 'A document that somebody sent. Its content never changes.' })
export class StoredFile {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  organisationId: string;

  @Column('uuid', { name: 'uploaded_by' })
  uploadedBy: string;

  @Column('text')
  purpose: string;

  @Column('text')
  @Field(() => String)
  name: string;

  /** What the browser said it was. */
  @Column('text', { name: 'declared_type' })
  declaredType: string;

  @Column('bigint', { transformer: asNumber })
  @Field(() => Float, { description: 'In bytes.' })
  size: number;

  @Column('text')
  state: 'uploading' | 'stored';

  @Column('text', { name: 'media_type', nullable: true })
  @Field(() => String, { nullable: true, description: 'Found from the content; null until all of it is here.' })
  mediaType: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'SHA-256 of the content in hexadecimal.' })
  sha256: string | null;

  @Column('text', { name: 'subject_type', nullable: true })
  subjectType: string | null;

  @Column('uuid', { name: 'subject_id', nullable: true })
  subjectId: string | null;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => GraphQLISODateTime)
  createdAt: Date;

  /** The last time something arrived for it or it was let go; abandoned files are found by it. */
  @Column('timestamptz', { name: 'touched_at' })
  touchedAt: Date;

  @Column('timestamptz', { name: 'stored_at', nullable: true })
  storedAt: Date | null;

  @Field(() => String, { description: 'Where it is read. Range requests are answered; add ?download to save it.' })
  get url(): string {
    return `/files/${this.id}/${encodeURIComponent(this.name)}`;
  }
}
