import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Column, PrimaryColumn } from 'typeorm';

/** A version of what the centre has published, as a form or criteria. Versions are only added, never changed. */
@ObjectType({ isAbstract: true })
export abstract class PublishedVersion {
  @PrimaryColumn('int')
  @Field(() => Int)
  version: number;

  /** Why this version was made. */
  @Column('text')
  @Field(() => String)
  note: string;

  @Column('uuid', { name: 'published_by', nullable: true })
  publishedBy: string | null;

  /** Absent on the first version, which came with the portal. */
  @Column('text', { name: 'published_by_name', nullable: true })
  @Field(() => String, { nullable: true })
  publishedByName: string | null;

  @Column('timestamptz', { name: 'published_at' })
  @Field(() => Date)
  publishedAt: Date;
}
