import { migration } from '@wutong/core-server';

/** GPUs that an operator keeps for something that is no request, with the reason. */
export const ComputeReservationByHand1764364200000 = migration(
  'ComputeReservationByHand1764364200000',
  `
  alter table compute_reservation alter request_id drop not null;
  alter table compute_reservation add reason text check (length(trim(reason)) > 0), add reserved_by_name text;
  alter table compute_reservation add check (num_nulls(request_id, reason) = 1 and (reason is null) = (reserved_by_name is null));
  `,
);
