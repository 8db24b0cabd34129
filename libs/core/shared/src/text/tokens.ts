interface Token {
  readonly term: string;
  /** A Chinese character says nothing that its pairs do not; one that stands alone has none. */
  readonly kind: 'word' | 'pair' | 'lone' | 'paired';
  /** Where it stands in the folded text, in UTF-16 units, `end` excluded. */
  readonly start: number;
  readonly end: number;
}

interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where it came from in the original. */
  readonly from: readonly (readonly [start: number, end: number])[];
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

// A character with the marks that belong to it, so that folding one by one equals folding the whole.
const CLUSTER = /[^\p{M}\uFF9E\uFF9F][\p{M}\uFF9E\uFF9F]*|[\p{M}\uFF9E\uFF9F]+/gu;
const DIACRITICS = /[\u0300-\u036f]/g;
const CJK = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}]';
const WORD = `(?!${CJK})[\\p{L}\\p{N}](?:(?!${CJK})[\\p{L}\\p{N}\\p{M}])*`;
/** Longer words are found by their beginning; a tsvector refuses terms over 2 KB. */
const LONGEST_WORD = 64;
const HALF_PAIR = /[\uD800-\uDBFF]$/;
const RUN = new RegExp(`(?<cjk>(?:(?=[\\p{L}\\p{N}])${CJK})+)|${WORD}`, 'gu');

/**
 * The terms for searching mixed Chinese and Latin text, each once, in the order in which they first appear. Everything
 * is folded first (width, case, diacritics); then runs of Chinese characters and kana give each character and each pair
 * of neighbours, other runs of letters and digits one word each: `ＧＰＴ4大模型` gives `gpt4 大 模 大模 型 模型`. The same
 * for indexing and for asking.
 */
export function tokenise(text: string): readonly string[] {
  return [...new Set(scan(fold(text).text).map(({ term }) => term))];
}

/** A term and where it stands, counted in words and Chinese characters from 0; a pair stands where it begins. */
export interface PlacedTerm {
  readonly term: string;
  readonly place: number;
  /** A word may be asked for by its beginning; a pair stands for two characters; one character may stand alone. */
  readonly kind: 'word' | 'pair' | 'lone' | 'paired';
  /** Where it stands in the folded text, in UTF-16 units, `end` excluded: terms that touch belong to one expression. */
  readonly start: number;
  readonly end: number;
}

/** As `tokenise`, but every appearance with its place: what phrases and weights need. */
export function placedTerms(text: string): readonly PlacedTerm[] {
  let next = 0;
  return scan(fold(text).text).map((token) => {
    if (token.kind === 'pair') return { ...token, place: next - 2 };
    return { ...token, place: next++ };
  });
}

/**
 * A PostgreSQL tsquery (configuration `simple`) that finds the texts indexed by `array_to_tsvector(tokenise(…))` which
 * hold everything asked for; Latin words are found by their beginning. Empty when nothing searchable was asked.
 */
export function toTsQuery(query: string): string {
  const terms = asked(query).map(({ term, kind }) => (kind === 'word' ? `'${term}':*` : `'${term}'`));
  return [...new Set(terms)].join(' & ');
}

/** Where a text answers a query, for marking: ranges in UTF-16 units, in order, neither touching nor overlapping. */
export function highlight(text: string, query: string): readonly TextRange[] {
  const wanted = asked(query);
  const exact = new Set(wanted.filter(({ kind }) => kind !== 'word').map(({ term }) => term));
  const beginnings = new Set(wanted.filter(({ kind }) => kind === 'word').map(({ term }) => term));
  const longest = [...beginnings].reduce((length, word) => Math.max(length, word.length), 0);
  const ranges: { start: number; end: number }[] = [];
  const { text: folded, from } = fold(text);
  for (const { term, kind, start, end } of scan(folded)) {
    let last = exact.has(term) ? end : start;
    if (kind === 'word') {
      let length = Math.min(longest, term.length);
      while (length > 0 && !beginnings.has(term.slice(0, length))) length -= 1;
      last = start + length;
    }
    if (last > start) ranges.push({ start: from[start]?.[0] ?? 0, end: from[last - 1]?.[1] ?? text.length });
  }
  ranges.sort((one, other) => one.start - other.start);
  return ranges.reduce<{ start: number; end: number }[]>((merged, range) => {
    const before = merged.at(-1);
    if (before !== undefined && range.start <= before.end) before.end = Math.max(before.end, range.end);
    else merged.push(range);
    return merged;
  }, []);
}

/** The terms a query needs: characters that are part of a pair say nothing more. */
function asked(query: string): readonly Token[] {
  return scan(fold(query).text).filter(({ kind }) => kind !== 'paired');
}

function scan(folded: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { 0: run, index, groups } of folded.matchAll(RUN)) {
    if (groups?.cjk === undefined) {
      const term = run.slice(0, LONGEST_WORD).replace(HALF_PAIR, '');
      tokens.push({ term, kind: 'word', start: index, end: index + run.length });
      continue;
    }
    const characters = [...run];
    const kind = characters.length === 1 ? 'lone' : 'paired';
    let start = index;
    characters.forEach((character, i) => {
      const end = start + character.length;
      const before = characters[i - 1];
      tokens.push({ term: character, kind, start, end });
      if (before !== undefined) {
        tokens.push({ term: before + character, kind: 'pair', start: start - before.length, end });
      }
      start = end;
    });
  }
  return tokens;
}

function fold(text: string): Folded {
  const from: (readonly [number, number])[] = [];
  let folded = '';
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const plain = cluster.normalize('NFKC').toLowerCase().normalize('NFKD').replace(DIACRITICS, '').normalize('NFC');
    folded += plain;
    for (let i = 0; i < plain.length; i += 1) from.push([index, index + cluster.length]);
  }
  return { text: folded, from };
}
