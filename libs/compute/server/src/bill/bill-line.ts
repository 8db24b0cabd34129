import type { Say } from '@wutong/core-server';

/** FOCUS 1.2, column ChargeCategory, in lower case. */
export const CHARGE_CATEGORIES = ['usage', 'purchase', 'tax', 'credit', 'adjustment'] as const;
export type ChargeCategory = (typeof CHARGE_CATEGORIES)[number];

/** One line of a supplier's bill, whatever file it came in. Money is micro-fen: 10⁻⁶ fen, 10⁻⁸ yuan. */
export interface BillLine {
  /** In the file, the first being 1. */
  readonly line: number;
  /** The supplier's own, or `#` and the line's number where it gives none. */
  readonly lineId: string;
  readonly category: ChargeCategory;
  /** Corrects what was billed before (FOCUS: ChargeClass). */
  readonly isCorrection: boolean;
  readonly resource: string | null;
  readonly sku: string | null;
  readonly cluster: string | null;
  readonly gpuClass: string | null;
  readonly description: string | null;
  readonly startsAt: Date;
  /** Exclusive. */
  readonly endsAt: Date;
  /** GPU-milli-hours; null where the line is not about GPU time. */
  readonly gpuMh: bigint | null;
  /** Without what stands in `taxUfen`. */
  readonly amountUfen: bigint;
  readonly taxUfen: bigint;
}

/** What is wrong with one line, and where: `column` as the file calls it. Line 0 is the file as a whole. */
export interface BillProblem {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly say: Say;
}

export const problem = (line: number, column: string | null, code: string, en: string, zh: string): BillProblem => ({
  line, column, code, say: { en, 'zh-CN': zh },
});
