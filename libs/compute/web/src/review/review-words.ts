import { useLingui } from '@lingui/react/macro';
import { useFormat } from '@wutong/core-web';

/** The three criteria of a review, in the order in which they are asked. */
export const CRITERIA = ['merit', 'readiness', 'soundness'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** Criteria and scores in words. */
export function useReviewWords() {
  const { t } = useLingui();
  const format = useFormat();
  const labels: Readonly<Record<Criterion, string>> = {
    merit: t({ message: 'Merit', context: 'review criterion' }),
    readiness: t({ message: 'Readiness', context: 'review criterion' }),
    soundness: t({ message: 'Figures', context: 'review criterion' }),
  };
  const helps: Readonly<Record<Criterion, string>> = {
    merit: t`What the work on the model is worth: to the company, to the field.`,
    readiness: t`Whether data, code and people are there to use the hours from the first day.`,
    soundness: t`Whether the hours follow from the work: size of model, tokens, earlier runs.`,
  };
  return {
    label: (criterion: Criterion) => labels[criterion],
    help: (criterion: Criterion) => helps[criterion],
    /** A mean in hundredths. */
    mean: (hundredths: number) => t`${format.number(hundredths / 100, 2)} of 5`,
  };
}
