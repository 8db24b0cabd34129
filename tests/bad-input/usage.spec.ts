import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { openApp, type WholeApp } from '../whole-app/open-app';
import { openCentre, openSupplier, sacct } from '../whole-app/tenant-story';
import { refused, rowCounts, type BadRequest } from './refusals';
import type { Visitor } from '@wutong/core-testing';

/** Accounting records as clusters and people send them: each bad line is told with its number, each good one counts. */
let app: WholeApp;
let operator: Visitor;
const CLUSTER = 'h800';

beforeAll(async () => {
  app = await openApp();
  const centre = await openCentre(app);
  await openSupplier(app, centre, CLUSTER);
  operator = centre.people.operator.visitor;
}, 60_000);
afterAll(() => app.close());

interface Report {
  records: number;
  parked: number;
  problems: { line: number; field: string | null; code: string; message: string }[];
}

async function deliver(body: string | Uint8Array<ArrayBuffer>, language = 'en', type = 'text/plain'): Promise<{ status: number } & Report> {
  const response = await operator.fetch('/v1/usage', {
    method: 'POST', headers: { 'content-type': type, 'accept-language': language }, body,
  });
  return { status: response.status, ...((await response.json()) as Report) };
}

let runs = 0;
/** A run that no other test sends. */
const run = (part: Record<string, string> = {}): Record<string, string> => {
  const id = String(1000 + ++runs);
  return { JobIDRaw: id, JobID: id, Cluster: CLUSTER, ...part };
};
const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19);
/** Everything but the list of deliveries, which keeps that something was sent and was no good. */
async function footprint(): Promise<object> {
  return { ...(await rowCounts(app)), usage_import: 0, idempotency_key: 0 };
}

describe('a line', () => {
  test.each<[string, Record<string, string>, string, string | null]>([
    ['with usage below nothing', { ElapsedRaw: '-3600' }, 'badElapsed', 'ElapsedRaw'],
    ['with usage that is no number', { ElapsedRaw: 'NaN' }, 'badElapsed', 'ElapsedRaw'],
    ['with more seconds than there have been', { ElapsedRaw: '99999999999999999999' }, 'badElapsed', 'ElapsedRaw'],
    ['with GPUs below nothing', { AllocTRES: 'gres/gpu=-2' }, 'badTres', 'AllocTRES'],
    ['with GPUs that are no number', { AllocTRES: 'gres/gpu=NaN' }, 'badTres', 'AllocTRES'],
    ['with more GPUs than numbers', { AllocTRES: 'gres/gpu=99999999999999999999' }, 'badTres', 'AllocTRES'],
    ['from a clock that goes ahead', { Start: hoursFromNow(30), End: hoursFromNow(31) }, 'inFuture', 'Start'],
    ['that ends before it starts', { Start: hoursFromNow(-2), End: hoursFromNow(-3) }, 'endBeforeStart', 'End'],
    ['in no state that Slurm knows', { State: 'DREAMING' }, 'unknownState', 'State'],
    ['without an account', { Account: '' }, 'missing', 'Account'],
    ['of no job', { JobIDRaw: 'x' }, 'badJobId', 'JobIDRaw'],
  ])('%s is told by number, column and code, in both languages, and alone counts nothing', async (_, part, code, field) => {
    const text = sacct(run(part));
    const before = await footprint();
    const [english, chinese] = [await deliver(text), await deliver(text, 'zh-CN')];
    expect(english).toMatchObject({ status: 422, records: 0, problems: [{ line: 2, code, field }] });
    expect(chinese).toMatchObject({ status: 422, problems: [{ line: 2, code, field }] });
    expect(english.problems[0]?.message).not.toMatch(/\p{Script=Han}/u);
    expect(chinese.problems[0]?.message).toMatch(/\p{Script=Han}/u);
    expect(await footprint()).toEqual(before);
  });

  test('that is cut off at the end of the file is told; those before it count', async () => {
    const whole = sacct(run(), run());
    const report = await deliver(whole.slice(0, -30));
    expect(report).toMatchObject({ status: 200, records: 1, parked: 1, problems: [{ line: 3, code: 'truncatedLine' }] });
  });

  test('with too few columns is told; those around it count', async () => {
    const [header, first, last] = sacct(run(), run()).split('\n');
    const report = await deliver([header, first, '17|18|h800', last, ''].join('\n'));
    expect(report).toMatchObject({ status: 200, records: 2, problems: [{ line: 3, code: 'wrongColumnCount' }] });
  });
});

