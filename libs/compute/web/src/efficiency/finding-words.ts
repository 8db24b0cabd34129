import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

const KINDS = {
  idle: { title: msg`Held, but idle`, what: msg`GPUs were held for hours without doing any work.` },
  oversized: { title: msg`More GPUs than needed`, what: msg`Some GPUs of these jobs never worked while the others did.` },
  low_utilisation: { title: msg`Poorly used`, what: msg`The GPUs worked, but far below what they can do.` },
  memory_bound: { title: msg`Memory full, compute idle`, what: msg`The memory was full while the compute had little to do.` },
  cheaper_class: { title: msg`Fits a cheaper pool`, what: msg`By their measured memory and speed, these jobs would cost less elsewhere.` },
} as const;

const SEVERITIES = {
  high: { label: msg({ message: 'High loss', context: 'waste' }), tone: 'bad' },
  medium: { label: msg({ message: 'Some loss', context: 'waste' }), tone: 'warn' },
  low: { label: msg({ message: 'Small loss', context: 'waste' }), tone: 'neutral' },
} as const;

/** What each kind of finding, and how grave it is, is called. */
export function useFindingWords() {
  const { i18n } = useLingui();
  return {
    kind: (kind: string) => {
      const { title, what } = KINDS[kind as keyof typeof KINDS];
      return { title: i18n._(title), what: i18n._(what) };
    },
    severity: (severity: string) => {
      const { label, tone } = SEVERITIES[severity as keyof typeof SEVERITIES];
      return { label: i18n._(label), tone };
    },
  };
}
