import { Client } from 'pg';

/** How many there are of each; the applications a multiple of four, and at least four times as many as the tenants. */
export interface Scale {
  readonly tenants: number;
  readonly applications: number;
}

/** People of the centre who are signed in; each has a conflict of interest with one organisation. */
export const STAFF = 64;
/** The cookie of the n-th of them, 1 to STAFF. */
export const sessionToken = (n: number): string => `bench-session-${n}`;

const ROUNDS = 4;
const id = (what: string, n: string): string => `md5('${what}' || ${n})::uuid`;

/**
 * An incubator of many years, the same every time: applications of organisations in four rounds, of which some became
 * tenants, and the centre's people with their open sessions. By the superuser, set by set.
 */
export async function loadLists(superuserUrl: string, scale: Scale): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(statements(scale));
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

const statements = ({ tenants, applications }: Scale): string => `
  insert into intake_round (id, name_en, name_zh, opens_at, closes_at, ends_at, desks, form_version)
  select ${id('round', 'n')}, 'Round ' || n, '第' || n || '批', at, at + interval '60 days', at + interval '150 days', 20000, 1
    from generate_series(1, ${ROUNDS}) n, lateral (select timestamptz '2025-01-01' + n * interval '180 days' as at) a;

  insert into organisation (id, kind, slug, name_zh, name_en, created_at)
  values (${id('centre', '0')}, 'centre', 'centre', '梧桐孵化中心', 'Wutong Incubation Centre', '2025-01-01');
  insert into organisation (id, kind, slug, name_zh, name_en, created_at)
  select ${id('organisation', 'n')}, 'tenant', 'company-' || n,
         (array['上海', '杭州', '苏州', '合肥', '南京'])[1 + n % 5] || (array['星河', '云帆', '深思', '智源', '明泽', '元启', '灵犀'])[1 + n % 7]
           || n || '科技有限公司',
         (array['Galaxy', 'Cloudsail', 'Deepthink', 'Headspring', 'Bright', 'Prime', 'Lingxi'])[1 + n % 7] || ' ' || n || ' Technology Co., Ltd.',
         timestamptz '2025-01-01' + n * interval '10 minutes'
    from generate_series(1, ${applications / ROUNDS}) n;

  insert into app_user (id, email, name, created_at)
  select ${id('user', 'n')}, 'person-' || n || '@bench.example', '员工' || n, '2025-01-01' from generate_series(0, ${STAFF}) n;
  insert into membership (id, user_id, organisation_id, roles, created_at)
  select ${id('membership', 'n')}, ${id('user', 'n')}, ${id('centre', '0')}, array['programme_lead'], '2025-01-01'
    from generate_series(1, ${STAFF}) n;
  insert into session (id, token_hash, user_id, organisation_id, source, user_agent, created_at, last_seen_at, expires_at)
  select ${id('session', 'n')}, sha256(convert_to('bench-session-' || n, 'UTF8')), ${id('user', 'n')}, ${id('centre', '0')},
         '127.0.0.1', 'bench', now(), now(), now() + interval '1 day'
    from generate_series(1, ${STAFF}) n;
  insert into conflict_of_interest (id, user_id, organisation_id, reason, declared_at, declared_by)
  select ${id('conflict', 'n')}, ${id('user', 'n')}, ${id('organisation', '(n * 7)')}, 'adviser', '2025-01-01', ${id('user', 'n')}
    from generate_series(1, ${STAFF}) n;

  insert into tenancy_application (id, organisation_id, round_id, number, state, version, form_version, answers, revision,
                                   saved_at, submitted_at, created_by, claimed_by, claimed_by_name, due_at,
                                   signed_name, agreement_hash)
  select ${id('application', 'n')}, ${id('organisation', 'o')}, ${id('round', 'r')}, 'TA-' || lpad(n::text, 6, '0'), state,
         3, 1, jsonb_build_object('desks', 2 + n % 20, 'company', jsonb_build_object('employees', n % 90, 'founded', 2018 + n % 7),
         'product', repeat('基础模型在科研与工业中的应用。', 12)), 1, at, at, ${id('user', '0')},
         case when state in ('screening', 'due_diligence', 'panel') then ${id('user', '(1 + n % 64)')} end,
         case when state in ('screening', 'due_diligence', 'panel') then '员工' || (1 + n % 64) end,
         case when state in ('submitted', 'screening') then at + interval '14 days' end,
         case when state = 'accepted' then '签约人' end, case when state = 'accepted' then md5(n::text) end
    from generate_series(1, ${applications}) n,
         lateral (select 1 + (n - 1) % ${applications / ROUNDS} as o, 1 + (n - 1) / ${applications / ROUNDS} as r) place,
         lateral (select case when n <= ${tenants} then 'accepted'
                              else (array['submitted', 'screening', 'due_diligence', 'panel', 'declined', 'withdrawn', 'closed'])[1 + n % 7]
                         end as state,
                         timestamptz '2025-02-01' + r * interval '180 days' + o * interval '61 seconds' as at) facts;

  insert into tenancy (id, organisation_id, application_id, state, version, desks, signed_at, activated_at)
  select ${id('tenancy', 'n')}, ${id('organisation', 'n')}, ${id('application', 'n')},
         (array['onboarding', 'active', 'active', 'active', 'suspended'])[1 + n % 5], 2, 2 + n % 20,
         at, case when n % 5 > 0 then at + interval '20 days' end
    from generate_series(1, ${tenants}) n, lateral (select timestamptz '2025-10-01' + n * interval '97 minutes' as at) a;
`;
