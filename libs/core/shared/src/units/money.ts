import type { Locale } from '../locale';
import { formatScaled, parseScaled } from './decimal';

const FEN_DECIMALS = 2;

/** Fen (1/100 yuan) as people read them, exact however large: `¥1,234.50` in Chinese, `CNY 1,234.50` in English. */
export function formatFen(fen: bigint, locale: Locale): string {
  const text = formatScaled(fen, FEN_DECIMALS, { group: true, fixed: true });
  const amount = text.startsWith('-') ? `-¥${text.slice(1)}` : `¥${text}`;
  return locale === 'en' ? amount.replace('¥', 'CNY ') : amount;
}

/**
 * Fen from what a person types as yuan: `1,234.5`, `¥12`, `￥０．５`, `12 元`. `undefined` when it is no amount of whole
 * fen; nothing is ever rounded.
 */
export function parseYuan(text: string): bigint | undefined {
  const plain = text.normalize('NFKC').trim().replace(/^(-?)\s*(?:¥|CNY|RMB)\s*/i, '$1').replace(/\s*元$/, '');
  return parseScaled(plain, FEN_DECIMALS);
}
