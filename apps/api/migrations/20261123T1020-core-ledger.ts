import { migration } from '@wutong/core-server';
import { LEDGER_READS } from './20261123T1020-core-ledger-reads';

/**
 * The ledger: double entry, integers, two-phase transfers (docs/ledger.md).
 *
 * `ledger_transfer` is the book: rows are added, never changed, never removed. A hold's fate is one more row with its
 * `hold_id`. `ledger_account` carries the totals of the book, so that a balance is one row and its rule a CHECK.
 * The app role reads under row-level security and writes only through `ledger_apply` and `ledger_open_accounts`.
 */
export const CoreLedger1763892000000 = migration(
  'CoreLedger1763892000000',
  `
  -- Checks stand in domains and functions, whose plans a connection keeps: a CHECK written out on the table is parsed
  -- anew by every statement, and cost more here than all index work together.
  create domain ledger_unit as text check (value ~ '^[A-Za-z][A-Za-z0-9-]*(:[a-z0-9][a-z0-9._-]*)?$');
  create domain ledger_rule as text
    check (value in ('debits_must_not_exceed_credits', 'credits_must_not_exceed_debits', 'none'));
  create domain ledger_total as bigint check (value >= 0);

  create function ledger_is_within_rule(rule text, debits_posted bigint, debits_pending bigint,
    credits_posted bigint, credits_pending bigint) returns boolean language plpgsql immutable as $$
  begin
    return case rule
      when 'debits_must_not_exceed_credits' then debits_posted + debits_pending <= credits_posted
      when 'credits_must_not_exceed_debits' then credits_posted + credits_pending <= debits_posted
      else true end;
  end $$;

  create function ledger_is_movement(kind text, debit uuid, credit uuid, posted bigint, pending bigint, hold_id uuid,
    expires_at timestamptz) returns boolean language plpgsql immutable as $$
  begin
    return debit <> credit and (expires_at is null or kind = 'hold') and case kind
      when 'transfer' then posted > 0 and pending = 0 and hold_id is null
      when 'hold' then posted = 0 and pending > 0 and hold_id is null
      when 'post' then posted > 0 and pending < 0 and posted <= -pending and hold_id is not null
      when 'void' then posted = 0 and pending < 0 and hold_id is not null
      when 'expiry' then posted = 0 and pending < 0 and hold_id is not null
      else false end;
  end $$;

  create table ledger_account (
    id uuid primary key,
    organisation_id uuid references organisation,
    owner_type text not null,
    owner_id text not null,
    code text not null,
    unit ledger_unit not null,
    rule ledger_rule not null,
    opened_at timestamptz not null,
    debits_posted ledger_total not null default 0,
    debits_pending ledger_total not null default 0,
    credits_posted ledger_total not null default 0,
    credits_pending ledger_total not null default 0,
    unique (owner_type, owner_id, code, unit),
    constraint ledger_account_rule
      check (ledger_is_within_rule(rule, debits_posted, debits_pending, credits_posted, credits_pending))
  ) with (fillfactor = 40); -- room for new versions of a row on its page: totals change without touching an index
  create index on ledger_account (organisation_id);

  -- A row adds \`posted\` and \`pending\` to its accounts' totals: one's debits, the other's credits. A total is
  -- therefore the plain sum over an account's rows, at any moment of the past as well.
  -- No foreign keys: rows come only from the functions below, which hold both accounts' locks, and none ever goes.
  create table ledger_transfer (
    id uuid primary key,
    seq bigint not null generated always as identity,
    kind text not null,
    debit_account_id uuid not null,
    credit_account_id uuid not null,
    posted bigint not null,
    pending bigint not null,
    hold_id uuid,
    expires_at timestamptz,
    cause_type text not null,
    cause_id text not null,
    event text not null,
    memo jsonb,
    actor_id uuid,
    at timestamptz not null,
    constraint ledger_transfer_movement check (ledger_is_movement(kind, debit_account_id, credit_account_id, posted,
      pending, hold_id, expires_at))
  );
  create unique index ledger_transfer_hold on ledger_transfer (hold_id) where hold_id is not null; -- one fate a hold
  create index ledger_transfer_debit on ledger_transfer (debit_account_id, at, seq);
  create index ledger_transfer_credit on ledger_transfer (credit_account_id, at, seq);

  -- The holds whose fate is open: a working list beside the book, for timers and for "what is held now?".
  create table ledger_open_hold (
    debit_account_id uuid not null,
    hold_id uuid not null,
    expires_at timestamptz,
    primary key (debit_account_id, hold_id)
  );
  create index ledger_open_hold_due on ledger_open_hold (expires_at) where expires_at is not null;

  create function ledger_refuse() returns trigger language plpgsql as $$
  begin
    raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name
      using errcode = 'restrict_violation';
  end $$;
  create trigger append_only before update or delete or truncate on ledger_transfer
    for each statement execute function ledger_refuse();
  create trigger totals_only before update of id, organisation_id, owner_type, owner_id, code, unit, rule, opened_at
    on ledger_account for each statement execute function ledger_refuse();
  create trigger no_delete before delete or truncate on ledger_account
    for each statement execute function ledger_refuse();

  -- Whose accounts the present actor may read: their organisation's; the centre all but those of a conflict of
  -- interest; only the centre and the system those of no organisation (budgets, pools).
  create function ledger_may_read(organisation uuid) returns boolean language sql stable as $$
    select case current_setting('wutong.reach', true)
      when 'system' then true
      when 'centre' then organisation is null
        or not coalesce(organisation = any (nullif(current_setting('wutong.conflicts', true), '')::uuid[]), false)
      when 'anonymous' then false
      else coalesce(organisation = nullif(current_setting('wutong.organisation', true), '')::uuid, false) end
  $$;
  -- Which accounts the actor's commands may move: those they may read and the centre's own. An offer accepted by a
  -- founder draws on the centre's budget; no command of one organisation ever moves another's account.
  create function ledger_may_move(organisation uuid) returns boolean language sql stable as $$
    select ledger_may_read(organisation)
      or (organisation is null and coalesce(current_setting('wutong.reach', true), '') not in ('', 'anonymous'))
  $$;

  alter table ledger_account enable row level security;
  create policy own on ledger_account for select using (ledger_may_read(organisation_id));
  alter table ledger_transfer enable row level security;
  create policy own on ledger_transfer for select using (
    exists (select from ledger_account a where a.id = debit_account_id)
    or exists (select from ledger_account a where a.id = credit_account_id));
  alter table ledger_open_hold enable row level security;
  create policy own on ledger_open_hold for select using (
    exists (select from ledger_account a where a.id = debit_account_id));
  grant select on ledger_account, ledger_transfer, ledger_open_hold to wutong_app;

  -- Opens accounts; an account that is there already as described is left alone. Gives the first that is there with
  -- another organisation or rule, or may not be opened by this actor; then nothing has been opened.
  create function ledger_open_accounts(accounts json, opened timestamptz) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    wrong uuid;
  begin
    select x.id into wrong
    from json_to_recordset(accounts) as x(id uuid, "organisationId" uuid, rule text)
    left join ledger_account a on a.id = x.id
    where not ledger_may_move(x."organisationId") or (a.id is not null
      and (a.rule <> x.rule or a.organisation_id is distinct from x."organisationId"))
    limit 1;
    if wrong is not null then return wrong; end if;
    insert into ledger_account (id, organisation_id, owner_type, owner_id, code, unit, rule, opened_at)
    select distinct on (x.id) x.id, x."organisationId", x."ownerType", x."ownerId", x.code, x.unit, x.rule, opened
    from json_to_recordset(accounts) as x(id uuid, "organisationId" uuid, "ownerType" text, "ownerId" text, code text,
      unit text, rule text)
    order by x.id
    on conflict (id) do nothing;
    return null;
  end $$;

  create type ledger_line as (
    n int, kind text, id uuid, hold_id uuid, debit uuid, credit uuid, posted bigint, pending bigint,
    cause_type text, cause_id text, event text, expires_at timestamptz, memo jsonb
  );

  -- Writes a batch of movements, all or none; balance rules are judged on the outcome of the whole batch. What is in
  -- the book already with the same contents is passed over: a retry. Nothing is written when \`problem\` comes back, and
  -- the transaction stays usable, so that a caller may go another way. Accounts are locked in the order of their ids
  -- before anything is judged; every statement after that sees what earlier holders of the locks have committed.
  -- The planner is told to use indexes: plans are kept by the connection, and outlive the small tables they began with.
  create function ledger_apply(movements json, actor uuid, moment timestamptz,
    out created int, out problem text, out detail jsonb)
  language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  declare
    lines ledger_line[];
    touched uuid[];
    wrong int;
  begin
    created := 0;

    select array_agg(row(m.n, m.kind, coalesce(m.id, gen_random_uuid()), m.hold,
        coalesce(h.debit_account_id, m.debit), coalesce(h.credit_account_id, m.credit),
        case m.kind when 'transfer' then m.amount when 'post' then coalesce(m.amount, h.pending) else 0 end,
        case m.kind when 'transfer' then 0 when 'hold' then m.amount else -h.pending end,
        m."causeType", m."causeId", m.event, coalesce(h.expires_at, m."expiresAt"), m.memo)::ledger_line)
    into lines
    from rows from (json_to_recordset(movements) as (kind text, id uuid, hold uuid, debit uuid, credit uuid,
        amount bigint, "expiresAt" timestamptz, "causeType" text, "causeId" text, event text, memo jsonb))
      with ordinality as m(kind, id, hold, debit, credit, amount, "expiresAt", "causeType", "causeId", event, memo, n)
    left join ledger_transfer h on h.id = m.hold and h.kind = 'hold';
    if lines is null then return; end if;

    select array_agg(distinct a) into touched
    from unnest(lines) l cross join lateral (values (l.debit), (l.credit)) as v(a);
    perform from ledger_account where id = any (touched) order by id for no key update;

    select case
        when d.id is not null and c.id is not null and ledger_may_move(d.organisation_id)
          and ledger_may_move(c.organisation_id) then 'UNIT_MISMATCH'
        when l.hold_id is not null then 'HOLD_NOT_FOUND'
        else 'ACCOUNT_NOT_FOUND' end,
      jsonb_build_object('n', l.n - 1, 'debitUnit', d.unit, 'creditUnit', c.unit)
    into problem, detail
    from unnest(lines) l
    left join ledger_account d on d.id = l.debit
    left join ledger_account c on c.id = l.credit
    where (d.unit = c.unit and ledger_may_move(d.organisation_id) and ledger_may_move(c.organisation_id)) is not true
    order by l.n limit 1;
    if problem is not null then return; end if;

    -- In the book already: the same contents are passed over, others refused.
    select array_agg(l order by l.n) filter (where t.id is null),
      min(l.n) filter (where
        (t.kind, t.debit_account_id, t.credit_account_id, t.posted, t.pending, t.cause_type, t.cause_id, t.event)
          <> (l.kind, l.debit, l.credit, l.posted, l.pending, l.cause_type, l.cause_id, l.event)
        or (l.kind = 'hold' and t.id is not null and t.expires_at is distinct from l.expires_at))
    into lines, wrong
    from unnest(lines) l
    left join lateral (
      select * from ledger_transfer t where t.id = l.id and l.hold_id is null
      union all
      select * from ledger_transfer t where t.hold_id = l.hold_id
    ) t on true;
    if wrong is null and cardinality(lines) > 1 then
      -- Twice in this batch: likewise.
      select min(n) filter (where differs), array_agg(line order by n) filter (where place = 1)
      into wrong, lines
      from (
        select l.n, l as line, row_number() over same as place,
          (l.kind, l.debit, l.credit, l.posted, l.pending, l.cause_type, l.cause_id, l.event, l.expires_at)
            is distinct from first_value((l.kind, l.debit, l.credit, l.posted, l.pending, l.cause_type, l.cause_id,
              l.event, l.expires_at)) over same as differs
        from unnest(lines) l
        window same as (partition by l.hold_id is null, coalesce(l.hold_id, l.id) order by l.n)
      ) seen;
    end if;
    if wrong is not null then
      select case when m.value ->> 'hold' is null then 'TRANSFER_ID_REUSED' else 'HOLD_ALREADY_SETTLED' end,
        jsonb_build_object('n', wrong - 1, 'fate', t.kind, 'posted', t.posted::text, 'at', t.at)
      into problem, detail
      from (select movements -> (wrong - 1) as value) m
      left join ledger_transfer t on t.hold_id = (m.value ->> 'hold')::uuid;
      return;
    end if;
    if lines is null then return; end if;

    select case when l.kind = 'hold' then 'EXPIRY_IN_THE_PAST'
        when l.kind = 'expiry' then 'HOLD_NOT_DUE'
        when l.expires_at <= moment then 'HOLD_EXPIRED'
        else 'POST_EXCEEDS_HOLD' end,
      jsonb_build_object('n', l.n - 1, 'asked', l.posted::text, 'held', (-l.pending)::text, 'expiresAt', l.expires_at,
        'unit', (select unit from ledger_account where id = l.debit))
    into problem, detail
    from unnest(lines) l
    where (l.kind = 'post' and (l.posted > -l.pending or l.expires_at <= moment))
      or (l.kind = 'expiry' and (l.expires_at <= moment) is not true)
      or (l.kind = 'hold' and l.expires_at <= moment)
    order by l.n limit 1;
    if problem is not null then return; end if;

    -- The rule of each account, on the totals it would have.
    select 'INSUFFICIENT_BALANCE', jsonb_build_object('n', c.n - 1, 'accountId', a.id, 'code', a.code,
      'ownerType', a.owner_type, 'ownerId', a.owner_id, 'unit', a.unit,
      'asked', case a.rule when 'debits_must_not_exceed_credits'
        then c.debits_posted + c.debits_pending - c.credits_posted
        else c.credits_posted + c.credits_pending - c.debits_posted end::text,
      'available', case a.rule when 'debits_must_not_exceed_credits'
        then a.credits_posted - a.debits_posted - a.debits_pending
        else a.debits_posted - a.credits_posted - a.credits_pending end::text,
      'readable', ledger_may_read(a.organisation_id))
    into problem, detail
    from (
      select v.id, min(l.n) as n, sum(v.debits_posted) as debits_posted, sum(v.debits_pending) as debits_pending,
        sum(v.credits_posted) as credits_posted, sum(v.credits_pending) as credits_pending
      from unnest(lines) l
      cross join lateral (values (l.debit, l.posted, l.pending, 0, 0), (l.credit, 0, 0, l.posted, l.pending))
        as v(id, debits_posted, debits_pending, credits_posted, credits_pending)
      group by v.id
    ) c
    join ledger_account a on a.id = c.id
    where case a.rule
      when 'debits_must_not_exceed_credits' then a.debits_posted + a.debits_pending + c.debits_posted
        + c.debits_pending > a.credits_posted + c.credits_posted
      when 'credits_must_not_exceed_debits' then a.credits_posted + a.credits_pending + c.credits_posted
        + c.credits_pending > a.debits_posted + c.debits_posted
      else false end
    order by c.n, a.id limit 1;
    if problem is not null then return; end if;

    insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, posted, pending, hold_id, expires_at,
      cause_type, cause_id, event, memo, actor_id, at)
    select id, kind, debit, credit, posted, pending, hold_id, case kind when 'hold' then expires_at end,
      cause_type, cause_id, event, memo, actor, moment
    from unnest(lines) order by n
    on conflict (id) do nothing;
    get diagnostics created = row_count;
    if created <> cardinality(lines) then
      -- Another transaction used an id between accounts other than ours, so that no lock of ours kept it away.
      raise exception 'a transfer id was taken meanwhile' using errcode = 'serialization_failure';
    end if;

    insert into ledger_open_hold (debit_account_id, hold_id, expires_at)
    select debit, id, expires_at from unnest(lines) where kind = 'hold';
    delete from ledger_open_hold o using unnest(lines) l
    where o.debit_account_id = l.debit and o.hold_id = l.hold_id;

    update ledger_account a
    set debits_posted = a.debits_posted + c.debits_posted, debits_pending = a.debits_pending + c.debits_pending,
      credits_posted = a.credits_posted + c.credits_posted, credits_pending = a.credits_pending + c.credits_pending
    from (
      select v.id, sum(v.debits_posted) as debits_posted, sum(v.debits_pending) as debits_pending,
        sum(v.credits_posted) as credits_posted, sum(v.credits_pending) as credits_pending
      from unnest(lines) l
      cross join lateral (values (l.debit, l.posted, l.pending, 0, 0), (l.credit, 0, 0, l.posted, l.pending))
        as v(id, debits_posted, debits_pending, credits_posted, credits_pending)
      group by v.id
    ) c
    where a.id = c.id;
  end $$;

  -- One movement, the short way: what is right is written with a handful of index look-ups. Whatever is not (a retry,
  -- a missing account, too little left) is left to \`ledger_apply\`, which knows the reason.
  create function ledger_apply_one(kind text, id uuid, hold uuid, debit uuid, credit uuid, amount bigint,
    expires timestamptz, cause_type text, cause_id text, event text, memo jsonb, actor uuid, moment timestamptz,
    out created int, out problem text, out detail jsonb)
  language plpgsql security definer set search_path = public, pg_temp as $$
  #variable_conflict use_variable
  declare
    d ledger_account;
    c ledger_account;
    h ledger_transfer;
    posted bigint := 0;
    pending bigint := 0;
    d_posted bigint;
    d_pending bigint;
    c_posted bigint;
    c_pending bigint;
    is_right boolean;
  begin
    case kind
      when 'transfer' then posted := amount;
      when 'hold' then pending := amount;
      else
        select * into h from ledger_transfer t where t.id = hold and t.kind = 'hold';
        debit := h.debit_account_id;
        credit := h.credit_account_id;
        pending := -h.pending;
        if kind = 'post' then posted := coalesce(amount, h.pending); end if;
    end case;

    if debit < credit then
      select * into d from ledger_account a where a.id = debit for no key update;
      select * into c from ledger_account a where a.id = credit for no key update;
    else
      select * into c from ledger_account a where a.id = credit for no key update;
      select * into d from ledger_account a where a.id = debit for no key update;
    end if;
    d_posted := d.debits_posted + posted;
    d_pending := d.debits_pending + pending;
    c_posted := c.credits_posted + posted;
    c_pending := c.credits_pending + pending;

    is_right := d.unit = c.unit and d_pending >= 0 and c_pending >= 0
      and (d.rule <> 'debits_must_not_exceed_credits' or d_posted + d_pending <= d.credits_posted)
      and (c.rule <> 'credits_must_not_exceed_debits' or c_posted + c_pending <= c.debits_posted)
      and ledger_may_move(d.organisation_id) and ledger_may_move(c.organisation_id)
      and case kind
        when 'hold' then (expires <= moment) is not true
        when 'post' then posted <= h.pending and (h.expires_at <= moment) is not true
        when 'expiry' then h.expires_at <= moment
        else true end;
    if is_right then
      insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, posted, pending, hold_id, expires_at,
        cause_type, cause_id, event, memo, actor_id, at)
      values (coalesce(id, gen_random_uuid()), kind, debit, credit, posted, pending, hold, expires,
        cause_type, cause_id, event, memo, actor, moment)
      on conflict do nothing;
      if found then
        if kind = 'hold' then
          insert into ledger_open_hold (debit_account_id, hold_id, expires_at) values (debit, id, expires);
        elsif kind <> 'transfer' then
          delete from ledger_open_hold o where o.debit_account_id = debit and o.hold_id = hold;
        end if;
        update ledger_account a set debits_posted = d_posted, debits_pending = d_pending where a.id = debit;
        update ledger_account a set credits_posted = c_posted, credits_pending = c_pending where a.id = credit;
        created := 1;
        return;
      end if;
    end if;
    select * into created, problem, detail from ledger_apply(json_build_array(json_build_object('kind', kind, 'id', id,
      'hold', hold, 'debit', debit, 'credit', credit, 'amount', amount, 'expiresAt', expires, 'causeType', cause_type,
      'causeId', cause_id, 'event', event, 'memo', memo)), actor, moment);
  end $$;

  revoke execute on function ledger_apply, ledger_apply_one, ledger_open_accounts from public;
  grant execute on function ledger_apply, ledger_apply_one, ledger_open_accounts to wutong_app;
  ${LEDGER_READS}
  `,
);
