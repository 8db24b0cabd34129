import { accountId, type NewAccount } from '@wutong/core-server';

/**
 * Money of the charges, in CNY fen. `payable` is the tenant's: a statement takes from it what is due after funding, so
 * that it stands below zero by what the tenant owes. `revenue` is the centre's side.
 */
export function payableAccount(organisationId: string): NewAccount {
  return { ownerType: 'organisation', ownerId: organisationId, organisationId, unit: 'CNY', code: 'payable', rule: 'none' };
}

export const REVENUE: NewAccount = {
  ownerType: 'centre', ownerId: 'compute', organisationId: null, unit: 'CNY', code: 'revenue', rule: 'none',
};

export const payableId = (organisationId: string): string => accountId(payableAccount(organisationId));
export const REVENUE_ID = accountId(REVENUE);
