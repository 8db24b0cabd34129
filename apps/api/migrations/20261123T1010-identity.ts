import { migration } from '@wutong/core-server';

/**
 * Who people are, for whom they act, and how they prove it. Secrets (passwords, tokens, throttles) have tables of their
 * own that only the system's reach opens; a token is never kept, only its sha256.
 */
export const Identity1763891400000 = migration(
  'Identity1763891400000',
  `
  create table organisation (
    id uuid primary key,
    kind text not null check (kind in ('tenant', 'investor', 'supplier', 'adopter', 'centre')),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
    name_zh text not null check (length(trim(name_zh)) between 1 and 120),
    name_en text not null check (length(trim(name_en)) between 1 and 160),
    registration_id text check (length(registration_id) between 4 and 40),
    state text not null default 'active' check (state in ('active', 'closed')),
    created_at timestamptz not null,
    version int not null default 1
  );
  create index on organisation (kind, name_zh, id);
  create index on organisation (registration_id);

  create table app_user (
    id uuid primary key,
    email text not null unique check (email = lower(email) and length(email) between 3 and 254),
    email_verified_at timestamptz,
    name text not null check (length(trim(name)) between 1 and 80),
    locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
    time_zone text not null default 'Asia/Shanghai',
    state text not null default 'active' check (state in ('active', 'deactivated')),
    created_at timestamptz not null,
    last_signed_in_at timestamptz,
    version int not null default 1
  );
  create index on app_user (name, id);

  create table user_password (
    user_id uuid primary key references app_user,
    hash text not null check (hash like '$argon2id$%'),
    changed_at timestamptz not null
  );

  create table membership (
    id uuid primary key,
    user_id uuid not null references app_user,
    organisation_id uuid not null references organisation,
    roles text[] not null check (cardinality(roles) > 0),
    state text not null default 'active' check (state in ('active', 'ended')),
    created_at timestamptz not null,
    ended_at timestamptz,
    version int not null default 1,
    unique (user_id, organisation_id),
    check ((state = 'ended') = (ended_at is not null))
  );
  create index on membership (organisation_id, state);

  create table session (
    id uuid primary key,
    token_hash bytea not null unique,
    user_id uuid not null references app_user,
    organisation_id uuid references organisation,
    source text not null,
    user_agent text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
  );
  create index on session (user_id, organisation_id, created_at desc);
  create index on session (expires_at);

  -- A browser in which this person has signed in before: guesses made elsewhere cannot slow it down.
  create table known_device (
    user_id uuid not null references app_user,
    token_hash bytea not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    primary key (user_id, token_hash)
  );

  -- Wrong guesses by hashed key: account and source, source alone, or account and known device.
  create table sign_in_throttle (
    key bytea primary key,
    failures int not null,
    blocked_until timestamptz,
    updated_at timestamptz not null
  );
  create index on sign_in_throttle (updated_at);

  create table one_time_token (
    id uuid primary key,
    purpose text not null check (purpose in ('verify_email', 'reset_password', 'set_up')),
    token_hash bytea not null unique,
    user_id uuid references app_user,
    email text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    check (purpose = 'set_up' or (user_id is not null and email is not null))
  );
  create index on one_time_token (user_id, purpose) where used_at is null;

  create table invitation (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    email text not null check (email = lower(email) and length(email) between 3 and 254),
    roles text[] not null check (cardinality(roles) > 0),
    token_hash bytea not null unique,
    state text not null default 'pending' check (state in ('pending', 'accepted', 'revoked')),
    invited_by uuid not null references app_user,
    invited_by_name text not null,
    created_at timestamptz not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_by uuid references app_user,
    accepted_at timestamptz,
    check ((state = 'accepted') = (accepted_by is not null and accepted_at is not null))
  );
  create unique index invitation_pending on invitation (organisation_id, email) where state = 'pending';

  create table api_token (
    id uuid primary key,
    user_id uuid not null references app_user,
    organisation_id uuid not null references organisation,
    name text not null check (length(trim(name)) between 1 and 80),
    prefix text not null,
    token_hash bytea not null unique,
    permissions text[] not null check (cardinality(permissions) > 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
  );
  create index on api_token (user_id);

  create table conflict_of_interest (
    id uuid primary key,
    user_id uuid not null references app_user,
    organisation_id uuid not null references organisation,
    reason text not null check (length(trim(reason)) > 0),
    declared_at timestamptz not null,
    declared_by uuid not null references app_user,
    ended_at timestamptz,
    ended_by uuid references app_user,
    end_reason text,
    check ((ended_at is null) = (ended_by is null)),
    check (ended_at is null or length(trim(end_reason)) > 0)
  );
  create unique index conflict_of_interest_open on conflict_of_interest (user_id, organisation_id)
    where ended_at is null;

  -- The demo centre is loaded when this one row is there. Without it nobody can be signed in without a password.
  create table demo_centre (
    singleton boolean primary key default true check (singleton),
    loaded_at timestamptz not null
  );
  create table demo_person (
    user_id uuid primary key references app_user,
    centre boolean not null default true references demo_centre (singleton) on delete cascade,
    position int not null,
    title_zh text not null,
    title_en text not null
  );

  alter table organisation enable row level security;
  create policy see on organisation for select using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or ((select current_setting('wutong.reach', true) <> 'anonymous')
        and (kind = 'centre'
             or id = (select nullif(current_setting('wutong.organisation', true), '')::uuid)
             or id in (select m.organisation_id from membership m
                       where m.user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid)))));
  create policy change on organisation for update using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or id = (select nullif(current_setting('wutong.organisation', true), '')::uuid));
  create policy found on organisation for insert with check (
    (select current_setting('wutong.reach', true) in ('system', 'centre')));
  grant select, insert, update on organisation to wutong_app;

  alter table app_user enable row level security;
  create policy see on app_user for select using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or id = (select nullif(current_setting('wutong.actor', true), '')::uuid)
    or id in (select m.user_id from membership m
              where m.organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid)));
  create policy change on app_user for update using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  create policy register on app_user for insert with check ((select current_setting('wutong.reach', true) = 'system'));
  grant select, insert, update on app_user to wutong_app;

  alter table membership enable row level security;
  create policy see on membership for select using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid)
    or organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid));
  create policy change on membership for update using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid));
  create policy join_up on membership for insert with check ((select current_setting('wutong.reach', true) = 'system'));
  grant select, insert, update on membership to wutong_app;

  alter table session enable row level security;
  create policy own on session using (
    (select current_setting('wutong.reach', true) = 'system')
    or user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  grant select, insert, update, delete on session to wutong_app;

  alter table api_token enable row level security;
  create policy own on api_token using (
    (select current_setting('wutong.reach', true) = 'system')
    or user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  grant select, insert, update on api_token to wutong_app;

  alter table invitation enable row level security;
  create policy own on invitation using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or organisation_id = (select nullif(current_setting('wutong.organisation', true), '')::uuid));
  grant select, insert, update on invitation to wutong_app;

  alter table conflict_of_interest enable row level security;
  create policy own on conflict_of_interest using (
    (select current_setting('wutong.reach', true) in ('system', 'centre'))
    or user_id = (select nullif(current_setting('wutong.actor', true), '')::uuid));
  grant select, insert, update on conflict_of_interest to wutong_app;

  do $$
  declare tab text;
  begin
    foreach tab in array array['user_password', 'known_device', 'sign_in_throttle', 'one_time_token', 'demo_centre',
                               'demo_person'] loop
      execute format('alter table %I enable row level security', tab);
      execute format(
        $p$create policy system_only on %I using ((select current_setting('wutong.reach', true) = 'system'))$p$, tab);
      execute format('grant select, insert, update, delete on %I to wutong_app', tab);
    end loop;
  end $$;
  `,
);
