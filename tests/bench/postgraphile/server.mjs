// PostGraphile 5 as its documentation recommends it for production: the Amber preset, grafserv on Node's own server,
// prepared statements, no GraphiQL, no explain. It reads the views of BENCH_SETTINGS as the product's app role, and
// tells row-level security who asks by `pgSettings`, as its documentation shows. Who asks is looked up by the
// product's own statement, so that both pay for the same sign-in.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { postgraphile } from 'postgraphile';

const { url, schema, poolSize } = JSON.parse(process.env.BENCH_SETTINGS);
const sessions = new pg.Pool({ connectionString: url, max: poolSize });

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const WHO_ASKS = 'select * from signed_in_by_session($1, $2, $3, $4)';

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  // Views have no indexes of their own to tell by which columns they may be ordered.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString: url, schemas: [schema], poolConfig: { max: poolSize } })],
  grafserv: { port: 0, graphiql: false, websockets: false, watch: false },
  grafast: { explain: false, context: async ({ node }) => ({ pgSettings: await settingsOf(node.req) }) },
});

async function settingsOf(request) {
  const token = /(?:^|;\s*)wutong_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const now = Date.now();
  const hash = createHash('sha256').update(token).digest();
  const values = [hash, new Date(now), new Date(now - DAY_MS), new Date(now - MINUTE_MS)];
  const { rows } = await sessions.query({ name: 'who-asks', text: WHO_ASKS, values });
  const [found] = rows;
  return {
    'wutong.reach': found?.organisation_kind ?? 'anonymous',
    'wutong.organisation': found?.organisation_id ?? '',
    'wutong.actor': found?.user_id ?? '',
    'wutong.conflicts': `{${(found?.conflicts ?? []).join(',')}}`,
  };
}

const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
