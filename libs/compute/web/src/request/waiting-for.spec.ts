import { expect, test } from '@jest/globals';
import { waitingFor } from './waiting-for';

test.each([
  ['GPUs alone, when it is the first', { place: 1, gpus: 16, freeInOnePool: 10 }, { before: 0, missing: 6 }],
  ['those before it alone, when its GPUs would be free', { place: 3, gpus: 8, freeInOnePool: 8 }, { before: 2, missing: 0 }],
  ['both', { place: 2, gpus: 8, freeInOnePool: 0 }, { before: 1, missing: 8 }],
  ['all its GPUs, where more is promised than is there', { place: 1, gpus: 8, freeInOnePool: -4 }, { before: 0, missing: 8 }],
  ['nothing that is known, between two looks at the list', { place: null, gpus: 8, freeInOnePool: 9 }, { before: 0, missing: 0 }],
])('a request waits for %s', (_, facts, expected) => {
  expect(waitingFor(facts)).toEqual(expected);
});
