import { useLingui } from '@lingui/react/macro';
import { useFormat } from '@wutong/core-web';

/** Scores in words. */
export function useReviewWords() {
  const { t } = useLingui();
  const format = useFormat();
  return {
    /** A mean in hundredths. */
    mean: (hundredths: number) => t`${format.number(hundredths / 100, 2)} of 5`,
  };
}
