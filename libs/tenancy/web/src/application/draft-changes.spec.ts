import { expect, test } from '@jest/globals';
import type { FormDefinition } from '@wutong/core-shared';
import { changesOf } from './draft-changes';

const label = { en: 'x', 'zh-CN': 'x' };
const form: FormDefinition = {
  key: 'f',
  version: 1,
  sections: [
    {
      key: 's',
      title: label,
      fields: [
        { key: 'name', type: 'text', label },
        { key: 'desks', type: 'integer', label },
        { key: 'people', type: 'table', label, columns: [{ key: 'name', type: 'text', label }] },
      ],
    },
  ],
};

test('only what differs from the server is sent, and an emptied answer as null', () => {
  const before = { name: '梧桐', desks: 4, people: [{ name: '林' }] };
  expect(changesOf(form, before, { ...before, desks: 5 })).toEqual({ desks: 5 });
  expect(changesOf(form, before, { name: '梧桐', people: [{ name: '林' }] })).toEqual({ desks: null });
  expect(changesOf(form, before, { ...before, people: [{ name: '林' }, {}] })).toEqual({ people: [{ name: '林' }, {}] });
  expect(changesOf(form, before, { ...before })).toEqual({});
});

test('an answer that is not of its kind waits until it is, and holds nothing else up', () => {
  expect(changesOf(form, {}, { name: '梧桐', desks: 'four' })).toEqual({ name: '梧桐' });
});
