import { highlight, type TextRange } from '@wutong/core-shared';

/** In characters. */
const LENGTH = 120;
const BEFORE = 30;

export interface Excerpt {
  readonly text: string;
  /** Where `text` answers the question, in UTF-16 units. */
  readonly marks: readonly TextRange[];
}

/** The part of a text around the first place that answers the question, or its beginning. */
export function excerptOf(text: string, typed: string): Excerpt {
  const marks = highlight(text, typed);
  const first = marks[0]?.start ?? 0;
  const start = first <= BEFORE * 2 ? 0 : boundary(text, first - BEFORE);
  const end = start + LENGTH >= text.length ? text.length : boundary(text, start + LENGTH);
  const lead = start > 0 ? '…' : '';
  const shift = lead.length - start;
  return {
    text: `${lead}${text.slice(start, end)}${end < text.length ? '…' : ''}`,
    marks: marks
      .filter((mark) => mark.start >= start && mark.end <= end)
      .map((mark) => ({ start: mark.start + shift, end: mark.end + shift })),
  };
}

/** `at`, or one before it where it would cut a surrogate pair in half. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
