import { accountId, type Ctx, type Ledger, type NewAccount, type Tx } from '@wutong/core-server';
import { gpuUnit } from '@wutong/core-shared';

/**
 * The accounts of one tenant and GPU class. `issued` is the centre's source; `available` is the tenant's quota, from
 * which grants hold; `used` takes what was metered; `overuse` goes below zero by what was used beyond a grant.
 */
export interface ComputeAccounts {
  readonly issued: string;
  readonly available: string;
  readonly used: string;
  readonly overuse: string;
}

export function computeAccounts(organisationId: string, gpuClass: string): ComputeAccounts {
  const [issued, available, used, overuse] = described(organisationId, gpuClass).map((account) => accountId(account));
  return { issued: issued!, available: available!, used: used!, overuse: overuse! };
}

/** Opens them where they are not there yet. */
export async function openComputeAccounts(
  ctx: Ctx, tx: Tx, ledger: Ledger, organisationId: string, gpuClass: string,
): Promise<ComputeAccounts> {
  await ledger.openAccounts(ctx, tx, described(organisationId, gpuClass));
  return computeAccounts(organisationId, gpuClass);
}

function described(organisationId: string, gpuClass: string): NewAccount[] {
  const unit = gpuUnit(gpuClass);
  const tenant = { ownerType: 'organisation', ownerId: organisationId, organisationId, unit };
  return [
    {
      ownerType: 'centre', ownerId: 'compute', organisationId: null, unit, code: 'issued',
      rule: 'credits_must_not_exceed_debits',
    },
    { ...tenant, code: 'available', rule: 'debits_must_not_exceed_credits' },
    { ...tenant, code: 'used', rule: 'debits_must_not_exceed_credits' },
    { ...tenant, code: 'overuse', rule: 'none' },
  ];
}
