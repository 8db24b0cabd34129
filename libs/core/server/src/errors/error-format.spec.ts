import { expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { describeError } from './error-format';

test('a statement that failed is logged with its text and constraint, and without the values in it', () => {
  const logged: unknown[] = [];
  const driver = Object.assign(new Error('duplicate key value violates unique constraint "one_hash"'), {
    code: '23505', table: 'one_time_token', constraint: 'one_hash', detail: 'Key (token_hash)=(hush) already exists.',
  });
  const cause = new QueryFailedError('insert into one_time_token values ($1)', ['hush'], driver);
  const answer = describeError(cause, { locale: 'en', requestId: 'r-1' }, (error) => logged.push(error));
  expect(answer).toMatchObject({ code: 'INTERNAL', requestId: 'r-1' });
  expect(logged).toMatchObject([{ code: '23505', table: 'one_time_token', constraint: 'one_hash', query: cause.query }]);
  expect((logged[0] as Error).stack).toBe(cause.stack);
  expect(JSON.stringify(logged)).not.toContain('hush');
});

test('a fault of ours is logged whole', () => {
  const logged: unknown[] = [];
  const fault = new TypeError('x is not a function');
  describeError(fault, { locale: 'zh-CN', requestId: 'r-2' }, (error) => logged.push(error));
  expect(logged).toEqual([fault]);
});
