import { migration } from '@wutong/core-server';

/**
 * Who sends a request, found out before anybody's reach is known: two functions that read, past row-level security,
 * exactly what a given secret opens and nothing else. One statement a request, where setting the system's reach first
 * would take two.
 */
export const IdentityWhoAsks1763903400000 = migration(
  'IdentityWhoAsks1763903400000',
  `
  create type signed_in as (
    via text, id uuid, scope text[], user_id uuid, name text, locale text, time_zone text,
    organisation_id uuid, organisation_kind text, roles text[], conflicts uuid[]);

  -- Session → person → membership of the organisation acted for → conflicts of interest; the use is noted.
  create function signed_in_by_session(token bytea, at timestamptz, idle_since timestamptz, noted_before timestamptz)
  returns setof signed_in language plpgsql volatile security definer set search_path = public, pg_temp as $$
  begin
    return query
      with noted as (
        update session s set last_seen_at = at
        where s.token_hash = token and s.ended_at is null and s.expires_at > at
          and s.last_seen_at > idle_since and s.last_seen_at <= noted_before
      )
      select 'session', s.id, null::text[], u.id, u.name, u.locale, u.time_zone, o.id, o.kind,
        case when o.id is not null then m.roles end,
        array(select c.organisation_id from conflict_of_interest c where c.user_id = u.id and c.ended_at is null)
      from session s
      join app_user u on u.id = s.user_id and u.state = 'active'
      left join membership m
        on m.user_id = u.id and m.organisation_id = s.organisation_id and m.state = 'active'
      left join organisation o on o.id = m.organisation_id and o.state = 'active'
      where s.token_hash = token and s.ended_at is null and s.expires_at > at and s.last_seen_at > idle_since;
  end $$;

  create function signed_in_by_token(token bytea, at timestamptz, noted_before timestamptz)
  returns setof signed_in language plpgsql volatile security definer set search_path = public, pg_temp as $$
  begin
    return query
      with noted as (
        update api_token t set last_used_at = at
        where t.token_hash = token and t.revoked_at is null and t.expires_at > at
          and (t.last_used_at is null or t.last_used_at <= noted_before)
      )
      select 'token', t.id, t.permissions, u.id, u.name, u.locale, u.time_zone, o.id, o.kind, m.roles,
        array(select c.organisation_id from conflict_of_interest c where c.user_id = u.id and c.ended_at is null)
      from api_token t
      join app_user u on u.id = t.user_id and u.state = 'active'
      join membership m on m.user_id = u.id and m.organisation_id = t.organisation_id and m.state = 'active'
      join organisation o on o.id = m.organisation_id and o.state = 'active'
      where t.token_hash = token and t.revoked_at is null and t.expires_at > at;
  end $$;

  revoke execute on function signed_in_by_session(bytea, timestamptz, timestamptz, timestamptz) from public;
  revoke execute on function signed_in_by_token(bytea, timestamptz, timestamptz) from public;
  grant execute on function signed_in_by_session(bytea, timestamptz, timestamptz, timestamptz) to wutong_app;
  grant execute on function signed_in_by_token(bytea, timestamptz, timestamptz) to wutong_app;
  `,
);
