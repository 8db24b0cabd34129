import { expect, test } from '@jest/globals';
import { runOf } from '../usage/run';
import { podRecords, type PodUse } from './pod-usage';

const use: PodUse = {
  namespace: 'acme', holder: 'acme/train-0', gpus: 4, heldSeconds: 4 * 7200, startAt: new Date('2026-11-28T02:00:00Z'),
  endAt: new Date('2026-11-28T04:00:00Z'), gpuClass: 'h800',
};
const metered = (one: PodUse) => podRecords('k8s', '2026-11-28', [one], true).map((record) => runOf(record, new Date('2026-11-30T00:00:00Z')));

test.each<[string, Partial<PodUse>, bigint]>([
  ['four GPUs for two hours', {}, 8000n],
  ['a seventh of a GPU for seven hours', { gpus: 1, heldSeconds: 3600, endAt: new Date('2026-11-28T09:00:00Z') }, 1000n],
  ['with a gap: what was held counts', { gpus: 1, heldSeconds: 5400 }, 1500n],
])('meters %s', (_, more, gpuMh) => {
  expect(metered({ ...use, ...more })).toMatchObject([{ gpuMh, account: 'acme', jobId: 'acme/train-0' }]);
});

test('the same pod, day and number of GPUs is the same run; another day is another', () => {
  const [one] = metered(use);
  const [later] = podRecords('k8s', '2026-11-29', [use], false);
  expect(one?.key).toBe('k8s/pod:acme/train-0/2026-11-28/4');
  expect(later).toMatchObject({ key: 'k8s/pod:acme/train-0/2026-11-29/4', state: 'RUNNING' });
});

test('what was held for less than a second is nothing', () => {
  expect(metered({ ...use, heldSeconds: 3 })).toEqual([]);
});
