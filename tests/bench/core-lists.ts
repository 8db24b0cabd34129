import autocannon from 'autocannon';
import { cloneDatabase, startApp, type TestDatabase } from '@wutong/core-testing';
import { type Figure, median } from './figure';
import { countWire } from './lists/count-wire';
import { loadLists, sessionToken, STAFF } from './lists/load';
import { startPostgraphile } from './lists/peer';

const CONNECTIONS = 16;
const POOL = 20;
const ROUNDS = 9;
const SECONDS = 2;
const PAGE = 100;

interface List {
  readonly name: string;
  /** The same rows, fields and order, asked in each server's own words. */
  readonly ours: string;
  readonly peers: string;
}

const TENANT = 'id organisationId organisationNameZh organisationNameEn state desks signedAt activatedAt';
const APPLICATION =
  'id number state version organisationNameZh organisationNameEn desks claimedByName submittedAt dueAt';
const page = (fields: string): string => `{ nodes { ${fields} } pageInfo { hasNextPage endCursor } }`;
/** PostGraphile keeps `id` for ids of its own and calls ours `rowId`. */
const peers = (fields: string): string => fields.replace(/^id/, 'id: rowId');

const LISTS: List[] = [
  {
    name: 'tenants',
    ours: `query ($first: Int!, $after: String) { list: tenancies(first: $first, after: $after) ${page(TENANT)} }`,
    peers: `query ($first: Int!, $after: Cursor) {
      list: allTenancies(first: $first, after: $after, orderBy: [SIGNED_AT_DESC, ROW_ID_DESC]) ${page(peers(TENANT))} }`,
  },
  {
    name: 'queue',
    ours: `query ($first: Int!, $after: String) {
      list: tenancyApplicationQueue(first: $first, after: $after) ${page(APPLICATION)} }`,
    peers: `query ($first: Int!, $after: Cursor) {
      list: allQueues(first: $first, after: $after, orderBy: [SUBMITTED_AT_DESC, ROW_ID_DESC]) ${page(peers(APPLICATION))} }`,
  },
];

/**
 * The tenant list and the application queue of a centre with 4,300 tenants and 200,000 applications, beside PostGraphile 5
 * on the same database: 64 signed-in people of the centre ask for the first page over 16 connections, under
 * row-level security. Both are asked in turn, round by round, after both gave the same rows.
 */
export async function benches(): Promise<Figure[]> {
  const database = await cloneDatabase();
  try {
    await loadLists(database.superuserUrl, { tenants: 4300, applications: 200_000 });
    const statements = await countStatements(database);
    const app = await startApp({ database, env: { NODE_ENV: 'production' } });
    const peer = await startPostgraphile(database, POOL);
    try {
      for (const list of LISTS) await sameRows(list, app.url, peer.url);
      const rates = await measure(app.url, peer.url);
      return LISTS.flatMap(({ name }, n) => figures(name, rates[name] as Rates, statements[n] ?? NaN));
    } finally {
      await Promise.all([app.stop(), peer.stop()]);
    }
  } finally {
    await database.drop();
  }
}

interface Rates {
  readonly ours: number[];
  readonly peers: number[];
}

function figures(name: string, { ours, peers }: Rates, statements: number): Figure[] {
  const ratio = median(ours.map((rate, round) => rate / (peers[round] ?? NaN)));
  return [
    { figure: `${name}-requests`, value: Math.round(median(ours)), unit: 'req/s', goal: null },
    { figure: `${name}-requests-postgraphile`, value: Math.round(median(peers)), unit: 'req/s', goal: null },
    { figure: `${name}-to-postgraphile`, value: ratio, unit: 'x', goal: { atLeast: 1.2 } },
    { figure: `${name}-statements`, value: statements, unit: 'SQL/req', goal: { atMost: 3 } },
  ];
}

