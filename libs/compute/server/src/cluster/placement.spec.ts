import { describe, expect, test } from '@jest/globals';
import { hostsOf, placementsOf } from './placement';

describe('a list of nodes', () => {
  test.each<[string, string[]]>([
    ['gpu01', ['gpu01']],
    ['gpu[01-03,07],cpu5', ['gpu01', 'gpu02', 'gpu03', 'gpu07', 'cpu5']],
    ['node[8-11]', ['node8', 'node9', 'node10', 'node11']],
    ['rack[1-2]n[01,03]', ['rack1n01', 'rack1n03', 'rack2n01', 'rack2n03']],
    ['n[1-2]-ib', ['n1-ib', 'n2-ib']],
    ['', []],
    ['(null)', []],
    ['gpu[01-', []],
    ['gpu[03-01]', []],
    ['gpu01,', []],
  ])('%s', (list, hosts) => expect(hostsOf(list)).toEqual(hosts));
});

/** As slurmrestd of Slurm 22.05.8 told it, v0.0.38. */
const OLD = {
  job_id: 2, array_job_id: 0, array_task_id: null, job_state: 'RUNNING', start_time: 1795906153, nodes: 'node[0-1]',
  gres_detail: ['gpu:h800:1(IDX:2)', 'gpu:h800:1(IDX:0)'],
};
/** As data_parser v0.0.40 and later write it. */
const NEW = {
  job_id: 4, array_job_id: { set: true, infinite: false, number: 3 }, array_task_id: { set: true, infinite: false, number: 0 },
  job_state: ['RUNNING'], start_time: { set: true, infinite: false, number: 1795906153 }, nodes: 'node0', gres_detail: ['gpu:h800:4(IDX:0-2,7)'],
};
const startAt = new Date(1795906153 * 1000);

describe('what jobs hold', () => {
  test.each<[string, object, object[]]>([
    ['by node, in their order', OLD, [
      { jobId: '2', startAt, host: 'node0', gpus: 1, indexes: [2] }, { jobId: '2', startAt, host: 'node1', gpus: 1, indexes: [0] },
    ]],
    ['of an array task', NEW, [{ jobId: '4', startAt, host: 'node0', gpus: 4, indexes: [0, 1, 2, 7] }]],
    ['of two kinds, among other things', { ...OLD, nodes: 'n1', gres_detail: ['gpu:h800:2(IDX:0-1),tmpdisk:100G,gpu:l4:1(IDX:4)'] }, [
      { jobId: '2', startAt, host: 'n1', gpus: 3, indexes: [0, 1, 4] },
    ]],
    ['that Slurm only counts', { ...OLD, nodes: 'n1', gres_detail: ['gpu:2(CNT:2)'] }, [{ jobId: '2', startAt, host: 'n1', gpus: 2, indexes: null }]],
    ['without a count', { ...OLD, nodes: 'n1', gres_detail: ['gpu(IDX:3)'] }, [{ jobId: '2', startAt, host: 'n1', gpus: 1, indexes: [3] }]],
    ['is none without GPUs', { ...OLD, nodes: 'n1', gres_detail: ['tmpdisk:100G'] }, []],
    ['is none of a job that waits', { ...OLD, job_state: 'PENDING' }, []],
    ['is not guessed where the lists do not agree', { ...OLD, gres_detail: ['gpu:h800:1(IDX:2)'] }, []],
  ])('%s', (_, job, held) => expect(placementsOf({ jobs: [job] })).toEqual(held));

  test('of no document is nothing', () => expect(placementsOf({})).toEqual([]));
});
