import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PORTAL_COMMANDS, runPortalCommand, type Options } from '../../apps/wutong/src/portal/commands';
import { CommandError } from '../../apps/wutong/src/terminal';
import { openApp, type AppPerson, type WholeApp } from '../whole-app/open-app';
import { admit, daysAhead, openCentre, openCompany, openSupplier, runGrant, sacct, type Centre, type Company } from '../whole-app/tenant-story';

const GPU_CLASS = 'x9';
const READS = ['compute-request.read', 'compute-balance.read', 'compute-cost.read'];

let app: WholeApp;
let url: string;
let centre: Centre;
let company: Company;
let grant: Awaited<ReturnType<typeof runGrant>>;
let number: string;
const tokens = { company: '', readOnly: '', operator: '', stranger: '', pusher: '' };

beforeAll(async () => {
  app = await openApp();
  url = `http://127.0.0.1:${(app.nest.getHttpServer().address() as AddressInfo).port}`;
  centre = await openCentre(app);
  const supplier = await openSupplier(app, centre, GPU_CLASS);
  company = await openCompany(app, centre);
  await admit(app, centre, company);
  grant = await runGrant(app, centre, company, GPU_CLASS);
  number = grant.request.number;
  const stranger = await app.person({ kind: 'tenant', roles: ['founder'] });
  tokens.company = await tokenOf(company.founder, [...READS, 'compute-request.edit']);
  tokens.readOnly = await tokenOf(company.founder, ['compute-balance.read', 'compute-request.read']);
  tokens.operator = await tokenOf(centre.people.operator, ['compute-balance.read', 'compute-request.read', 'compute-request.queue']);
  tokens.stranger = await tokenOf(stranger, [...READS, 'compute-request.edit']);
  tokens.pusher = await tokenOf(supplier.person, ['usage.send']);
}, 180_000);
afterAll(() => app.close());

async function tokenOf({ visitor }: AppPerson, permissions: string[]): Promise<string> {
  const { createApiToken } = await visitor.graphql<{ createApiToken: { token: string } }>(
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }', { input: { name: 'cli', permissions, expiresInDays: 1 } },
  );
  return createApiToken.token;
}

async function run(as: keyof typeof tokens, name: string, argument?: string, options: Options = {}, files: Record<string, string> = {}) {
  const command = PORTAL_COMMANDS.find((one) => one.name === name)!;
  let [out, err] = ['', ''];
  const saved: Record<string, Uint8Array> = {};
  const code = await runPortalCommand(command, argument, { first: '50', ...options }, {
    url, token: tokens[as], out: (text) => (out += text), err: (text) => (err += text),
    readText: (path) => (path in files ? Promise.resolve(files[path]!) : Promise.reject(new Error('no such file'))),
    writeFile: (path, content) => ((saved[path] = content), Promise.resolve()),
  });
  return { code, out, err, saved };
}

const wish = (more: object = {}) => JSON.stringify({
  gpuClass: GPU_CLASS, gpus: 2, startsAt: daysAhead(1), endsAt: daysAhead(3), gpuHours: 90, purposeKind: 'finetune', purpose: '以脱敏客服语料微调对话模型。', ...more,
});
const countOf = async (): Promise<number> =>
  (await app.asOwner(`select 1 from compute_request where organisation_id = $1`, [company.organisationId])).length;

describe('hours and requests', () => {
  test('are tables on the terminal, and the same as JSON', async () => {
    const { code, out } = await run('company', 'hours');
    expect(code).toBe(0);
    expect(out).toMatch(/50,000\.0/);
    const [balance] = JSON.parse((await run('company', 'hours', undefined, { json: true })).out) as [{ gpuClass: string; givenMh: string }];
    expect(balance).toMatchObject({ gpuClass: GPU_CLASS, givenMh: '50000000' });
    expect((await run('company', 'requests')).out).toContain(number);
    expect((await run('company', 'requests', undefined, { state: 'denied' })).out).not.toContain(number);
  });

  test('one request is found by its number, with its account and its story', async () => {
    const { code, out } = await run('company', 'requests', number);
    expect({ code, isWhole: out.includes(grant.account) && /submit/.test(out) }).toEqual({ code: 0, isWhole: true });
    expect(JSON.parse((await run('company', 'requests', grant.requestId, { json: true })).out)).toMatchObject({ number, grant: { account: grant.account } });
  });

  test('another company sees nothing of them, the operator sees the queue', async () => {
    expect((await run('stranger', 'requests', grant.requestId)).code).toBe(1);
    expect((await run('stranger', 'requests')).out).not.toContain(number);
    expect((await run('stranger', 'hours', undefined, { json: true })).out).toBe('[]\n');
    expect((await run('operator', 'requests', undefined, { queue: true })).out).toContain(number);
    expect((await run('operator', 'requests', number, { queue: true })).code).toBe(0);
  });
});

