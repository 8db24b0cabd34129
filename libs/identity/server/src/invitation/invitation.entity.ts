import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RoleName } from '../access/roles';

export const InvitationStates = { pending: 'pending', accepted: 'accepted', revoked: 'revoked' } as const;
registerEnumType(InvitationStates, { name: 'InvitationState' });

/** An invitation by e-mail to join an organisation in given roles: used once, until it expires. */
@Entity('invitation')
@ObjectType()
export class Invitation {
  @PrimaryColumn('uuid')
  @Field(() => ID)
  id: string;

  @Column('uuid', { name: 'organisation_id' })
  @Field(() => ID)
  organisationId: string;

  @Column('text')
  @Field(() => String)
  email: string;

  @Column('text', { array: true })
  @Field(() => [String])
  roles: RoleName[];

  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('text')
  @Field(() => InvitationStates)
  state: keyof typeof InvitationStates;

  @Column('uuid', { name: 'invited_by' })
  invitedBy: string;

  @Column('text', { name: 'invited_by_name' })
  @Field(() => String)
  invitedByName: string;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => Date)
  createdAt: Date;

  /** When the letter last went out. */
  @Column('timestamptz', { name: 'sent_at' })
  @Field(() => Date)
  sentAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  @Field(() => Date)
  expiresAt: Date;

  @Column('uuid', { name: 'accepted_by', nullable: true })
  acceptedBy: string | null;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  @Field(() => Date, { nullable: true })
  acceptedAt: Date | null;
}
