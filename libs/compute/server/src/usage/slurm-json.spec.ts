import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSacct } from './sacct';
import { parseSlurmJson } from './slurm-json';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const options = { now: new Date('2026-11-23T09:16:16Z') };

describe('the JSON of Slurm', () => {
  it('from sacct gives the same records as its text', () => {
    const { records, problems } = parseSlurmJson(fixture('sacct.json'), options);
    const all = parseSacct(fixture('sacct-jobs.txt'), options).records;
    const wanted = all.filter(({ jobId }) => ['1', '4'].includes(jobId));
    const common = ({ limitSeconds: _, ...rest }: (typeof records)[number]) => rest;
    expect(problems).toEqual([]);
    expect(records.map(common)).toEqual(wanted.map(common));
    expect(records.map(({ limitSeconds }) => limitSeconds)).toEqual([240, 360]);
  });

  it('from the accounting of slurmrestd is read', () => {
    const { records, problems } = parseSlurmJson(fixture('rest-slurmdb-job.json'), options);
    expect(problems).toEqual([]);
    expect(records).toMatchObject([
      { jobIdRaw: '2', account: 'chem', user: 'bob', state: 'FAILED', gpuClass: 'h200', gpus: 1, elapsedSeconds: 8, limitSeconds: 600 },
    ]);
  });

  it('from the live list of slurmrestd counts a running job up to now, and a waiting one not at all', () => {
    expect(parseSlurmJson(fixture('rest-slurm-job-running.json'), options).records).toMatchObject([
      {
        jobIdRaw: '9',
        account: 'physics',
        user: 'alice',
        state: 'RUNNING',
        gpuClass: 'h200',
        gpus: 2,
        start: new Date('2026-11-23T09:15:48Z'),
        end: null,
        elapsedSeconds: 28,
        limitSeconds: 240,
      },
    ]);
    const waiting = parseSlurmJson(fixture('rest-slurm-job-pending.json'), options);
    expect(waiting.problems).toEqual([]);
    expect(waiting.records).toMatchObject([{ state: 'PENDING', gpus: 0, elapsedSeconds: 0, start: null, end: null }]);
  });

  it('in the shape of newer releases is read too', () => {
    const set = (number: number) => ({ set: true, infinite: false, number });
    const newer = {
      job_id: 12,
      cluster: 'hw1',
      account: 't_acme',
      user: 'li',
      array: { job_id: 11, task_id: set(3) },
      state: { current: ['CANCELLED'], reason: 'None' },
      time: { elapsed: 60, limit: set(90), submission: 1795420000, start: 1795420000, end: 1795420060 },
      tres: { allocated: [{ type: 'gres', name: 'gpu:H800', id: 1002, count: 8 }] },
      exit_code: { status: ['SIGNALED'], return_code: set(0), signal: { id: set(15), name: 'TERM' } },
      allocation_nodes: 1,
    };
    expect(parseSlurmJson({ jobs: [newer], errors: [] }, options).records).toMatchObject([
      { jobId: '11_3', state: 'CANCELLED', gpuClass: 'h800', gpus: 8, elapsedSeconds: 60, limitSeconds: 5400 },
    ]);
    // "No limit", as old and new releases tell it.
    for (const limit of [{ set: true, infinite: true, number: 0 }, { set: false, infinite: false, number: 0 }, 4_294_967_295, 0, null]) {
      const [record] = parseSlurmJson({ jobs: [{ ...newer, time: { ...newer.time, limit } }] }, options).records;
      expect(record).toMatchObject({ limitSeconds: null });
    }
  });

  it('that reports an error with an empty list says so', () => {
    const answer = { jobs: [], errors: [{ description: 'Unable to connect to database', error_number: 2000 }] };
    expect(parseSlurmJson(answer, options).problems).toMatchObject([{ code: 'slurmError' }]);
  });

  it('of bad jobs names each by its place in the list', () => {
    const jobs = [7, { job_id: 'x' }, { job_id: 1, cluster: 'c', account: 'a', state: { current: 'COMPLETED' } }];
    const { records, problems } = parseSlurmJson({ jobs }, options);
    expect(records).toEqual([]);
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['1 badJson', '2 badJobId', '3 badTres']);
  });

  it('that is none is one clear problem, and nothing makes the reading fail', () => {
    for (const input of ['{', '[]', 'null', undefined, { jobs: 'x' }]) {
      expect(parseSlurmJson(input, options).problems).toMatchObject([{ line: 0, code: 'badJson' }]);
    }
    fc.assert(fc.property(fc.jsonValue(), (jobs) => void parseSlurmJson({ jobs: [jobs] }, options)));
  });
});
