import { useLingui } from '@lingui/react/macro';
import type { Tone } from '@wutong/core-web';

interface Word {
  label: string;
  tone: Tone;
}

/** Fen of an amount in micro-fen, to the fen. */
export function fenOf(ufen: string): bigint {
  const amount = BigInt(ufen);
  return amount < 0n ? -((-amount + 500_000n) / 1_000_000n) : (amount + 500_000n) / 1_000_000n;
}

/** What the states, moves and causes of reconciliations are called, and their colours. */
export function useBillWords() {
  const { t } = useLingui();
  const states: Record<string, Word> = {
    open: { label: t({ message: 'To check', context: 'reconciliation' }), tone: 'info' },
    disputed: { label: t({ message: 'Disputed', context: 'reconciliation' }), tone: 'warn' },
    correction_due: { label: t({ message: 'Correction due', context: 'reconciliation' }), tone: 'warn' },
    rejected: { label: t({ message: 'Dispute rejected', context: 'reconciliation' }), tone: 'bad' },
    matched: { label: t({ message: 'Matched', context: 'reconciliation' }), tone: 'ok' },
    agreed: { label: t({ message: 'Settled', context: 'reconciliation' }), tone: 'ok' },
    written_off: { label: t({ message: 'Let go', context: 'reconciliation' }), tone: 'neutral' },
  };
  const events: Record<string, Word> = {
    create: { label: t`The first bill came in`, tone: 'info' },
    correct: { label: t`Another bill came in`, tone: 'info' },
    confirm: { label: t`Confirmed: bill and meter agree`, tone: 'ok' },
    dispute: { label: t({ message: 'Disputed', context: 'reconciliation' }), tone: 'warn' },
    accept: { label: t`The supplier accepts`, tone: 'ok' },
    reject: { label: t`The supplier rejects`, tone: 'bad' },
    settle: { label: t({ message: 'Settled', context: 'reconciliation' }), tone: 'ok' },
    writeOff: { label: t({ message: 'Let go', context: 'reconciliation' }), tone: 'neutral' },
  };
  const causes: Record<string, Word> = {
    price: { label: t`Other price than the contract’s`, tone: 'bad' },
    quantity: { label: t`Other quantity than metered`, tone: 'bad' },
    time_zone: { label: t`Days counted in UTC`, tone: 'warn' },
    missing_meter: { label: t`No usage delivered that day`, tone: 'warn' },
    never_metered: { label: t`Pool not used at all`, tone: 'bad' },
    not_billed: { label: t`Metered, not billed`, tone: 'warn' },
    no_quantity: { label: t`Bill has no quantity`, tone: 'warn' },
    unmatched: { label: t`Unknown resource`, tone: 'warn' },
    outside: { label: t`Of another month`, tone: 'warn' },
    credit: { label: t({ message: 'Credit', context: 'bill' }), tone: 'info' },
    tax: { label: t({ message: 'Tax', context: 'bill' }), tone: 'neutral' },
    rounding: { label: t({ message: 'Rounding', context: 'bill' }), tone: 'neutral' },
  };
  const other = (name: string): Word => ({ label: name, tone: 'neutral' });
  return {
    state: (name: string) => states[name] ?? other(name),
    event: (name: string) => events[name] ?? other(name),
    cause: (name: string) => causes[name] ?? other(name),
    states: Object.keys(states),
  };
}
