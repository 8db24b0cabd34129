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

const BY_SESSION = `select * from signed_in_by_session($1, $2, $3, $4)`;
const BY_TOKEN = `select * from signed_in_by_token($1, $2, $3)`;

/** Enough of a transaction: both functions read past row-level security what the secret opens, and nothing else. */
type Asking = Pick<Tx, 'query'>;

/** Who holds this session token now; one statement. */
export async function signedInBySession(tx: Asking, tokenHash: Buffer, now: Date): Promise<SignedInRow | null> {
  const params = [tokenHash, now, before(now, IDLE_MS), before(now, NOTED_MS)];
  const [row] = await tx.query<SignedInRow>(BY_SESSION, params);
  return row ?? null;
}

/** Whose API token this is, and what it may do; one statement. */
export async function signedInByToken(tx: Asking, tokenHash: Buffer, now: Date): Promise<SignedInRow | null> {
  const [row] = await tx.query<SignedInRow>(BY_TOKEN, [tokenHash, now, before(now, NOTED_MS)]);
  return row ?? null;
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}