/** Rounds go through all lists and both servers in turn, so that a busy minute of the machine falls on each. */
async function measure(ours: string, peers: string): Promise<Record<string, Rates>> {
  const rates: Record<string, Rates> = Object.fromEntries(LISTS.map(({ name }) => [name, { ours: [], peers: [] }]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const list of LISTS) {
      for (const side of round % 2 === 0 ? (['ours', 'peers'] as const) : (['peers', 'ours'] as const)) {
        const rate = await drive(side === 'ours' ? ours : peers, list[side], round === 0 ? SECONDS / 2 : SECONDS);
        if (round > 0) rates[list.name]?.[side].push(rate);
      }
    }
  }
  return rates;
}

async function drive(url: string, query: string, seconds: number): Promise<number> {
  const body = JSON.stringify({ query, variables: { first: PAGE, after: null } });
  const requests = Array.from({ length: STAFF }, (_, n) => ({
    method: 'POST' as const,
    path: '/graphql',
    headers: headersOf(n + 1),
    body,
  }));
  // An answer that is quick because it is an error is none.
  const verifyBody = (answer: unknown): boolean => !String(answer).includes('"errors"');
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, requests, verifyBody });
  const failed = result.errors + result.non2xx + result.timeouts + result.mismatches;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} answers of ${url} failed`);
  return result['2xx'] / result.duration;
}

const headersOf = (person: number): Record<string, string> => ({
  'content-type': 'application/json',
  cookie: `wutong_session=${sessionToken(person)}`,
});

interface Answer {
  readonly list: { nodes: Record<string, unknown>[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

async function ask(url: string, query: string, person: number, after: string | null): Promise<Answer['list']> {
  const body = JSON.stringify({ query, variables: { first: PAGE, after } });
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: headersOf(person), body });
  const { data, errors } = (await response.json()) as { data: Answer | null; errors?: { message: string }[] };
  if (!data || errors) throw new Error(`${url} refuses ${query}: ${JSON.stringify(errors)}`);
  return data.list;
}

/** The first two pages of some people with different conflicts of interest; throws where the two servers differ. */
async function sameRows(list: List, ours: string, peers: string): Promise<void> {
  for (const person of [1, 2, STAFF]) {
    let after: [string | null, string | null] = [null, null];
    for (let n = 0; n < 2; n++) {
      const one = await ask(ours, list.ours, person, after[0]);
      const other = await ask(peers, list.peers, person, after[1]);
      const [left, right] = [one, other].map(({ nodes, pageInfo }) => JSON.stringify([comparable(nodes), pageInfo.hasNextPage]));
      if (left !== right || one.nodes.length !== PAGE) throw new Error(`${list.name}: the two servers answer different rows`);
      after = [one.pageInfo.endCursor, other.pageInfo.endCursor];
    }
  }
}

/** The same instant is written in two ways. */
function comparable(nodes: Record<string, unknown>[]): unknown {
  const instant = (key: string, value: unknown): unknown => (key.endsWith('At') && value ? Date.parse(String(value)) : value);
  return nodes.map((node) => Object.entries(node).map(([key, value]) => [key, instant(key, value)]));
}

/** What one request of each list sends to PostgreSQL, the settings of row-level security included: the most of some. */
async function countStatements(database: TestDatabase): Promise<number[]> {
  const wire = await countWire(database.url);
  const app = await startApp({ database: { ...database, url: wire.url }, env: { NODE_ENV: 'production' } });
  try {
    const counts: number[] = [];
    for (const { ours } of LISTS) {
      const each: number[] = [];
      // One after the other, by people in turn: what was set for one is of no use to the next.
      for (let n = 0; n < 12; n++) each.push(await wire.during(() => ask(app.url, ours, 1 + (n % 4), null)));
      counts.push(Math.max(...each));
    }
    return counts;
  } catch (error) {
    throw new Error(`The API said:\n${app.api.output}`, { cause: error });
  } finally {
    await app.stop();
    await wire.stop();
  }
}
