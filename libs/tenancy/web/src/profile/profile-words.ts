import { useLingui } from '@lingui/react/macro';

/** The choices of a profile in words. */
export function useProfileWords() {
  const { t } = useLingui();
  return {
    domains: [
      { value: 'general', label: t`General` }, { value: 'manufacturing', label: t`Manufacturing` }, { value: 'finance', label: t`Financial services` },
      { value: 'health', label: t`Health and life science` }, { value: 'education', label: t`Education` },
      { value: 'government', label: t`Public services` }, { value: 'embodied', label: t`Robotics` }, { value: 'creative', label: t`Media and design` },
    ],
    stages: [
      { value: 'bootstrapped', label: t`Self-funded` }, { value: 'angel', label: t`Angel` }, { value: 'seed', label: t`Seed` },
      { value: 'pre_a', label: t`Pre-A` }, { value: 'a', label: t`Series A` }, { value: 'b', label: t`Series B` },
      { value: 'c_or_later', label: t`Series C or later` },
    ],
  };
}
