import { migration } from '@wutong/core-server';

/**
 * Row-level security's rules, the answers of idempotent commands, and the timelines of cases.
 *
 * `Database` sets four settings on a connection before its first statement: wutong.reach (tenant, investor, supplier,
 * adopter, centre, system, anonymous), wutong.organisation, wutong.actor and wutong.conflicts. Without them nothing
 * is visible. They stand in sub-selects below so that PostgreSQL reads each once a statement, not once a row; the
 * comparison with them too, as a yes or no: the planner takes one of those for a coin toss, but `setting = 'centre'`
 * for one row in 200, and would then sort whole tables from which it could read the first page in order.
 */
export const CoreAccess1763890800000 = migration(
  'CoreAccess1763890800000',
  `
  create extension if not exists btree_gist;
  create extension if not exists pg_trgm;
  create extension if not exists pgcrypto;

  -- guard_rows('table') : rows with an organisation_id are for that organisation, for the centre (but for conflicts of
  -- interest) and for the system. \`also\` is one more condition under which a row may be read; \`grants\` what the
  -- app role may do at all; \`staff_only\` hides the rows from the organisation itself.
  create procedure guard_rows(
    tab regclass, also text default 'false', grants text default 'select, insert, update, delete',
    staff_only boolean default false)
  language plpgsql as $$
  declare
    own text := $p$
      (select current_setting('wutong.reach', true) = 'system')
      or ((select current_setting('wutong.reach', true) = 'centre')
          and organisation_id <> all ((select nullif(current_setting('wutong.conflicts', true), '')::uuid[])::uuid[]))
    $p$;
  begin
    if not staff_only then
      own := own || $p$
      or ((select current_setting('wutong.reach', true) <> 'anonymous')
          and organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid))
      $p$;
    end if;
    execute format('alter table %s enable row level security', tab);
    execute format('create policy own on %s using (%s) with check (%s)', tab, own, own);
    if also <> 'false' then
      execute format('create policy also on %s for select using (%s)', tab, also);
    end if;
    execute format('grant %s on %s to wutong_app', grants, tab);
  end $$;

  create table idempotency_key (
    actor text not null,
    command text not null,
    key text not null,
    input_hash bytea not null,
    answer jsonb,
    created_at timestamptz not null,
    primary key (actor, command, key)
  );
  create index on idempotency_key (created_at);
  alter table idempotency_key enable row level security;
  create policy own on idempotency_key using (
    (select current_setting('wutong.reach', true) = 'system')
    or actor = coalesce(nullif((select current_setting('wutong.actor', true)), ''), (select current_setting('wutong.reach', true))));
  grant select, insert, update, delete on idempotency_key to wutong_app;

  create table case_event (
    id uuid primary key,
    workflow text not null,
    case_id uuid not null,
    organisation_id uuid not null,
    version int not null,
    event text not null,
    from_state text,
    to_state text not null,
    actor_id uuid,
    actor_name text not null,
    reason text,
    data jsonb not null default '{}',
    at timestamptz not null,
    unique (workflow, case_id, version),
    needs_reason boolean not null,
    check (not needs_reason or length(trim(reason)) > 0)
  );
  create index on case_event (organisation_id, at);
  call guard_rows('case_event', grants => 'select, insert');
  `,
);
