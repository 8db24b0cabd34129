import { migration } from '@wutong/core-server';

/** What people of the centre think of a compute request: three criteria from 1 to 5. Companies never read it. */
export const ComputeReview1764385200000 = migration(
  'ComputeReview1764385200000',
  `
  create table compute_review (
    id uuid primary key,
    request_id uuid not null references compute_request,
    organisation_id uuid not null references organisation,
    reviewer_id uuid not null references app_user,
    reviewer_name text not null,
    merit int not null check (merit between 1 and 5),
    readiness int not null check (readiness between 1 and 5),
    soundness int not null check (soundness between 1 and 5),
    comment text check (comment <> ''),
    given_at timestamptz not null,
    changed_at timestamptz,
    unique (request_id, reviewer_id),
    check (comment is not null or (merit in (2, 3, 4) and readiness in (2, 3, 4) and soundness in (2, 3, 4)))
  );
  call guard_rows('compute_review', staff_only => true);
  `,
);
