import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';

@InputType()
export class StartTenancyApplicationInput {
  @Field(() => ID)
  roundId: string;
}

@InputType()
export class SaveTenancyApplicationInput {
  @Field(() => ID)
  id: string;

  /** Answers by field; `null` takes one away. Fields that are not named stay as they are. */
  @Field(() => Json)
  changes: Record<string, unknown>;
}

/** A move on the version of the application that the person saw. */
@InputType()
export class TenancyApplicationMoveInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class TenancyApplicationReasonInput extends TenancyApplicationMoveInput {
  @Field(() => String)
  reason: string;
}

@InputType()
export class RequestTenancyApplicationInfoInput extends TenancyApplicationReasonInput {
  @Field(() => [String])
  sections: string[];

  @Field(() => Date)
  dueAt: Date;
}

@InputType()
export class MarkTenancyApplicationIneligibleInput extends TenancyApplicationReasonInput {
  /** Ids of the rules of eligibility that it breaks. */
  @Field(() => [String])
  rules: string[];
}

@InputType()
export class PanelInput {
  /** Who sat on the panel, by user id. Those with a conflict of interest are recorded as absent. */
  @Field(() => [ID])
  present: string[];

  @Field(() => String)
  minutes: string;
}

@InputType()
export class OfferInput extends TenancyApplicationMoveInput {
  @Field(() => PanelInput)
  panel: PanelInput;

  @Field(() => Int)
  desks: number;

  @Field(() => Date)
  expiresAt: Date;

  @Field(() => String)
  agreementText: string;
}

@InputType()
export class WaitlistInput extends TenancyApplicationMoveInput {
  @Field(() => PanelInput)
  panel: PanelInput;

  @Field(() => Int)
  rank: number;
}

@InputType()
export class DeclineTenancyApplicationInput extends TenancyApplicationReasonInput {
  /** Needed when the panel declines. */
  @Field(() => PanelInput, { nullable: true })
  panel?: PanelInput | null;
}

@InputType()
export class SignOfferInput extends TenancyApplicationMoveInput {
  /** sha256 of the agreement as it was read; another one means that the text has changed. */
  @Field(() => String)
  agreementHash: string;

  @Field(() => String)
  signedName: string;
}
