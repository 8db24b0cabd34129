import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DROP, recordedApi, type Exchange } from '../testing/recorded-api';
import { SlurmCluster } from './slurm-cluster';
import { SlurmRest, type SlurmRestOptions } from './slurm-rest';

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
const HEADERS = { 'x-slurm-user-name': 'wutong', 'x-slurm-user-token': 'a-token' };
const NOW = new Date('2026-11-23T12:00:00Z');
const offer = (...versions: string[]): Exchange => ({
  method: 'GET', path: '/openapi/v3', headers: HEADERS,
  answer: { paths: Object.fromEntries(versions.flatMap((version) => [[`/slurm/${version}/jobs/`, {}], [`/slurmdb/${version}/jobs/`, {}]])) },
});
const get = (path: string, answer: unknown, status = 200): Exchange => ({ method: 'GET', path, headers: HEADERS, answer, status });

async function against<T>(exchanges: Exchange[], work: (rest: SlurmRest) => Promise<T>, options: Partial<SlurmRestOptions> = {}): Promise<T> {
  const api = await recordedApi(exchanges);
  try {
    return await work(new SlurmRest({ url: `${api.url}/`, userName: 'wutong', token: () => Promise.resolve('a-token'), ...options }));
  } finally {
    await api.close();
  }
}

describe('the version that both sides know', () => {
  test.each([
    ['of Slurm 22.05', ['v0.0.36', 'v0.0.37', 'v0.0.38'], 'v0.0.38'],
    ['of Slurm 24.11', ['v0.0.40', 'v0.0.41', 'v0.0.42'], 'v0.0.42'],
    ['of Slurm 26.11', ['v0.0.43', 'v0.0.44', 'v0.0.45', 'v0.0.46'], 'v0.0.46'],
    ['of a later Slurm that still has one', ['v0.0.46', 'v0.0.47'], 'v0.0.46'],
    ['of Slurm 23.02 beside its older one', ['v0.0.38', 'v0.0.39'], 'v0.0.38'],
  ])('%s', async (_, offered, expected) => {
    expect(await against([offer(...offered)], (rest) => rest.negotiate())).toBe(expected);
  });

  test('none: says what each side has', async () => {
    await expect(against([offer('v0.0.35')], (rest) => rest.negotiate())).rejects.toMatchObject({
      code: 'CLUSTER_UNKNOWN_VERSION', message: expect.stringContaining('v0.0.35') as unknown,
    });
  });

  test('is negotiated anew when the server was upgraded, and the request is made again', async () => {
    const exchanges = [
      get('/slurmdb/v0.0.38/qos/', 'Unable find requested URL', 404), offer('v0.0.42', 'v0.0.43'), get('/slurmdb/v0.0.43/qos/', { qos: [], errors: [] }),
      get('/slurmdb/v0.0.43/tres/', { tres: [] }),
    ];
    await against(exchanges, async (rest) => {
      await rest.get('slurmdb', 'qos/');
      await rest.get('slurmdb', 'tres/');
    }, { version: 'v0.0.38' });
  });

  test('what is missing in the version that is right is not asked for twice', async () => {
    const exchanges = [get('/slurmdb/v0.0.42/nothing/', 'not found', 404), offer('v0.0.42')];
    await expect(against(exchanges, (rest) => rest.get('slurmdb', 'nothing/'), { version: 'v0.0.42' })).rejects.toMatchObject({ code: 'CLUSTER_REFUSED' });
  });
});

