import { describe, expect, it } from '@jest/globals';
import { namesTag, readByteRange } from './byte-range';

describe('a Range header on a file of 1,000 bytes', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=0-499', { start: 0, end: 499 }],
    ['bytes=500-', { start: 500, end: 999 }],
    ['bytes=-100', { start: 900, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=990-5000', { start: 990, end: 999 }],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-2', null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['pages=1-2', null],
    ['bytes=a-b', null],
    [undefined, null],
  ])('%s asks for %j', (header, range) => {
    expect(readByteRange(header, 1000)).toEqual(range);
  });
});

describe('an If-None-Match header', () => {
  it.each([
    ['"abc"', true],
    ['W/"abc"', true],
    ['"x", "abc"', true],
    ['*', true],
    ['"abcd"', false],
    [undefined, false],
  ])('%s names the tag "abc": %s', (header, named) => {
    expect(namesTag(header, '"abc"')).toBe(named);
  });
});
