import { getConstructionPlans } from 'pg-boss';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Jobs (pg-boss), handled events, timers, notifications and mails, the audit trail.
 *
 * pg-boss's own schema comes from the package, as its version makes it: an upgrade that changes the schema comes with a
 * migration that runs `getMigrationPlans('pgboss', <version found>)`. The application never migrates it.
 */
export class CoreRooms1763892600000 implements MigrationInterface {
  readonly name = 'CoreRooms1763892600000';

  async up(runner: QueryRunner): Promise<void> {
    // The plan brings its own transaction; this migration already runs in one.
    const plan = getConstructionPlans('pgboss').replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, '');
    await runner.query(plan);
    await runner.query(PGBOSS);
    await runner.query(ROOMS);
    await runner.query(AUDIT);
  }

  down(): Promise<void> {
    return Promise.reject(new Error(`${this.name} cannot be undone: restore a backup`));
  }
}

/** Whoever asks for something may add jobs; only the system sees and works them. */
const PGBOSS = `
  grant usage on schema pgboss to wutong_app;
  grant select, insert, update, delete on all tables in schema pgboss to wutong_app;
  grant usage on all sequences in schema pgboss to wutong_app;

  do $$ declare tab regclass; begin
    for tab in
      select oid::regclass from pg_class where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p')
    loop
      execute format('alter table %s enable row level security', tab);
      execute format(
        $p$create policy system on %s using ((select current_setting('wutong.reach', true) = 'system'))$p$, tab);
    end loop;
  end $$;
  create policy send on pgboss.job for insert with check (true);
  create policy send on pgboss.job_common for insert with check (true);
  create policy read on pgboss.queue for select using (true);

  -- A job without a heartbeat for 20 s is tried again; after 10 retries, over half an hour, it is dead.
  select pgboss.create_queue('dead', '{"policy": "standard", "retentionSeconds": 31536000}');
  select pgboss.create_queue(lane, '{"policy": "standard", "deadLetter": "dead", "heartbeatSeconds": 20,
    "expireInSeconds": 900, "retryLimit": 10, "retryDelay": 2, "retryBackoff": true, "retryDelayMax": 600,
    "retentionSeconds": 7776000, "deleteAfterSeconds": 86400}')
  from unnest(array['events', 'jobs']) as lane;
`;

