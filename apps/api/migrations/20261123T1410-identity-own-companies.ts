import { migration } from '@wutong/core-server';

/**
 * Who works for the centre and belongs to a company besides has a conflict of interest in it, declared or not: nobody
 * judges their own company. Acting for the company itself, they see what is the company's.
 */
export const IdentityOwnCompanies1763905800000 = migration(
  'IdentityOwnCompanies1763905800000',
  `
  -- The organisations that do not exist for this person while they act for an organisation of this kind.
  create function conflicts_of(person uuid, acting_for text) returns uuid[] language sql stable as $$
    select array(
      select c.organisation_id from conflict_of_interest c where c.user_id = person and c.ended_at is null
      union
      select m.organisation_id from membership m join organisation o on o.id = m.organisation_id
       where acting_for = 'centre' and m.user_id = person and m.state = 'active' and o.kind <> 'centre')
  $$;
  revoke execute on function conflicts_of(uuid, text) from public;
  grant execute on function conflicts_of(uuid, text) to wutong_app;

  create or replace function signed_in_by_session(
    token bytea, at timestamptz, idle_since timestamptz, noted_before timestamptz)
  returns setof signed_in language plpgsql volatile security definer set search_path = public, pg_temp as $$
  begin
    return query
      with noted as (
        update session s set last_seen_at = at
        where s.token_hash = token and s.ended_at is null and s.expires_at > at
          and s.last_seen_at > idle_since and s.last_seen_at <= noted_before
      )
      select 'session', s.id, null::text[], u.id, u.name, u.locale, u.time_zone, o.id, o.kind,
        case when o.id is not null then m.roles end, conflicts_of(u.id, o.kind)
      from session s
      join app_user u on u.id = s.user_id and u.state = 'active'
      left join membership m
        on m.user_id = u.id and m.organisation_id = s.organisation_id and m.state = 'active'
      left join organisation o on o.id = m.organisation_id and o.state = 'active'
      where s.token_hash = token and s.ended_at is null and s.expires_at > at and s.last_seen_at > idle_since;
  end $$;

  create or replace function signed_in_by_token(token bytea, at timestamptz, noted_before timestamptz)
  returns setof signed_in language plpgsql volatile security definer set search_path = public, pg_temp as $$
  begin
    return query
      with noted as (
        update api_token t set last_used_at = at
        where t.token_hash = token and t.revoked_at is null and t.expires_at > at
          and (t.last_used_at is null or t.last_used_at <= noted_before)
      )
      select 'token', t.id, t.permissions, u.id, u.name, u.locale, u.time_zone, o.id, o.kind, m.roles,
        conflicts_of(u.id, o.kind)
      from api_token t
      join app_user u on u.id = t.user_id and u.state = 'active'
      join membership m on m.user_id = u.id and m.organisation_id = t.organisation_id and m.state = 'active'
      join organisation o on o.id = m.organisation_id and o.state = 'active'
      where t.token_hash = token and t.revoked_at is null and t.expires_at > at;
  end $$;
  `,
);
