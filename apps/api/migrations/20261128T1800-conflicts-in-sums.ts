import { migration } from '@wutong/core-server';

/**
 * What a person with a conflict of interest may not know, and what they may: unknown usage of an account that is known to
 * be that organisation's is hidden from them like all that is its own, and the free GPUs of a pool are told to them as to
 * everybody, reservations of that organisation included.
 */
export const ConflictsInSums1764352800000 = migration(
  'ConflictsInSums1764352800000',
  `
  -- Whether nothing bars the present actor from what a cluster's account did. Reads past row-level security, which hides
  -- the very row that says whose the account is.
  create function usage_account_is_open(of_cluster text, of_account text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select from usage_account a
      where a.cluster = of_cluster and a.account = of_account
        and a.organisation_id = any (nullif(current_setting('wutong.conflicts', true), '')::uuid[]))
  $$;
  drop policy staff on parked_usage;
  create policy staff on parked_usage using (
    (select current_setting('wutong.reach', true) = 'system')
    or ((select current_setting('wutong.reach', true) = 'centre') and usage_account_is_open(cluster, account)));

  -- GPUs of a pool that are reserved at a moment, whosesoever: a number for the centre, nobody's name.
  create function reserved_gpus(pool uuid, moment timestamptz) returns bigint
  language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(sum(gpus), 0) from compute_reservation
     where pool_id = pool and starts_at <= moment and ends_at > moment
       and current_setting('wutong.reach', true) in ('centre', 'system')
  $$;
  revoke execute on function usage_account_is_open, reserved_gpus from public;
  grant execute on function usage_account_is_open, reserved_gpus to wutong_app;
  `,
);
