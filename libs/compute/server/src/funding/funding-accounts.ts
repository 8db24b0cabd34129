import { accountId, type Ctx, type Ledger, type NewAccount, type Tx } from '@wutong/core-server';
import type { FundingSource } from './funding-source.entity';

/**
 * The accounts of a funding source, in CNY fen. `issued` is its programme's, over all tenants: what is out of what it
 * ever gave. `available` and `used` are the source's own.
 */
export interface FundingAccounts {
  readonly issued: string;
  readonly available: string;
  readonly used: string;
}

type Named = Pick<FundingSource, 'id' | 'organisationId' | 'programme'>;

export function fundingAccounts(source: Named): FundingAccounts {
  const [issued, available, used] = described(source).map((account) => accountId(account));
  return { issued: issued!, available: available!, used: used! };
}

export async function openFundingAccounts(ctx: Ctx, tx: Tx, ledger: Ledger, source: Named): Promise<FundingAccounts> {
  await ledger.openAccounts(ctx, tx, described(source));
  return fundingAccounts(source);
}

function described({ id, organisationId, programme }: Named): NewAccount[] {
  const own = { ownerType: 'funding_source', ownerId: id, organisationId, unit: 'CNY', rule: 'debits_must_not_exceed_credits' } as const;
  return [
    { ownerType: 'programme', ownerId: programme, organisationId: null, unit: 'CNY', code: 'issued', rule: 'credits_must_not_exceed_debits' },
    { ...own, code: 'available' },
    { ...own, code: 'used' },
  ];
}
