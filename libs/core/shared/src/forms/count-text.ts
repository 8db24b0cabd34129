const LINE_END = /\r\n?/g;
const WORD = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\p{L}\p{N}]+(?:['’._-][\p{L}\p{N}]+)*/gu;
const CJK_BREAK = /(\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana})/gu;

/**
 * Length of a text as its writer counts it: `characters` are Unicode code points with each line end as one, `words` are
 * Chinese characters and kana one by one plus runs of other letters and digits (`GPT-4` is one, `大模型` three).
 */
export function countText(text: string): { readonly characters: number; readonly words: number } {
  const plain = text.normalize('NFC').replace(LINE_END, '\n');
  return { characters: [...plain].length, words: plain.replace(CJK_BREAK, ' $1 ').match(WORD)?.length ?? 0 };
}
