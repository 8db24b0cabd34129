import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection';

export const LedgerEntryKind = {
  transfer: 'transfer',
  hold: 'hold',
  post: 'post',
  void: 'void',
  expiry: 'expiry',
} as const;
export type LedgerEntryKind = (typeof LedgerEntryKind)[keyof typeof LedgerEntryKind];
registerEnumType(LedgerEntryKind, {
  name: 'LedgerEntryKind',
  description: 'A transfer, a hold, or what became of a hold: posted (whole or in part), voided, expired.',
});

/** One line of an account's statement: what happened, why, and what the account had right after it. */
@ObjectType()
export class LedgerEntry {
  @Field(() => ID)
  id: string;

  @Field(() => Date)
  at: Date;

  @Field(() => LedgerEntryKind)
  kind: LedgerEntryKind;

  @Field(() => String)
  unit: string;

  /** Change of what is posted: above zero in, below zero out. */
  @Field(() => BigInt)
  posted: bigint;

  /** Change of what is set aside on its way out: above zero held, below zero let go. */
  @Field(() => BigInt)
  pending: bigint;

  /** Change of what is available: posted less pending. */
  @Field(() => BigInt)
  change: bigint;

  @Field(() => BigInt)
  postedAfter: bigint;

  @Field(() => BigInt)
  pendingAfter: bigint;

  @Field(() => BigInt)
  availableAfter: bigint;

  /** Code of the account on the other side. */
  @Field(() => String)
  counterCode: string;

  /** What owns the account on the other side: `pool`, `programme`, … */
  @Field(() => String)
  counterOwnerType: string;

  @Field(() => ID)
  counterAccountId: string;

  /** The hold whose fate this is; null for a transfer and for a hold itself. */
  @Field(() => ID, { nullable: true })
  holdId: string | null;

  @Field(() => Date, { nullable: true })
  expiresAt: Date | null;

  /** The case (or record) that caused it, and what happened to it. */
  @Field(() => String)
  causeType: string;

  @Field(() => String)
  causeId: string;

  @Field(() => String)
  event: string;

  /** In the viewer's language. */
  @Field(() => String, { nullable: true })
  memo: string | null;

  /** Who did it; null for the system. */
  actorId: string | null;
}

/** The type that a platform's resolver gives for a statement: `@Query(() => LedgerEntryConnection)`. */
export const LedgerEntryConnection = connectionOf(LedgerEntry, 'LedgerEntry');
