import { type PlacedTerm, placedTerms } from '@wutong/core-shared';

/** How much a part of a text counts: A the title, then B, C, D. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/** A tsvector keeps places up to 16,383, 255 of a term. */
const LAST_PLACE = 16_383;
const MOST_PLACES = 255;
/** Between parts, so that no phrase runs from one into the next. */
const GAP = 10;

/** The text of a PostgreSQL tsvector for these parts. Terms behind the last place are left out. */
export function tsVectorOf(parts: readonly { weight: Weight; text: string }[]): string {
  const places = new Map<string, string[]>();
  let from = 1;
  for (const { weight, text } of parts) {
    let last = from;
    // A place stands for one character at least: what is behind the last one need not be looked at.
    for (const { term, place } of placedTerms(text.slice(0, (LAST_PLACE - from) * 20))) {
      const at = from + place;
      if (at > LAST_PLACE) continue;
      last = Math.max(last, at);
      const known = places.get(term);
      if (!known) places.set(term, [`${at}${weight}`]);
      else if (known.length < MOST_PLACES) known.push(`${at}${weight}`);
    }
    from = last + GAP;
    if (from >= LAST_PLACE) break;
  }
  return [...places].map(([term, at]) => `'${term}':${at.join(',')}`).join(' ');
}

/**
 * The text of a PostgreSQL tsquery for what somebody typed; null where nothing in it can be searched for. All of it
 * must be found: pairs of Chinese characters wherever they stand (next to each other counts more), words by their
 * beginning, as people read the list while they type; what is in quotation marks word for word and in its order.
 */
export function tsQueryOf(typed: string): string | null {
  const expressions = new Set<string>();
  // Every second piece stood between quotation marks.
  typed.split(/["“”„«»「」『』]/u).forEach((piece, i) => {
    const terms = placedTerms(piece).filter(({ kind }) => kind !== 'paired');
    if (i % 2 === 1) expressions.add(phraseOf(terms));
    else for (const { term, kind } of terms) expressions.add(kind === 'word' ? `'${term}':*` : `'${term}'`);
  });
  expressions.delete('');
  return expressions.size > 0 ? [...expressions].join(' & ') : null;
}

function phraseOf(terms: readonly PlacedTerm[]): string {
  const text = terms
    .map(({ term, place }, i) => `${i > 0 ? ` <${place - (terms[i - 1]?.place ?? 0)}> ` : ''}'${term}'`)
    .join('');
  return terms.length > 1 ? `(${text})` : text;
}
