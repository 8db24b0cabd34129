import { migration } from '@wutong/core-server';

/**
 * One movement with two index look-ups less: an account is moved where its rule allows it, instead of being locked, judged
 * and moved. A sixth more holds a second.
 */
export const LedgerOneMovement1764356400000 = migration(
  'LedgerOneMovement1764356400000',
  `
  -- One movement, the short way: what is right is written with a handful of index look-ups. Whatever is not (a retry, a
  -- missing account, too little left) is put back and left to \`ledger_apply\`, which knows the reason.
  create or replace function ledger_apply_one(kind text, id uuid, hold uuid, debit uuid, credit uuid, amount bigint,
    expires timestamptz, cause_type text, cause_id text, event text, memo jsonb, actor uuid, moment timestamptz,
    out created int, out problem text, out detail jsonb)
  language plpgsql security definer set search_path = public, pg_temp as $$
  #variable_conflict use_variable
  declare
    h ledger_transfer;
    posted bigint := 0;
    pending bigint := 0;
    account uuid;
    debit_unit text;
    credit_unit text;
    is_in_time boolean;
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
    is_in_time := case kind
      when 'hold' then (expires <= moment) is not true
      when 'post' then posted <= h.pending and (h.expires_at <= moment) is not true
      when 'expiry' then h.expires_at <= moment
      else true end;

    if is_in_time then
      -- In the order of their ids, as everywhere: two movements never wait for each other.
      foreach account in array array[least(debit, credit), greatest(debit, credit)] loop
        if account = debit then
          update ledger_account a
          set debits_posted = a.debits_posted + posted, debits_pending = a.debits_pending + pending
          where a.id = debit and a.debits_pending + pending >= 0 and ledger_may_move(a.organisation_id)
            and (a.rule <> 'debits_must_not_exceed_credits'
              or a.debits_posted + posted + a.debits_pending + pending <= a.credits_posted)
          returning a.unit into debit_unit;
        else
          update ledger_account a
          set credits_posted = a.credits_posted + posted, credits_pending = a.credits_pending + pending
          where a.id = credit and a.credits_pending + pending >= 0 and ledger_may_move(a.organisation_id)
            and (a.rule <> 'credits_must_not_exceed_debits'
              or a.credits_posted + posted + a.credits_pending + pending <= a.debits_posted)
          returning a.unit into credit_unit;
        end if;
        exit when not found;
      end loop;
      if debit_unit = credit_unit then
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
          created := 1;
          return;
        end if;
      end if;
      if debit_unit is not null then
        update ledger_account a
        set debits_posted = a.debits_posted - posted, debits_pending = a.debits_pending - pending where a.id = debit;
      end if;
      if credit_unit is not null then
        update ledger_account a
        set credits_posted = a.credits_posted - posted, credits_pending = a.credits_pending - pending where a.id = credit;
      end if;
    end if;
    select * into created, problem, detail from ledger_apply(json_build_array(json_build_object('kind', kind, 'id', id,
      'hold', hold, 'debit', debit, 'credit', credit, 'amount', amount, 'expiresAt', expires, 'causeType', cause_type,
      'causeId', cause_id, 'event', event, 'memo', memo)), actor, moment);
  end $$;
  `,
);
