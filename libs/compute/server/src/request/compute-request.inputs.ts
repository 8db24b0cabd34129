import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Json } from '@wutong/core-server';
import { ComputePriority } from './compute-priority';
import { ComputePurpose, ComputeRequest } from './compute-request.entity';

@InputType()
export class SaveComputeRequestInput {
  @Field(() => ID)
  id: string;

  /** Fields that are not named stay as they are; `null` empties one. */
  @Field(() => String, { nullable: true })
  gpuClass?: string | null;

  @Field(() => Int, { nullable: true })
  gpus?: number | null;

  @Field(() => Date, { nullable: true })
  startsAt?: Date | null;

  @Field(() => Date, { nullable: true })
  endsAt?: Date | null;

  /** GPU-milli-hours wanted; left out or null: all GPUs for the whole window. */
  @Field(() => BigInt, { nullable: true })
  amountMh?: bigint | null;

  @Field(() => ComputePurpose, { nullable: true })
  purposeKind?: ComputePurpose | null;

  @Field(() => String, { nullable: true })
  purpose?: string | null;

  @Field(() => [ID], { nullable: true })
  datasetIds?: string[] | null;

  /** To the questions of the centre; those that are not named stay, `null` takes one away. */
  @Field(() => Json, { nullable: true })
  answers?: Record<string, unknown> | null;

  /** Members of the organisation who will use it. */
  @Field(() => [ID], { nullable: true })
  userIds?: string[] | null;
}

/** A move on the version of the request that the person saw. */
@InputType()
export class ComputeRequestMoveInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;
}

@InputType()
export class ComputeRequestReasonInput extends ComputeRequestMoveInput {
  @Field(() => String)
  reason: string;
}

@InputType()
export class RequestComputeInfoInput extends ComputeRequestMoveInput {
  @Field(() => String)
  question: string;

  @Field(() => Date)
  dueAt: Date;
}

@InputType()
export class SizeComputeRequestInput extends ComputeRequestMoveInput {
  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  startsAt: Date;

  @Field(() => Date)
  endsAt: Date;

  /** Left out: all GPUs for the whole window. */
  @Field(() => BigInt, { nullable: true })
  amountMh?: bigint | null;

  /** Left out: `normal`. Another one needs a note. */
  @Field(() => ComputePriority, { nullable: true })
  priority?: ComputePriority | null;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@InputType()
export class RequestComputeChangeInput extends ComputeRequestMoveInput {
  @Field(() => Int)
  gpus: number;

  @Field(() => Date)
  endsAt: Date;

  @Field(() => String)
  justification: string;
}

@InputType()
export class RequestComputeRenewalInput extends ComputeRequestMoveInput {
  @Field(() => Date)
  endsAt: Date;

  /** GPU-milli-hours beyond those granted; left out: all GPUs for the added time. */
  @Field(() => BigInt, { nullable: true })
  moreMh?: bigint | null;

  @Field(() => String)
  justification: string;
}

@InputType()
export class DecideComputeChangeInput extends ComputeRequestMoveInput {
  @Field(() => Boolean)
  accept: boolean;

  /** Needed when refused. */
  @Field(() => String, { nullable: true })
  note?: string | null;
}

@ObjectType()
export class ComputeRequestProblem {
  /** As in the input: `gpus`, `answers.estimate`. */
  @Field(() => String)
  field: string;

  @Field(() => String)
  message: string;
}

/** What stands against handing in: everything at once, in the viewer's language. */
@ObjectType()
export class ComputeRequestProblems {
  @Field(() => [ComputeRequestProblem])
  problems: ComputeRequestProblem[];
}

/** The tenant's quota has less than the request needs. Nothing has happened. */
@ObjectType()
export class ComputeBudgetExceeded {
  @Field(() => String)
  gpuClass: string;

  @Field(() => BigInt)
  neededMh: bigint;

  @Field(() => BigInt)
  availableMh: bigint;

  @Field(() => String)
  message: string;
}

export const SubmitComputeRequestResult = createUnionType({
  name: 'SubmitComputeRequestResult',
  types: () => [ComputeRequest, ComputeRequestProblems] as const,
  resolveType: (value: object) => ('problems' in value ? ComputeRequestProblems : ComputeRequest),
});

export const DecideComputeRequestResult = createUnionType({
  name: 'DecideComputeRequestResult',
  types: () => [ComputeRequest, ComputeBudgetExceeded] as const,
  resolveType: (value: object) => ('neededMh' in value ? ComputeBudgetExceeded : ComputeRequest),
});
