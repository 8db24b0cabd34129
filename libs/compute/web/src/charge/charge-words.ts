import { useLingui } from '@lingui/react/macro';
import type { Format } from '@wutong/core-web';

/** What the parts of charges and funding are called. */
export function useChargeWords() {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    usage: t({ message: 'Use', context: 'charge' }), correction: t({ message: 'Correction', context: 'charge' }), refund: t`Failed node`,
    manual: t({ message: 'By hand', context: 'charge' }), cap: t`Monthly cap`,
  };
  const funding: Record<string, string> = {
    voucher: t({ message: 'Voucher', context: 'funding' }), subsidy: t({ message: 'Subsidy', context: 'funding' }), cash: t({ message: 'Cash', context: 'funding' }),
  };
  const states: Record<string, string> = {
    open: t({ message: 'Open', context: 'month' }), proposed: t({ message: 'Proposed', context: 'month' }), closed: t({ message: 'Closed', context: 'month' }),
    approved: t({ message: 'Approved', context: 'correction' }), refused: t({ message: 'Refused', context: 'correction' }), withdrawn: t({ message: 'Withdrawn', context: 'correction' }),
  };
  return {
    kind: (kind: string) => kinds[kind] ?? kind, funding: (kind: string) => funding[kind] ?? kind, state: (state: string) => states[state] ?? state,
  };
}

/** `2026-10` as people write a month. */
export function monthName(format: Format, month: string): string {
  return new Intl.DateTimeFormat(format.locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01`));
}

/** Yuan as typed, in fen. */
export function toFen(yuan: number): string {
  return String(Math.round(yuan * 100));
}

/** The month in Shanghai so many before this one. */
export function monthBefore(months: number): string {
  const today = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}

/** The moment in Shanghai at which a month is over. */
export function endOfMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 1) - 8 * 3_600_000).toISOString();
}
