import { migration } from '@wutong/core-server';

/** The run time that a job asked for, beside what it used. */
export const ComputeTimeLimits1764370800000 = migration(
  'ComputeTimeLimits1764370800000',
  `
  alter table usage_record add limit_seconds int check (limit_seconds > 0);
  `,
);
