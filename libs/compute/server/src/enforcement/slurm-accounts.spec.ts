import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SlurmRest, type SlurmRestVersion } from '../cluster/slurm-rest';
import { recordedApi, type Exchange } from '../testing/recorded-api';
import type { Operation } from './account-record';
import { commandsOf, countedMinutes } from './slurm-accounts-cli';
import { makeByRest, readByRest, restCan } from './slurm-accounts-rest';

const operation = (change: Partial<Operation>): Operation => ({ kind: 'setAccount', account: 'wt-a', subject: null, before: null, after: null, ...change });
const LIMITS = { noDecay: true, gpuMinutes: { 'gres/gpu': 60 }, gpus: { 'gres/gpu': 4, 'gres/gpu:l4': 0 } };

describe('as commands', () => {
  test.each<[string, Operation, string[]]>([
    ['limits', operation({ kind: 'createQos', after: LIMITS }), ['sacctmgr -iQ add qos wt-a flags=NoDecay GrpTRESMins=gres/gpu=60 GrpTRES=gres/gpu=4,gres/gpu:l4=0']],
    [
      'limits that lose a class',
      operation({ kind: 'setLimits', before: { ...LIMITS, gpuMinutes: { 'gres/gpu': 60, 'gres/gpu:h800': 60 } }, after: LIMITS }),
      ['sacctmgr -iQ modify qos wt-a set flags=NoDecay GrpTRESMins=gres/gpu=60,gres/gpu:h800=-1 GrpTRES=gres/gpu=4,gres/gpu:l4=0'],
    ],
    [
      'an account', operation({ kind: 'createAccount', after: { submitJobs: null, qos: ['wt-a'] } }),
      [
        'sacctmgr -iQ add account wt-a cluster=hw1 description=wt-a organization=wutong',
        'sacctmgr -iQ modify account wt-a where cluster=hw1 set qos=wt-a defaultqos=wt-a GrpSubmitJobs=-1',
      ],
    ],
    ['its end', operation({ after: { submitJobs: 0 } }), ['sacctmgr -iQ modify account wt-a where cluster=hw1 set GrpSubmitJobs=0']],
    [
      'somebody who leaves', operation({ kind: 'removeUser', subject: 'eve' }),
      ['scancel -A wt-a -u eve', 'sacctmgr -iQ delete user name=eve account=wt-a cluster=hw1'],
    ],
  ])('%s', (_, one, expected) => {
    expect(commandsOf('hw1', one).map((command) => command.join(' '))).toEqual(expected);
  });

  test('never for an account of others', () => {
    expect(() => commandsOf('hw1', operation({ account: 'physics', kind: 'cancelJobs' }))).toThrow('not the portal’s');
  });
});

test('what the controller has counted is read from its own listing', () => {
  // From scontrol of Slurm 22.05, shortened.
  const text = [
    'Current Association Manager state', 'QOS Records',
    'QOS=normal(1) UsageRaw=9.0 GrpTRESMins=cpu=N(3),gres/gpu=N(7),gres/gpu:h200=N(7) GrpTRESRunMins=gres/gpu=N(2)',
    'QOS=wt-c2026-0001(2) UsageRaw=0.0 GrpTRES=gres/gpu=4(2) GrpTRESMins=cpu=N(0),gres/gpu=20(12),gres/gpu:h800=20(12) GrpTRESRunMins=gres/gpu=N(8)',
    'QOS=wt-c2026-0002(3) UsageRaw=0.0 GrpTRES=gres/gpu=4(2) GrpTRESMins=cpu=N(0),gres/gpu=N(5) GrpTRESRunMins=gres/gpu=N(8)',
  ].join('\n');
  expect([...countedMinutes(text)]).toEqual([['wt-c2026-0001', 12], ['wt-c2026-0002', 5]]);
});

