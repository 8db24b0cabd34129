import { Field, InputType, Int } from '@nestjs/graphql';
import { z } from 'zod';

const LONGEST_DAYS = 365;

@InputType()
export class CreateApiTokenInput {
  /** What it is for, to know it again in the list. */
  @Field(() => String)
  name: string;

  /** Of one's own permissions, those that the program needs. */
  @Field(() => [String])
  permissions: string[];

  /** 1 to 365. */
  @Field(() => Int)
  expiresInDays: number;
}

export const createApiTokenSchema = z.object({
  name: z.string().trim().min(1).max(80),
  permissions: z.array(z.string().max(80)).min(1).max(500).transform((names) => [...new Set(names)].sort()),
  expiresInDays: z.int().min(1).max(LONGEST_DAYS),
});
