import { migration } from '@wutong/core-server';

/**
 * The two indexes of metered runs without the key of the run, which few runs of one start need: taking a run in costs the
 * server a third less, and lists read them as before.
 */
export const ComputeUsageIndexes1764324600000 = migration(
  'ComputeUsageIndexes1764324600000',
  `
  drop index usage_record_organisation_id_start_at_job_key_idx;
  drop index usage_record_grant_id_start_at_job_key_idx;
  create index on usage_record (organisation_id, start_at);
  create index on usage_record (grant_id, start_at);
  `,
);
