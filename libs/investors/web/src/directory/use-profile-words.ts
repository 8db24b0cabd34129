import { useLingui } from '@lingui/react/macro';

/** Words for the codes of a profile, in the viewer's language. */
export function useProfileWords() {
  const { t } = useLingui();
  const domains: Record<string, string> = {
    general: t`General`, manufacturing: t`Manufacturing`, finance: t`Financial services`, health: t`Health and life science`,
    education: t`Education`, government: t`Public services`, embodied: t`Robotics`, creative: t`Media and design`,
  };
  const stages: Record<string, string> = {
    bootstrapped: t`Self-funded`, angel: t`Angel`, seed: t`Seed`, pre_a: t`Pre-A`, a: t`Series A`, b: t`Series B`, c_or_later: t`Series C or later`,
  };
  const states: Record<string, string> = { active: t`In the centre`, graduating: t`Graduating`, alumni: t`Alumni` };
  return {
    domain: (code: string) => domains[code] ?? code,
    stage: (code: string) => stages[code] ?? code,
    state: (code: string) => states[code] ?? code,
    filed: () => t`Filing number shown`,
  };
}
