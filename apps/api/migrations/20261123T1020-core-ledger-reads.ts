/**
 * The second half of the ledger's migration: the timer's function and those that read. They run as the schema's owner,
 * so each asks itself what the present actor may see, once a statement instead of once a row of the book. An account's
 * rows are always read by its own indexes: the planner, who knows averages, takes a busy account for a reason to scan.
 */
export const LEDGER_READS = `
  -- Ends the holds whose time is over, and gives them.
  create function ledger_expire(moment timestamptz, at_most int)
  returns table (hold_id uuid, amount bigint, unit text, cause_type text, cause_id text)
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    due uuid[];
    outcome record;
  begin
    if current_setting('wutong.reach', true) is distinct from 'system' then
      raise exception 'only the system ends holds' using errcode = 'insufficient_privilege';
    end if;
    perform pg_advisory_xact_lock(hashtext('wutong.ledger.expire'));
    for attempt in 1..10 loop
      due := array(select o.hold_id from ledger_open_hold o where o.expires_at <= moment
        order by o.expires_at, o.hold_id limit at_most);
      select r.* into outcome from ledger_apply((
          select json_agg(json_build_object('kind', 'expiry', 'hold', t.id, 'causeType', t.cause_type,
            'causeId', t.cause_id, 'event', 'expire'))
          from ledger_transfer t where t.id = any (due)), null, moment) r;
      exit when outcome.problem is null;
      -- One of them was posted or voided while we waited for its accounts: look again.
      due := '{}';
    end loop;
    return query
      select t.id, t.pending, a.unit::text, t.cause_type, t.cause_id
      from ledger_transfer t join ledger_account a on a.id = t.debit_account_id
      where t.id = any (due) order by t.expires_at, t.id;
  end $$;

  -- Totals of accounts, now or at the end of \`as_of\`: today's less what the book added since.
  create function ledger_balances(accounts uuid[], as_of timestamptz)
  returns table (id uuid, organisation_id uuid, owner_type text, owner_id text, code text, unit text, rule text,
    debits_posted bigint, debits_pending bigint, credits_posted bigint, credits_pending bigint)
  language sql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
    select a.id, a.organisation_id, a.owner_type, a.owner_id, a.code, a.unit, a.rule,
      (a.debits_posted - coalesce(d.posted, 0))::bigint, (a.debits_pending - coalesce(d.pending, 0))::bigint,
      (a.credits_posted - coalesce(c.posted, 0))::bigint, (a.credits_pending - coalesce(c.pending, 0))::bigint
    from ledger_account a
    left join lateral (select sum(posted) as posted, sum(pending) as pending
      from ledger_transfer t where t.debit_account_id = a.id and t.at > as_of) d on as_of is not null
    left join lateral (select sum(posted) as posted, sum(pending) as pending
      from ledger_transfer t where t.credit_account_id = a.id and t.at > as_of) c on as_of is not null
    where a.id = any (accounts) and ledger_may_read(a.organisation_id)
  $$;

  -- One page of an account's rows, newest first, each with the account's totals right after it. \`after_id\` is the
  -- last row of the page before; \`since\` and \`until\` are the first and last moment wanted.
  create function ledger_statement(account uuid, after_id uuid, since timestamptz, until timestamptz, at_most int)
  returns table (id uuid, kind text, at timestamptz, is_debit boolean, unit text, rule text,
    posted bigint, pending bigint, counter_account_id uuid, counter_code text, counter_owner_type text,
    hold_id uuid, expires_at timestamptz, cause_type text, cause_id text, event text, memo jsonb, actor_id uuid,
    debits_posted bigint, debits_pending bigint, credits_posted bigint, credits_pending bigint)
  language sql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
    with here as materialized (
      select a.*, edge.at as edge_at, edge.seq as edge_seq
      from ledger_account a
      cross join lateral (
        select t.at, t.seq from ledger_transfer t
        where t.id = after_id and account in (t.debit_account_id, t.credit_account_id)
        union all
        select coalesce(until, 'infinity'), 9223372036854775807 where after_id is null
      ) edge
      where a.id = account and ledger_may_read(a.organisation_id)
    ), newer as (
      select coalesce(sum(t.posted) filter (where t.debit_account_id = account), 0) as debits_posted,
        coalesce(sum(t.pending) filter (where t.debit_account_id = account), 0) as debits_pending,
        coalesce(sum(t.posted) filter (where t.credit_account_id = account), 0) as credits_posted,
        coalesce(sum(t.pending) filter (where t.credit_account_id = account), 0) as credits_pending
      from here cross join lateral (
        select * from ledger_transfer t where t.debit_account_id = account and (t.at, t.seq) >= (edge_at, edge_seq)
        union all
        select * from ledger_transfer t where t.credit_account_id = account and (t.at, t.seq) >= (edge_at, edge_seq)
      ) t
    ), page as (
      select t.* from here cross join lateral (
        (select * from ledger_transfer t where t.debit_account_id = account and (t.at, t.seq) < (edge_at, edge_seq)
          and t.at >= coalesce(since, '-infinity') order by t.at desc, t.seq desc limit at_most)
        union all
        (select * from ledger_transfer t where t.credit_account_id = account and (t.at, t.seq) < (edge_at, edge_seq)
          and t.at >= coalesce(since, '-infinity') order by t.at desc, t.seq desc limit at_most)
        order by at desc, seq desc limit at_most
      ) t
    )
    select t.id, t.kind, t.at, t.debit_account_id = account, here.unit, here.rule, t.posted,
      t.pending, o.id, o.code, o.owner_type, t.hold_id, t.expires_at, t.cause_type, t.cause_id, t.event,
      t.memo, t.actor_id,
      (here.debits_posted - newer.debits_posted
        - coalesce(sum(t.posted) filter (where t.debit_account_id = account) over later, 0))::bigint,
      (here.debits_pending - newer.debits_pending
        - coalesce(sum(t.pending) filter (where t.debit_account_id = account) over later, 0))::bigint,
      (here.credits_posted - newer.credits_posted
        - coalesce(sum(t.posted) filter (where t.credit_account_id = account) over later, 0))::bigint,
      (here.credits_pending - newer.credits_pending
        - coalesce(sum(t.pending) filter (where t.credit_account_id = account) over later, 0))::bigint
    from page t cross join here cross join newer
    join ledger_account o
      on o.id = case when t.debit_account_id = account then t.credit_account_id else t.debit_account_id end
    window later as (order by t.at desc, t.seq desc rows between unbounded preceding and 1 preceding)
    order by t.at desc, t.seq desc
  $$;

  -- Sums over every account, by unit; for the centre and the system.
  create function ledger_trial_balance()
  returns table (unit text, accounts bigint, debits_posted numeric, debits_pending numeric, credits_posted numeric,
    credits_pending numeric)
  language sql stable security definer set search_path = public, pg_temp as $$
    select unit, count(*), sum(debits_posted), sum(debits_pending), sum(credits_posted), sum(credits_pending)
    from ledger_account where current_setting('wutong.reach', true) in ('system', 'centre')
    group by unit order by unit
  $$;

  -- Accounts whose totals are not the sum of their rows, or whose open holds are not their pending debits: none,
  -- unless somebody wrote past the functions. Reads the whole book; for the centre and the system.
  create function ledger_discrepancies() returns table (account_id uuid, what text, booked numeric, kept numeric)
  language sql stable security definer set search_path = public, pg_temp as $$
    with booked as (
      select v.account, sum(v.dr) as dr, sum(v.dp) as dp, sum(v.cr) as cr, sum(v.cp) as cp
      from ledger_transfer t
      cross join lateral (values (t.debit_account_id, t.posted, t.pending, 0, 0),
        (t.credit_account_id, 0, 0, t.posted, t.pending)) as v(account, dr, dp, cr, cp)
      group by v.account
    ), open as (
      select o.debit_account_id as account, sum(t.pending) as held
      from ledger_open_hold o join ledger_transfer t on t.id = o.hold_id group by o.debit_account_id
    )
    select coalesce(a.id, b.account), v.what, coalesce(v.booked, 0), coalesce(v.kept, 0)
    from ledger_account a
    full join booked b on b.account = a.id
    left join open o on o.account = a.id
    cross join lateral (values ('debits_posted', b.dr, a.debits_posted::bigint),
      ('debits_pending', b.dp, a.debits_pending::bigint), ('credits_posted', b.cr, a.credits_posted::bigint),
      ('credits_pending', b.cp, a.credits_pending::bigint), ('open_holds', o.held, a.debits_pending::bigint)
    ) as v(what, booked, kept)
    where coalesce(v.booked, 0) <> coalesce(v.kept, 0) and current_setting('wutong.reach', true) in ('system', 'centre')
  $$;

  revoke execute on function ledger_expire, ledger_balances, ledger_statement, ledger_trial_balance,
    ledger_discrepancies from public;
  grant execute on function ledger_expire, ledger_balances, ledger_statement, ledger_trial_balance,
    ledger_discrepancies to wutong_app;
`;