describe('over slurmrestd', () => {
  const with_ = async <T>(version: SlurmRestVersion, exchanges: Exchange[], work: (rest: SlurmRest) => Promise<T>): Promise<T> => {
    const api = await recordedApi(exchanges);
    try {
      return await work(new SlurmRest({ url: api.url, userName: 'root', token: () => Promise.resolve('t'), version }));
    } finally {
      await api.close();
    }
  };
  const number = (value: number | null) => ({ set: true, infinite: value === null, number: value ?? 0 });

  test('v0.0.38 makes accounts and users, and changes no limit', () => {
    expect(restCan('v0.0.38', 'createAccount')).toBe(true);
    expect(restCan('v0.0.38', 'setLimits')).toBe(false);
    expect(restCan('v0.0.38', 'setAccount')).toBe(false);
    expect(restCan('v0.0.42', 'setLimits')).toBe(true);
  });

  test('v0.0.38 tells no accounts of others', async () => {
    const associations: unknown = JSON.parse(readFileSync(new URL('../cluster/fixtures/associations-v0.0.38.json', import.meta.url), 'utf8'));
    const exchanges = [
      { method: 'GET', path: '/slurmdb/v0.0.38/associations/?cluster=local', answer: associations },
      { method: 'GET', path: '/slurmdb/v0.0.38/qos/', answer: { QOS: [] } },
      { method: 'GET', path: '/slurm/v0.0.38/jobs/', answer: { jobs: [] } },
    ];
    expect((await with_('v0.0.38', exchanges, (rest) => readByRest(rest, 'local'))).accounts.size).toBe(0);
  });

  test('v0.0.40 on: limits, users and jobs of an account', async () => {
    const exchanges = [
      {
        method: 'GET', path: '/slurmdb/v0.0.43/associations/?cluster=hw1&account=wt-a',
        answer: {
          associations: [
            { account: 'wt-a', cluster: 'hw1', user: '', partition: '', qos: ['wt-a'], max: { jobs: { per: { submitted: number(0) } } } },
            { account: 'wt-a', cluster: 'hw1', user: 'lin', partition: '', qos: ['wt-a'], max: { jobs: { per: { submitted: number(null) } } } },
          ],
        },
      },
      {
        method: 'GET', path: '/slurmdb/v0.0.43/qos/',
        answer: {
          qos: [
            {
              name: 'wt-a', flags: ['NO_DECAY'],
              limits: { max: { tres: { total: [{ type: 'gres', name: 'gpu', count: 4 }], minutes: { total: [{ type: 'gres', name: 'gpu', count: 60 }] } } } },
            },
          ],
        },
      },
      { method: 'GET', path: '/slurm/v0.0.43/jobs/', answer: { jobs: [{ account: 'wt-a', job_state: ['RUNNING'], tres_alloc_str: 'cpu=4,gres/gpu=2' }, { account: 'wt-a', job_state: ['COMPLETED'] }] } },
    ];
    const { accounts, qos } = await with_('v0.0.43', exchanges, (rest) => readByRest(rest, 'hw1', 'wt-a'));
    expect([...accounts]).toEqual([['wt-a', { submitJobs: 0, qos: ['wt-a'], users: ['lin'], jobs: 1, runningGpus: 2 }]]);
    expect([...qos]).toEqual([['wt-a', { noDecay: true, gpuMinutes: { 'gres/gpu': 60 }, gpus: { 'gres/gpu': 4 } }]]);
  });

  describe('jobs beyond a limit', () => {
    const job = (id: number, hour: number) => ({ job_id: id, account: 'wt-a', job_state: ['RUNNING'], tres_alloc_str: 'gres/gpu=2', start_time: number(hour * 3600) });
    const beyond = operation({ kind: 'requeueJobs', after: { runningGpus: 2 } });
    const told = (version: string): Exchange => ({ method: 'GET', path: `/slurm/${version}/jobs/`, answer: { jobs: [job(7, 1), job(8, 2)] } });

    test('v0.0.45 on: go back to the queue, the one that began last', async () => {
      const requeued = { method: 'POST', path: '/slurm/v0.0.45/jobs/requeue', body: { jobs: ['8'] }, answer: { status: [], errors: [] } };
      await with_('v0.0.45', [told('v0.0.45'), requeued], (rest) => makeByRest(rest, 'hw1', beyond));
    });

    test('v0.0.45 on: end where Slurm does not requeue them', async () => {
      const refused = {
        method: 'POST', path: '/slurm/v0.0.45/jobs/requeue', body: { jobs: ['8'] }, status: 500,
        answer: { errors: [{ description: 'Requeue JobId=8 failed', error: 'Requested operation not supported on this system' }] },
      };
      await with_('v0.0.45', [told('v0.0.45'), refused, { method: 'DELETE', path: '/slurm/v0.0.45/job/8', answer: {} }], (rest) => makeByRest(rest, 'hw1', beyond));
    });

    test('before v0.0.45: end', async () => {
      await with_('v0.0.43', [told('v0.0.43'), { method: 'DELETE', path: '/slurm/v0.0.43/job/8', answer: {} }], (rest) => makeByRest(rest, 'hw1', beyond));
    });
  });

  test('v0.0.40 on: an account is closed with a flagged zero', async () => {
    const body = { associations: [{ account: 'wt-a', cluster: 'hw1', user: '', parent_account: 'root', max: { jobs: { per: { submitted: number(0) } } } }] };
    await with_('v0.0.43', [{ method: 'POST', path: '/slurmdb/v0.0.43/associations/', body, answer: { errors: [] } }], (rest) =>
      makeByRest(rest, 'hw1', operation({ after: { submitJobs: 0 } })));
  });

  test('v0.0.38: an account is made with its quality of service', async () => {
    const exchanges = [
      { method: 'POST', path: '/slurmdb/v0.0.38/accounts/', body: { accounts: [{ name: 'wt-a', description: 'wt-a', organization: 'wutong' }] }, answer: { errors: [] } },
      {
        method: 'POST', path: '/slurmdb/v0.0.38/associations/',
        body: { associations: [{ account: 'wt-a', cluster: 'hw1', user: null, parent_account: 'root', qos: ['wt-a'], default: { qos: 'wt-a' } }] }, answer: { errors: [] },
      },
    ];
    await with_('v0.0.38', exchanges, (rest) => makeByRest(rest, 'hw1', operation({ kind: 'createAccount', after: { submitJobs: null, qos: ['wt-a'] } })));
  });
});
