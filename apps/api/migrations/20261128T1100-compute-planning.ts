import { migration } from '@wutong/core-server';

/**
 * Planning cycles: the world that was planned, the plan, what each tenant and each request got in it and why, and what
 * was published. Here organisation_id of what is the cycle's own is the centre; what is of a tenant carries the tenant's,
 * so that each tenant reads its own lines, and conflicts of interest hide them.
 */
export const ComputePlanning1764327600000 = migration(
  'ComputePlanning1764327600000',
  `
  create table planning_cycle (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    code text not null unique check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
    state text not null,
    version int not null,
    first_month text not null check (first_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    last_month text not null check (last_month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' and last_month >= first_month),
    quantum_mh bigint not null check (quantum_mh > 0),
    policy jsonb not null,
    note text not null,
    opened_by uuid references app_user,
    opened_by_name text not null,
    opened_at timestamptz not null,
    proposal_id uuid,
    proposed_by uuid references app_user,
    approval_by text check (approval_by in ('programme_lead', 'approver')),
    applied_by_name text,
    applied_at timestamptz,
    published_at timestamptz,
    check (state not in ('proposed', 'applied', 'published') or (proposal_id is not null and approval_by is not null)),
    check ((state in ('applied', 'published')) = (applied_at is not null)),
    check ((state = 'published') = (published_at is not null))
  );
  create index on planning_cycle (opened_at desc, id desc);
  call guard_rows('planning_cycle', grants => 'select, insert, update',
    also => $$state = 'published' and (select current_setting('wutong.reach', true)) = 'tenant'$$);

  -- Requests that staff left out of a cycle, and why.
  create table planning_left_out (
    cycle_id uuid not null references planning_cycle,
    request_id uuid not null references compute_request,
    organisation_id uuid not null references organisation,
    reason text not null check (length(trim(reason)) > 0),
    left_out_by_name text not null,
    left_out_at timestamptz not null,
    primary key (cycle_id, request_id)
  );
  call guard_rows('planning_left_out', grants => 'select, insert, delete');

  -- One run of the planner: the world as it went in, and the plan as it came out.
  create table planning_proposal (
    id uuid primary key,
    cycle_id uuid not null references planning_cycle,
    organisation_id uuid not null references organisation,
    number int not null check (number > 0),
    state text not null check (state in ('computing', 'ready', 'failed')),
    inputs_hash text,
    world jsonb,
    plan jsonb,
    plan_hash text,
    first_come jsonb,
    failure jsonb,
    asked_by uuid references app_user,
    asked_by_name text not null,
    asked_at timestamptz not null,
    ready_at timestamptz,
    unique (cycle_id, number),
    check ((state = 'ready') = (world is not null and inputs_hash is not null and plan is not null and plan_hash is not null
      and first_come is not null and ready_at is not null)),
    check ((state = 'failed') = (failure is not null))
  );
  create unique index one_computation on planning_proposal (cycle_id) where state = 'computing';
  call guard_rows('planning_proposal', grants => 'select, insert, update', staff_only => true);
  alter table planning_cycle add foreign key (proposal_id) references planning_proposal;

  -- What one tenant has in a plan, in normalised GPU-milli-hours. Its own people read it once the plan is applied.
  create table planning_share (
    proposal_id uuid not null references planning_proposal,
    organisation_id uuid not null references organisation,
    cycle_id uuid not null references planning_cycle,
    -- Its number in the published report.
    alias int not null,
    weight int not null check (weight > 0),
    asked_mh bigint not null,
    granted_mh bigint not null,
    entitlement_mh bigint not null,
    borrowed_mh bigint not null,
    lent_mh bigint not null,
    is_incentive_kept boolean not null,
    cost_fen bigint not null,
    first_come_mh bigint not null,
    first_come_fen bigint not null,
    -- Normalised hours that were its due in each month: what it had already, and its slice of the plan.
    due jsonb not null,
    decided_at timestamptz,
    primary key (proposal_id, organisation_id)
  );
  create index on planning_share (organisation_id) where decided_at is not null;
  call guard_rows('planning_share', grants => 'select, insert, update (decided_at)');
  create policy proposals_are_private on planning_share as restrictive for select
    using (decided_at is not null or (select current_setting('wutong.reach', true)) in ('centre', 'system'));

  -- What one request has in a plan and why, in GPU-milli-hours of its class.
  create table planning_outcome (
    proposal_id uuid not null references planning_proposal,
    request_id uuid not null references compute_request,
    organisation_id uuid not null references organisation,
    cycle_id uuid not null references planning_cycle,
    number text not null,
    gpu_class text not null,
    asked_mh bigint not null,
    granted_mh bigint not null,
    first_come_mh bigint not null,
    level_mh bigint not null,
    cost_fen bigint not null,
    marginal_fen bigint not null,
    reason_kind text not null,
    reason jsonb not null,
    lines jsonb not null,
    reservations jsonb not null,
    decided_at timestamptz,
    primary key (proposal_id, request_id)
  );
  create index on planning_outcome (request_id) where decided_at is not null;
  call guard_rows('planning_outcome', grants => 'select, insert, update (decided_at)');
  create policy proposals_are_private on planning_outcome as restrictive for select
    using (decided_at is not null or (select current_setting('wutong.reach', true)) in ('centre', 'system'));

  -- Changes of the world that were tried on a cycle's plan, by name, with what came of them.
  create table planning_scenario (
    id uuid primary key,
    cycle_id uuid not null references planning_cycle,
    organisation_id uuid not null references organisation,
    name text not null check (length(trim(name)) > 0),
    changes jsonb not null,
    inputs_hash text,
    result jsonb,
    failure jsonb,
    run_by_name text not null,
    run_at timestamptz not null,
    unique (cycle_id, name)
  );
  call guard_rows('planning_scenario', grants => 'select, insert, update', staff_only => true);

  -- The fairness report of a cycle as published: tenants by number, for everybody of the centre and every tenant.
  create table planning_report (
    cycle_id uuid primary key references planning_cycle,
    organisation_id uuid not null references organisation,
    report jsonb not null,
    published_by_name text not null,
    published_at timestamptz not null
  );
  call guard_rows('planning_report', grants => 'select, insert',
    also => $$(select current_setting('wutong.reach', true)) = 'tenant'$$);
  `,
);
