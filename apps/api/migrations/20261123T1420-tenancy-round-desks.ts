import { migration } from '@wutong/core-server';

/** A round never changes once it is open, but for the desks that signatures take. */
export const TenancyRoundDesks1763906400000 = migration(
  'TenancyRoundDesks1763906400000',
  `
  revoke update on intake_round from wutong_app;
  grant update (desks_taken) on intake_round to wutong_app;
  `,
);
