import { migration } from '@wutong/core-server';

/**
 * Metered runs without a reference to the organisation of their own: it is the account's, which has one, and looking it up again
 * for every run took the server a quarter of the time of storing it.
 */
export const ComputeUsageReference1764382200000 = migration(
  'ComputeUsageReference1764382200000',
  `
  alter table usage_record drop constraint usage_record_organisation_id_fkey;
  `,
);
