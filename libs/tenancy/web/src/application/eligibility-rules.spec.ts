import { expect, test } from '@jest/globals';
import { brokenRules, verdictOf, type EligibilityRule } from './eligibility-rules';

const staff: EligibilityRule = { id: 'E2', text: '', holds: { field: 'fullTimeStaff', gt: 1 } };
const work: EligibilityRule = { id: 'E1', text: '', holds: { not: { field: 'modelWork', equals: 'api-only' } } };
const lawful: EligibilityRule = { id: 'E5', text: '', holds: null };

test('a rule is open until it can be judged, then met or not', () => {
  expect(verdictOf(staff, {})).toBe('open');
  expect(verdictOf(work, {})).toBe('open');
  expect(verdictOf(staff, { fullTimeStaff: 1 })).toBe('broken');
  expect(verdictOf(staff, { fullTimeStaff: 2 })).toBe('kept');
});

test('what a person has to judge is never broken by answers', () => {
  expect(verdictOf(lawful, { fullTimeStaff: 0 })).toBe('judged');
  expect(brokenRules([work, staff, lawful], { modelWork: 'api-only', fullTimeStaff: 9 })).toEqual([work]);
});
