import { migration } from '@wutong/core-server';

/**
 * Files: `file` is what somebody sent and named; `file_blob` is one content, stored once however often it was sent.
 * A blob belongs to nobody and is reached only through a file's row, so its row has no organisation to guard.
 * Once stored, a file's content, name and type never change; only what it is attached to does.
 */
export const CoreFiles1763893200000 = migration(
  'CoreFiles1763893200000',
  `
  create table file_blob (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint not null check (size > 0),
    stored_at timestamptz not null
  );
  alter table file_blob enable row level security;
  create policy content on file_blob using (true) with check (true);
  grant select, insert, update, delete on file_blob to wutong_app;

  create table file (
    id uuid primary key,
    organisation_id uuid not null,
    uploaded_by uuid not null,
    purpose text not null,
    name text not null check (length(name) between 1 and 200 and name !~ '[/\\\\]'),
    declared_type text not null,
    size bigint not null check (size > 0),
    state text not null default 'uploading' check (state in ('uploading', 'stored')),
    media_type text,
    sha256 text references file_blob,
    subject_type text,
    subject_id uuid,
    created_at timestamptz not null,
    touched_at timestamptz not null,
    stored_at timestamptz,
    check (case state when 'stored' then num_nulls(sha256, media_type, stored_at) = 0
                      else num_nonnulls(sha256, media_type, stored_at, subject_id) = 0 end),
    check ((subject_type is null) = (subject_id is null))
  );
  create index on file (organisation_id) include (size);
  create index on file (subject_type, subject_id) where subject_id is not null;
  create index on file (touched_at) where subject_id is null;
  create index on file (sha256);
  call guard_rows('file');

  create function keep_stored_file() returns trigger language plpgsql as $$
  begin
    if old.state = 'stored' and
       (new.state, new.sha256, new.size, new.name, new.media_type, new.organisation_id, new.uploaded_by, new.purpose)
       is distinct from
       (old.state, old.sha256, old.size, old.name, old.media_type, old.organisation_id, old.uploaded_by, old.purpose)
    then
      raise exception 'file %: a stored file never changes', old.id;
    end if;
    if old.subject_id is not null and new.subject_id is not null
       and (new.subject_type, new.subject_id) is distinct from (old.subject_type, old.subject_id) then
      raise exception 'file %: it is attached to something else', old.id;
    end if;
    return new;
  end $$;
  create trigger keep_stored_file before update on file for each row execute function keep_stored_file();
  `,
);
