import { migration } from '@wutong/core-server';

/** Which requests a plan serves before others; said when a request is sized. */
export const ComputePriority1764376200000 = migration(
  'ComputePriority1764376200000',
  `
  alter table compute_request add priority text not null default 'normal' check (priority in ('high', 'normal', 'low'));
  alter table compute_request add check (priority = 'normal' or length(trim(sizing_note)) > 0);
  `,
);
