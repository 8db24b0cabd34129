import { describe, expect, test } from '@jest/globals';
import type { FieldDefinition } from '@wutong/core-shared';
import { changesBetween, newKey, toField, toQuestion } from './question';

const label = { en: 'Tokens to train on', 'zh-CN': '训练数据量' };
const tokens: FieldDefinition = {
  key: 'tokens', type: 'number', min: 0.001, decimals: 3, label, visibleWhen: { field: 'purposeKind', in: ['pretrain'] },
  requiredWhen: { field: 'gpuHours', gt: 9_999 },
};

describe('a question', () => {
  test('comes back from the author as it was, limits that the author does not see included', () => {
    const question = toQuestion(tokens);
    expect(question).toMatchObject({ purposes: ['pretrain'], need: 'from', fromHours: 10_000 });
    expect(question && toField(question, tokens, new Set(['tokens']))).toEqual(tokens);
  });

  test('loses the limits of its old kind when it becomes another', () => {
    const question = toQuestion(tokens);
    const changed = question && toField({ ...question, kind: 'text', need: 'always', purposes: [] }, tokens, new Set());
    expect(changed).toEqual({ key: 'tokens', type: 'text', label, required: true });
  });

  test('that depends on another answer is not for this editor', () => {
    expect(toQuestion({ ...tokens, visibleWhen: { field: 'canPause', equals: true } })).toBeNull();
    expect(toQuestion({ ...tokens, requiredWhen: { field: 'tokens', present: true } })).toBeNull();
  });

  test('keeps the values of its options, under which answers are kept, and gives new ones to new options', () => {
    const choice: FieldDefinition = { key: 'from', type: 'choice', label, options: [{ value: 'open', label }] };
    const question = toQuestion(choice);
    const renamed = { en: 'Open weights', 'zh-CN': '开放权重' };
    const field = question && toField({ ...question, options: [{ value: 'open', label: renamed }, { label: { en: 'Open', 'zh-CN': '开' } }] }, choice, new Set());
    expect(field).toMatchObject({ options: [{ value: 'open', label: renamed }, { value: 'open2' }] });
  });
});

test('a key comes from the first words, and never twice', () => {
  expect(newKey('Tokens to train on, in billions', new Set())).toBe('tokensToTrainOn');
  expect(newKey('Tokens', new Set(['tokens', 'tokens2']))).toBe('tokens3');
  expect(newKey('7B or more?', new Set())).toBe('q7bOrMore');
  expect(newKey('?', new Set())).toBe('q');
});

test('a new version tells what it added, took away, changed and moved, whatever the order of properties', () => {
  const other: FieldDefinition = { key: 'other', type: 'text', label };
  const third: FieldDefinition = { key: 'third', type: 'text', label };
  const shuffled = Object.fromEntries(Object.entries(tokens).reverse()) as unknown as FieldDefinition;
  expect(changesBetween([tokens, other], [shuffled, other])).toEqual({ added: [], removed: [], changed: [], isMoved: false });
  expect(changesBetween([tokens, other], [other, tokens])).toMatchObject({ isMoved: true, changed: [] });
  const changed: FieldDefinition = { ...tokens, required: true };
  expect(changesBetween([tokens, other], [changed, third])).toEqual({ added: [third], removed: [other], changed: [changed], isMoved: false });
});
