import { randomInt } from 'node:crypto';

/** No vowels and nothing that looks alike: it never spells a word. */
const LETTERS = 'bcdfghjkmnpqrstvwxz23456789';

/** A name for addresses made of a Latin name, `org` for any other; `again` adds letters to tell it from its like. */
export function slugOf(name: string, again: boolean): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '');
  const readable = plain.replace(/-/g, '').length >= 2;
  return readable && !again ? plain : `${readable ? plain : 'org'}-${randomLetters(6)}`;
}

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