describe('a delivery', () => {
  const named = (encode: (text: string) => Uint8Array): Uint8Array<ArrayBuffer> =>
    new Uint8Array(encode(sacct(run({ User: '王小明', Account: '未知账户' }))));
  test.each<[string, () => Uint8Array<ArrayBuffer>, string]>([
    ['in GB18030', () => named((text) => iconv.encode(text, 'gb18030')), 'text/plain'],
    ['in UTF-16', () => named((text) => iconv.encode(text, 'utf16', { addBOM: true })), 'text/plain'],
    ['as CSV with a byte order mark', () => named((text) => iconv.encode(text, 'utf8', { addBOM: true })), 'text/csv'],
    ['with the line ends of Windows', () => named((text) => Buffer.from(text.replaceAll('\n', '\r\n'))), 'text/plain'],
  ])('%s is read, and its Chinese is kept', async (_, bytes, type) => {
    expect(await deliver(bytes(), 'en', type)).toMatchObject({ status: 200, records: 1, parked: 1, problems: [] });
    const [row] = await app.asOwner<{ account: string }>(
      'select account from parked_usage order by (record->>\'jobIdRaw\')::bigint desc nulls last, job_key desc limit 1',
    );
    expect(row?.account).toBe('未知账户');
  });

  test.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['of nothing', ' \n', 'empty'],
    ['that is no text', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 0, 0xff, 0xfe]), 'notText'],
    ['without the names of columns', 'one|two|three\n1|2|3\n', 'missingColumn'],
    ['without a column that is needed', 'JobIDRaw|Cluster\n1|h800\n', 'missingColumn'],
  ])('%s is refused as a whole', async (_, body, code) => {
    const before = await footprint();
    const report = await deliver(body);
    expect([report.status, report.problems[0]?.code]).toEqual([422, code]);
    expect(await footprint()).toEqual(before);
  });

  test('sent twice counts once', async () => {
    const text = sacct(run(), run());
    expect(await deliver(text)).toMatchObject({ records: 2, parked: 2 });
    const before = await footprint();
    await deliver(text);
    expect(await footprint()).toEqual(before);
  });

  test.each<[string, BadRequest, number]>([
    ['of an unknown type', { headers: { 'content-type': 'application/x-tar' }, body: 'x' }, 415],
    ['of JSON that breaks off', { headers: { 'content-type': 'application/json' }, body: '{"jobs": [' }, 400],
    ['in a time zone that is not on earth', { path: '/v1/usage?timeZone=Mars/Base', headers: { 'content-type': 'text/plain' }, body: sacct(run()) }, 400],
    ['of 25 megabytes', { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(25 * 1024 * 1024) }, 413],
  ])('%s is refused in words', async (_, request, status) => {
    expect(await refused(app, operator, { path: '/v1/usage', ...request })).toMatchObject({ status });
  });

  test('with a cluster that no text can hold is told by its lines', async () => {
    const before = await footprint();
    const response = await operator.fetch('/v1/usage?cluster=a%00b', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: sacct(run({ Cluster: '' })) });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ records: 0, problems: [{ line: 2, field: 'Cluster', code: 'badName' }] });
    expect(await footprint()).toEqual(before);
  });

  test('of JSON with characters that cannot be kept counts nothing', async () => {
    const fixture = join(import.meta.dirname, '../../libs/compute/server/src/usage/fixtures/sacct.json');
    for (const bad of ['\\u0000', '\\ud83d']) {
      const body = readFileSync(fixture, 'utf8').replaceAll(/"account": "[^"]*"/g, `"account": "a${bad}b"`);
      const before = await footprint();
      const response = await operator.fetch('/v1/usage', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      expect([400, 422]).toContain(response.status);
      expect(await footprint()).toEqual(before);
    }
    expect(await deliver(readFileSync(fixture, 'utf8'), 'en', 'application/json')).toMatchObject({ status: 200 });
  });

  test.each([['no list', '{"jobs": 5}'], ['a list of numbers', '{"jobs": [1, null, "x"]}'], ['null', 'null'], ['a list', '[]']])(
    'of JSON with %s in it is refused by place',
    async (_, body) => {
      const report = await deliver(body, 'en', 'application/json');
      expect(report.status).toBe(422);
      expect(report.problems[0]).toMatchObject({ code: 'badJson' });
    },
  );
});
