import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { MessageDescriptor } from '@lingui/core';
import type { Kind } from './question';

const KIND_WORDS: Readonly<Record<Kind, MessageDescriptor>> = {
  text: msg({ message: 'A line of text', context: 'kind of question' }),
  longText: msg({ message: 'Several lines of text', context: 'kind of question' }),
  integer: msg({ message: 'A whole number', context: 'kind of question' }),
  number: msg({ message: 'A number', context: 'kind of question' }),
  choice: msg({ message: 'One of a list', context: 'kind of question' }),
  multiChoice: msg({ message: 'Any of a list', context: 'kind of question' }),
  boolean: msg({ message: 'Yes or no', context: 'kind of question' }),
  date: msg({ message: 'A day', context: 'kind of question' }),
  month: msg({ message: 'A month', context: 'kind of question' }),
  money: msg({ message: 'An amount of money', context: 'kind of question' }),
  url: msg({ message: 'A web address', context: 'kind of question' }),
};

/** What a kind of question is called, in the viewer's language. */
export function useKindWords(): (kind: string) => string {
  const { _ } = useLingui();
  return (kind) => (Object.hasOwn(KIND_WORDS, kind) ? _(KIND_WORDS[kind as Kind]) : kind);
}
