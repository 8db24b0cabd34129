import { registerEnumType } from '@nestjs/graphql';

export const ComputePriority = { high: 'high', normal: 'normal', low: 'low' } as const;
export type ComputePriority = keyof typeof ComputePriority;
registerEnumType(ComputePriority, { name: 'ComputePriority', description: 'What a plan serves first; within one priority it shares by weight.' });

/** The planner's priority classes, of which 1 is served before 2. */
export const PRIORITY_CLASS: Readonly<Record<ComputePriority, number>> = { high: 3, normal: 5, low: 7 };
