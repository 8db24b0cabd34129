import { migration } from '@wutong/core-server';

/** Rounds, applications with their revisions and decisions, and tenancies with their tasks. */
export const Tenancy1763895600000 = migration(
  'Tenancy1763895600000',
  `
  create table intake_round (
    id uuid primary key,
    name_en text not null,
    name_zh text not null,
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    grace_minutes int not null default 0,
    ends_at timestamptz not null,
    desks int not null,
    desks_taken int not null default 0,
    form_version int not null,
    check (opens_at < closes_at and closes_at <= ends_at),
    check (desks_taken between 0 and desks)
  );
  -- Rounds are public: everybody may read, staff write; signing an offer takes desks in the founder's own transaction.
  alter table intake_round enable row level security;
  create policy everyone_reads on intake_round for select using (true);
  create policy staff_writes on intake_round for insert
    with check ((select current_setting('wutong.reach', true) in ('centre', 'system')));
  create policy tenants_take_desks on intake_round for update
    using ((select current_setting('wutong.reach', true) in ('centre', 'system', 'tenant')));
  grant select, insert, update on intake_round to wutong_app;

  create sequence tenancy_application_number;
  grant usage on sequence tenancy_application_number to wutong_app;

  create table tenancy_application (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    round_id uuid not null references intake_round,
    number text not null unique,
    state text not null,
    version int not null,
    form_version int not null,
    answers jsonb not null default '{}',
    revision int not null default 0,
    saved_at timestamptz not null,
    submitted_at timestamptz,
    created_by uuid not null references app_user,
    claimed_by uuid references app_user,
    claimed_by_name text,
    due_at timestamptz,
    return_to text check (return_to in ('screening', 'due_diligence')),
    info_sections text[] not null default '{}',
    cited_rules text[] not null default '{}',
    decided_by uuid references app_user,
    appealed boolean not null default false,
    waitlist_rank int check (waitlist_rank > 0),
    desks_offered int check (desks_offered > 0),
    agreement_text text,
    agreement_hash text,
    signed_name text,
    signed_at timestamptz,
    check (state <> 'info_requested' or (return_to is not null and cardinality(info_sections) > 0 and due_at is not null)),
    check (state <> 'accepted' or (signed_name is not null and agreement_hash is not null))
  );
  create unique index one_application_a_round on tenancy_application (organisation_id, round_id)
    where state not in ('discarded', 'withdrawn', 'closed', 'dismissed', 'lapsed', 'offer_declined', 'offer_expired');
  create unique index one_rank_a_round on tenancy_application (round_id, waitlist_rank) where state = 'waitlisted';
  -- The queue: newest first, of one state or of all; drafts are the founders' own and not in it.
  create index on tenancy_application (submitted_at desc, id desc) where submitted_at is not null;
  create index on tenancy_application (state, submitted_at desc, id desc) where submitted_at is not null;
  create index on tenancy_application (organisation_id);
  call guard_rows('tenancy_application', grants => 'select, insert, update');
  create policy drafts_are_private on tenancy_application as restrictive for select
    using (submitted_at is not null or (select current_setting('wutong.reach', true) <> 'centre'));

  create table tenancy_application_revision (
    application_id uuid not null references tenancy_application,
    revision int not null,
    organisation_id uuid not null,
    answers jsonb not null,
    submitted_at timestamptz not null,
    submitted_by uuid references app_user,
    primary key (application_id, revision)
  );
  call guard_rows('tenancy_application_revision', grants => 'select, insert');

  create table due_diligence_item (
    id uuid primary key,
    application_id uuid not null references tenancy_application,
    organisation_id uuid not null,
    key text not null,
    mandatory boolean not null,
    status text not null check (status in ('open', 'done', 'waived')),
    note text,
    settled_by_name text,
    settled_at timestamptz,
    unique (application_id, key),
    check (status <> 'waived' or length(trim(note)) > 0)
  );
  call guard_rows('due_diligence_item', grants => 'select, insert, update', staff_only => true);

  create table panel_decision (
    id uuid primary key,
    application_id uuid not null references tenancy_application,
    organisation_id uuid not null,
    decision text not null check (decision in ('offer', 'waitlist', 'decline')),
    present_names text[] not null,
    absent_for_conflict_names text[] not null,
    minutes text not null check (length(trim(minutes)) > 0),
    decided_at timestamptz not null
  );
  create index on panel_decision (application_id);
  call guard_rows('panel_decision', grants => 'select, insert', staff_only => true);

  create table tenancy (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    application_id uuid not null unique references tenancy_application,
    state text not null,
    version int not null,
    desks int not null check (desks > 0),
    signed_at timestamptz not null,
    activated_at timestamptz,
    ended_at timestamptz,
    termination_proposed_by uuid references app_user,
    termination_proposal text,
    graduation_record text
  );
  create unique index one_tenancy_at_a_time on tenancy (organisation_id)
    where state not in ('alumni', 'alumni_inactive', 'cancelled', 'terminated');
  create index on tenancy (signed_at desc, id desc);
  create index on tenancy (state, signed_at desc, id desc);
  call guard_rows('tenancy', grants => 'select, insert, update');

  create table tenancy_task (
    id uuid primary key,
    tenancy_id uuid not null references tenancy,
    organisation_id uuid not null,
    stage text not null check (stage in ('onboarding', 'offboarding')),
    key text not null,
    owner text not null check (owner in ('founder', 'centre')),
    mandatory boolean not null,
    note text,
    done_by_name text,
    done_at timestamptz,
    unique (tenancy_id, stage, key)
  );
  call guard_rows('tenancy_task', grants => 'select, insert, update');
  `,
);
