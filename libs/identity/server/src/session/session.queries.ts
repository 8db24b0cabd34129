import type { Locale, OrganisationKind, Tx } from '@wutong/core-server';

/** A session ends after a day without a request. */
export const IDLE_MS = 24 * 60 * 60 * 1000;
/** … and after two weeks whatever happens. */
export const LIFETIME_MS = 14 * 24 * 60 * 60 * 1000;
/** The last use is noted to the minute, so that reading does not write each time. */
const NOTED_MS = 60 * 1000;

/** Everything that a request needs to know of who sends it. */
export interface SignedInRow {
  via: 'session' | 'token';
  id: string;
  user_id: string;
  name: string;
  locale: Locale;
  time_zone: string;
  organisation_id: string | null;
  organisation_kind: OrganisationKind | null;
  roles: string[] | null;
  /** Of an API token: what it is limited to. */
  scope: string[] | null;
  conflicts: string[];
}

const PERSON = `
  u.id as user_id, u.name, u.locale, u.time_zone, o.id as organisation_id, o.kind as organisation_kind,
  case when o.id is not null then m.roles end as roles,
  array(select c.organisation_id from conflict_of_interest c
        where c.user_id = u.id and c.ended_at is null) as conflicts`;

/** Session → person → membership of the organisation acted for → conflicts of interest, and the use noted. */
const BY_SESSION = `
  with noted as (
    update session set last_seen_at = $2
    where token_hash = $1 and ended_at is null and expires_at > $2 and last_seen_at > $3 and last_seen_at <= $4
  )
  select 'session' as via, s.id, null::text[] as scope, ${PERSON}
  from session s
  join app_user u on u.id = s.user_id and u.state = 'active'
  left join membership m on m.user_id = u.id and m.organisation_id = s.organisation_id and m.state = 'active'
  left join organisation o on o.id = m.organisation_id and o.state = 'active'
  where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3`;

const BY_TOKEN = `
  with noted as (
    update api_token set last_used_at = $2
    where token_hash = $1 and revoked_at is null and expires_at > $2 and (last_used_at is null or last_used_at <= $3)
  )
  select 'token' as via, t.id, t.permissions as scope, ${PERSON}
  from api_token t
  join app_user u on u.id = t.user_id and u.state = 'active'
  join membership m on m.user_id = u.id and m.organisation_id = t.organisation_id and m.state = 'active'
  join organisation o on o.id = m.organisation_id and o.state = 'active'
  where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2`;

/** Who holds this session token now; one statement. */
export async function signedInBySession(tx: Tx, tokenHash: Buffer, now: Date): Promise<SignedInRow | null> {
  const params = [tokenHash, now, before(now, IDLE_MS), before(now, NOTED_MS)];
  const [row] = await tx.prepared<SignedInRow>(BY_SESSION, params);
  return row ?? null;
}

/** Whose API token this is, and what it may do; one statement. */
export async function signedInByToken(tx: Tx, tokenHash: Buffer, now: Date): Promise<SignedInRow | null> {
  const [row] = await tx.prepared<SignedInRow>(BY_TOKEN, [tokenHash, now, before(now, NOTED_MS)]);
  return row ?? null;
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}
