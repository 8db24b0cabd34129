import { useLingui } from '@lingui/react/macro';
import type { OrganisationKind } from '@wutong/core-web';

/** What each kind of organisation is called. */
export function useKindWords(): Record<OrganisationKind, string> {
  const { t } = useLingui();
  return {
    tenant: t`Tenant company`,
    investor: t`Investor`,
    supplier: t`Supplier`,
    adopter: t`Adopter`,
    centre: t`Centre`,
  };
}
