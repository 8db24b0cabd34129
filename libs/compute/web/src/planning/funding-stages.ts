import { useLingui } from '@lingui/react/macro';

/** The stages of a company by which a cycle may weigh. */
export function useFundingStages() {
  const { t } = useLingui();
  return [
    { value: 'bootstrapped', label: t({ message: 'Self-funded', context: 'funding stage' }) },
    { value: 'angel', label: t({ message: 'Angel', context: 'funding stage' }) },
    { value: 'seed', label: t({ message: 'Seed', context: 'funding stage' }) },
    { value: 'pre_a', label: t({ message: 'Pre-A', context: 'funding stage' }) },
    { value: 'a', label: t({ message: 'Series A', context: 'funding stage' }) },
    { value: 'b', label: t({ message: 'Series B', context: 'funding stage' }) },
    { value: 'c_or_later', label: t({ message: 'C or later', context: 'funding stage' }) },
  ];
}