describe('answers that are none', () => {
  const version = 'v0.0.38';

  test('an accounting database that is away is an error, though the status is 200 and the list empty', async () => {
    // As Slurm 22.05 answers while slurmdbd is stopped.
    const away = {
      errors: [{ description: 'Failed connecting to slurmdbd', error_number: 7000, error: 'Unable to connect to database', source: 'slurmdb_jobs_get' }],
      jobs: [],
    };
    const query = 'cluster=local&start_time=uts1795420800&end_time=uts1795435200&skip_steps=true';
    await expect(
      against([get(`/slurmdb/v0.0.38/jobs/?${query}`, away)], (rest) =>
        new SlurmCluster('local', null, rest).jobs({ from: new Date('2026-11-23T08:00:00Z'), to: NOW }, NOW), { version }),
    ).rejects.toMatchObject({ code: 'CLUSTER_REFUSED', message: expect.stringContaining('slurmdbd') as unknown });
  });

  test.each([
    ['a token that is not accepted', get('/slurmdb/v0.0.38/qos/', 'Authentication failure', 401), 'CLUSTER_UNAUTHORISED'],
    ['a refusal', get('/slurmdb/v0.0.38/qos/', { errors: [{ error: 'Access/permission denied' }] }, 500), 'CLUSTER_REFUSED'],
    ['a web page', get('/slurmdb/v0.0.38/qos/', '<html>Sign in</html>'), 'CLUSTER_BAD_ANSWER'],
  ])('%s', async (_, exchange, code) => {
    const failure = against([exchange], (rest) => rest.get('slurmdb', 'qos/'), { version });
    await expect(failure).rejects.toMatchObject({ code });
    await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('a-token') as unknown });
  });

  test('a connection that breaks is tried once more for a read, and never for a write', async () => {
    await against([get('/slurmdb/v0.0.38/qos/', DROP), get('/slurmdb/v0.0.38/qos/', { QOS: [] })], (rest) => rest.get('slurmdb', 'qos/'), { version });
    const write: Exchange = { method: 'POST', path: '/slurmdb/v0.0.38/accounts/', body: { accounts: [] }, answer: DROP };
    await expect(against([write], (rest) => rest.post('slurmdb', 'accounts/', { accounts: [] }), { version })).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  });

  test('nobody there', async () => {
    const rest = new SlurmRest({ url: 'http://127.0.0.1:9', userName: 'wutong', token: () => Promise.resolve('x') });
    await expect(rest.negotiate()).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  });
});

describe('jobs', () => {
  const window = { from: new Date('2026-11-23T08:00:00Z'), to: NOW };
  const query = 'cluster=local&start_time=uts1795420800&end_time=uts1795435200&skip_steps=true';

  test('of v0.0.38, as recorded from Slurm 22.05', async () => {
    const answer = fixture('jobs-v0.0.38.json');
    const parsed = await against([get(`/slurmdb/v0.0.38/jobs/?${query}`, answer)], (rest) => new SlurmCluster('local', null, rest).jobs(window, NOW), { version: 'v0.0.38' });
    expect(parsed.problems).toEqual([]);
    expect(parsed.records).toMatchObject([{ cluster: 'local', account: 'chem', gpuClass: 'h200', gpus: 1 }]);
  });

  test('of v0.0.40 on are asked for with all runs of what was requeued; numbers come with a flag', async () => {
    const number = (value: number) => ({ set: true, infinite: false, number: value });
    const job = (start: number, end: number, state: string) => ({
      job_id: 77, account: 'wt-c2026-0042', user: 'lin', cluster: 'local', array: { job_id: 0, task_id: { set: false, infinite: false, number: 0 } },
      state: { current: [state] }, time: { submission: 1795420000, start, end, elapsed: end - start },
      tres: { allocated: [{ type: 'gres', name: 'gpu', id: 1001, count: 2 }, { type: 'gres', name: 'gpu:h800', id: 1002, count: 2 }] },
      allocation_nodes: 1, exit_code: { return_code: number(0), signal: { id: number(0) } },
    });
    const answer = { jobs: [job(1795421000, 1795421600, 'NODE_FAIL'), job(1795422000, 1795425600, 'COMPLETED')], errors: [], warnings: [{ description: 'x' }] };
    const parsed = await against([get(`/slurmdb/v0.0.43/jobs/?${query}&show_duplicates=true`, answer)], (rest) => new SlurmCluster('local', null, rest).jobs(window, NOW), { version: 'v0.0.43' });
    expect(parsed.problems).toEqual([]);
    expect(parsed.records.map(({ elapsedSeconds, gpus, gpuClass, state }) => [elapsedSeconds, gpus, gpuClass, state])).toEqual([
      [600, 2, 'h800', 'NODE_FAIL'], [3600, 2, 'h800', 'COMPLETED'],
    ]);
  });
});
