import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One signed-in browser. It ends by signing out, by idleness, or at the latest at `expiresAt`. */
@Entity('session')
@ObjectType()
export class Session {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  /** The organisation acted for; null for a person who belongs to none. */
  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId: string | null;

  /** The network address from which it was opened. */
  @Column('text')
  @Field(() => String)
  source: string;

  @Column('text', { name: 'user_agent' })
  @Field(() => String)
  userAgent: string;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  /** To the minute. */
  @Column('timestamptz', { name: 'last_seen_at' })
  @Field(() => Date)
  lastSeenAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  @Field(() => Date)
  expiresAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