describe('a request from a file', () => {
  const files = { 'request.json': wish() };

  test('is handed in, once however often it is sent', async () => {
    const before = await countOf();
    const first = await run('company', 'request', undefined, { file: 'request.json', json: true }, files);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    const made = JSON.parse(first.out) as { id: string; number: string };
    const again = await run('company', 'request', undefined, { file: 'request.json' }, files);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining(made.number) });
    expect(await countOf()).toBe(before + 1);
    const [row] = await app.asOwner(`select state, gpus, amount_mh from compute_request where id = $1`, [made.id]);
    expect(row).toEqual({ state: 'submitted', gpus: 2, amount_mh: 90_000n });
  });

  test('tells what is missing by field, keeps the draft, and goes on with it', async () => {
    const { code, out, err } = await run('company', 'request', undefined, { file: 'bad.json' }, { 'bad.json': wish({ gpus: 3, purpose: '' }) });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^purpose: .+$/m);
    const draft = /C\d{4}-\d+/.exec(err)?.[0];
    const mended = await run('company', 'request', undefined, { file: 'good.json', draft }, { 'good.json': wish({ gpus: 3 }) });
    expect(mended).toMatchObject({ code: 0, out: expect.stringContaining(draft!) });
  });

  test('with a field that is wrong names it', async () => {
    const { code, err } = await run('company', 'request', undefined, { file: 'bad.json' }, { 'bad.json': wish({ gpus: 0 }) });
    expect(code).toBe(1);
    expect(err).toMatch(/^gpus: /m);
  });

  test('may stay a draft', async () => {
    const { out } = await run('company', 'request', undefined, { file: 'later.json', keepDraft: true, json: true }, { 'later.json': wish({ gpus: 5 }) });
    expect(JSON.parse(out)).toMatchObject({ state: 'draft' });
  });

  test('is refused to a token without the right, and nothing is begun', async () => {
    const before = await countOf();
    expect(await run('readOnly', 'request', undefined, { file: 'request.json' }, { 'request.json': wish({ gpus: 4 }) })).toMatchObject({ code: 1, out: '' });
    expect(await countOf()).toBe(before);
  });

  test.each<[string, Options, Record<string, string>]>([
    ['no file', {}, {}], ['a file that is not there', { file: 'x' }, {}], ['no JSON', { file: 'x' }, { x: '{gpus}' }], ['no object', { file: 'x' }, { x: '[]' }],
  ])('is refused with %s before the portal is asked', async (_, options, given) => {
    await expect(run('company', 'request', undefined, options, given)).rejects.toBeInstanceOf(CommandError);
  });
});

describe('usage', () => {
  const good = { JobIDRaw: '71', JobID: '71', cluster: GPU_CLASS, account: '' };

  test('is pushed, the bad lines told by number with exit code 1, and comes up as jobs', async () => {
    // Written once: its times are those of the moment, and a run that began a second later is another.
    const fine = sacct({ ...good, account: grant.account });
    const [, bad] = sacct({ ...good, JobIDRaw: '72', JobID: '72', account: grant.account, ElapsedRaw: 'long' }).split('\n');
    const first = await run('pusher', 'push-usage', 'usage.txt', {}, { 'usage.txt': `${fine}${bad}\n` });
    expect(first).toMatchObject({ code: 1, err: expect.stringMatching(/^3 Elapsed/) });
    const again = await run('pusher', 'push-usage', undefined, { json: true }, { '-': fine });
    expect({ code: again.code, report: JSON.parse(again.out) as object }).toMatchObject({ code: 0, report: { added: 0, unchanged: 1, problemCount: 0 } });
    await app.drain();
    const { out } = await run('company', 'jobs', undefined, { grant: number });
    expect(out).toMatch(/71 .*lin .*COMPLETED.* 2\.0/);
    expect((await run('stranger', 'jobs', undefined, { json: true })).out).toBe('[]\n');
  });

  test('is refused to a token without the right, and what is no accounting says why', async () => {
    expect(await run('company', 'push-usage', 'x', {}, { x: sacct(good) })).toMatchObject({ code: 1, out: '' });
    expect(await run('pusher', 'push-usage', 'x', {}, { x: 'hello\n' })).toMatchObject({ code: 1, err: expect.stringMatching(/JobIDRaw/) });
  });
});

describe('a statement', () => {
  test('is saved as PDF or table; another company’s and one that is not there are not', async () => {
    const insert = `insert into charge_statement values (gen_random_uuid(), $1, '2026-01', '2026-01-0007', 100, 0, 100, now())`;
    await app.asOwner(insert, [company.organisationId]);
    const pdf = await run('company', 'statement', '2026-01');
    expect(pdf).toMatchObject({ code: 0, out: 'statement-2026-01-0007.pdf\n' });
    expect(Buffer.from(pdf.saved['statement-2026-01-0007.pdf']!).subarray(0, 5).toString()).toBe('%PDF-');
    const csv = await run('company', 'statement', '2026-01', { csv: true, output: 'january.csv' });
    expect(Buffer.from(csv.saved['january.csv']!).toString()).toContain('2026-01-0007');
    expect(await run('stranger', 'statement', '2026-01')).toMatchObject({ code: 1, saved: {} });
    expect(await run('company', 'statement', '2026-02')).toMatchObject({ code: 1, saved: {} });
    expect(await run('readOnly', 'statement', '2026-01')).toMatchObject({ code: 1, saved: {} });
  });
});