const ROOMS = `
  create table event_handled (
    event_id uuid not null,
    handler text not null,
    at timestamptz not null,
    primary key (event_id, handler)
  );
  create index on event_handled (at);

  create table timer (
    id uuid primary key,
    subject_type text not null,
    subject_id uuid not null,
    organisation_id uuid not null,
    event text not null,
    due_at timestamptz not null,
    payload jsonb not null default '{}',
    attempts int not null default 0,
    retry_at timestamptz,
    failed_at timestamptz,
    last_error text,
    unique (subject_type, subject_id, event)
  );
  create index on timer (coalesce(retry_at, due_at), id);
  call guard_rows('timer');

  create table notification (
    id uuid primary key,
    user_id uuid not null,
    topic text not null,
    event_key text not null,
    subject_type text,
    subject_id uuid,
    organisation_id uuid,
    params jsonb not null,
    created_at timestamptz not null,
    in_app boolean not null,
    read_at timestamptz,
    mail_due_at timestamptz,
    mail_id uuid,
    unique (user_id, topic, event_key),
    check ((subject_type is null) = (subject_id is null))
  );
  create index on notification (user_id, created_at desc, id desc) where in_app;
  create index on notification (user_id) where in_app and read_at is null;
  create index on notification (mail_due_at) where mail_due_at is not null;
  create index on notification (mail_id) where mail_id is not null;

  create table notification_setting (
    user_id uuid not null,
    topic text not null,
    in_app boolean not null,
    mail text not null check (mail in ('immediate', 'daily', 'off')),
    primary key (user_id, topic)
  );

  create table notification_hours (
    user_id uuid primary key,
    quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    quiet_to text check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    digest_at text not null check (digest_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    check ((quiet_from is null) = (quiet_to is null) and quiet_from is distinct from quiet_to or quiet_from is null)
  );

  create table mail (
    id uuid primary key,
    user_id uuid,
    address text,
    locale text not null check (locale in ('zh-CN', 'en')),
    subject text,
    body text,
    state text not null check (state in ('queued', 'sent', 'kept', 'withheld')),
    created_at timestamptz not null,
    settled_at timestamptz,
    check ((state = 'queued') = (settled_at is null))
  );
  create index on mail (created_at desc, id desc);

  alter table event_handled enable row level security;
  alter table notification enable row level security;
  alter table notification_setting enable row level security;
  alter table notification_hours enable row level security;
  alter table mail enable row level security;
  create policy system on event_handled using ((select current_setting('wutong.reach', true) = 'system'));
  create policy system on notification using ((select current_setting('wutong.reach', true) = 'system'));
  create policy system on notification_setting using ((select current_setting('wutong.reach', true) = 'system'));
  create policy system on notification_hours using ((select current_setting('wutong.reach', true) = 'system'));
  create policy system on mail using ((select current_setting('wutong.reach', true) = 'system'));
  -- One's own, but nothing of an organisation in which one has a conflict of interest.
  create policy own on notification for select using (
    user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid)
    and (organisation_id is null
         or organisation_id <> all ((select nullif(current_setting('wutong.conflicts', true), '')::uuid[])::uuid[])));
  create policy mark on notification for update using (
    user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  create policy own on notification_setting using (
    user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  create policy own on notification_hours using (
    user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  create policy send on mail for insert with check (state = 'queued');
  grant select, insert, delete on event_handled to wutong_app;
  grant select, insert, update on notification to wutong_app;
  grant select, insert, update, delete on mail, notification_setting, notification_hours to wutong_app;
`;

/** The app role adds and reads, and has no right to change or delete. */
const AUDIT = `
  create table audit_entry (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    action text not null,
    subject_type text not null,
    subject_id text not null,
    organisation_id uuid,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    request_id text not null,
    before jsonb,
    after jsonb
  );
  create index on audit_entry (subject_type, subject_id, id);
  create index on audit_entry (organisation_id, id);
  create index on audit_entry (actor_id, id);
  create index on audit_entry (action, id);
  create index on audit_entry (at, id);

  create table audit_unsealed (entry_id bigint primary key references audit_entry);

  create table audit_seal (
    seq bigint primary key check (seq > 0),
    entry_id bigint not null unique references audit_entry,
    hash bytea not null check (length(hash) = 32),
    sealed_at timestamptz not null
  );

  create function audit_await_seal() returns trigger language plpgsql security definer set search_path = public as $$
  begin
    insert into audit_unsealed (entry_id) values (new.id);
    return null;
  end $$;
  create trigger await_seal after insert on audit_entry for each row execute function audit_await_seal();

  alter table audit_entry enable row level security;
  alter table audit_unsealed enable row level security;
  alter table audit_seal enable row level security;
  -- Nobody can write an entry in another's name.
  create policy add on audit_entry for insert with check (
    (select current_setting('wutong.reach', true) = 'system')
    or actor_id is not distinct from (select nullif(current_setting('wutong.actor', true), '')::uuid));
  create policy read on audit_entry for select using (
    (select current_setting('wutong.reach', true) = 'system')
    or (select current_setting('wutong.reach', true) = 'centre') and (
      organisation_id is null
      or organisation_id <> all ((select nullif(current_setting('wutong.conflicts', true), '')::uuid[])::uuid[])));
  create policy system on audit_unsealed using ((select current_setting('wutong.reach', true) = 'system'));
  create policy system on audit_seal using ((select current_setting('wutong.reach', true) = 'system'));
  create policy read on audit_seal for select using ((select current_setting('wutong.reach', true) = 'centre'));
  grant select, insert on audit_entry, audit_seal to wutong_app;
  grant select, delete on audit_unsealed to wutong_app;
`;
