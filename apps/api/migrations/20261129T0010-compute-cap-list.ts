import { migration } from '@wutong/core-server';

/** The list of caps is read page by page, those set last first. */
export const ComputeCapList1764375000000 = migration(
  'ComputeCapList1764375000000',
  `
  create index on charge_cap (set_at desc, id desc);
  `,
);
