import { migration } from '@wutong/core-server';

/** Which of its running grants of a GPU class a tenant wants to use up first. */
export const ComputeGrantPaysFirst1764360000000 = migration(
  'ComputeGrantPaysFirst1764360000000',
  `
  alter table compute_grant add pays_first boolean not null default false;
  create unique index compute_grant_pays_first on compute_grant (organisation_id, gpu_class) where pays_first;
  `,
);
