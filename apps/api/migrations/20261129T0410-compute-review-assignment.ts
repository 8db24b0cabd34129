import { migration } from '@wutong/core-server';

/** Reviewers by name, with a date until when, and rounds: what was asked and given before the company revised stays beside the new. */
export const ComputeReviewAssignment1764389400000 = migration(
  'ComputeReviewAssignment1764389400000',
  `
  alter table compute_request add review_round int not null default 1 check (review_round > 0);
  alter table compute_review add round int not null default 1 check (round > 0);
  alter table compute_review alter round drop default;
  alter table compute_review drop constraint compute_review_request_id_reviewer_id_key;
  alter table compute_review add unique (request_id, round, reviewer_id);

  create table compute_review_assignment (
    id uuid primary key,
    request_id uuid not null references compute_request,
    organisation_id uuid not null references organisation,
    round int not null check (round > 0),
    reviewer_id uuid not null references app_user,
    reviewer_name text not null,
    asked_by uuid not null references app_user,
    asked_by_name text not null,
    asked_at timestamptz not null,
    due_at timestamptz not null check (due_at > asked_at),
    declined_at timestamptz,
    decline_reason text check (decline_reason <> ''),
    unique (request_id, round, reviewer_id),
    check ((declined_at is null) = (decline_reason is null))
  );
  create index on compute_review_assignment (reviewer_id, due_at, id) where declined_at is null;
  call guard_rows('compute_review_assignment', staff_only => true);
  `,
);
