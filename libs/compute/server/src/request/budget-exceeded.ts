import { accountId, type Ctx, type Tx } from '@wutong/core-server';
import { formatQuantity, gpuUnit } from '@wutong/core-shared';
import type { ComputeBudgetExceeded } from './compute-request.inputs';

/** Says, with the figures of this moment, that a tenant's quota has too little. */
export async function budgetExceeded(
  ctx: Ctx, tx: Tx, organisationId: string, gpuClass: string, neededMh: bigint,
): Promise<ComputeBudgetExceeded> {
  const unit = gpuUnit(gpuClass);
  const id = accountId({ ownerType: 'organisation', ownerId: organisationId, code: 'available', unit });
  const [row] = await tx.query<{ available: bigint }>(
    `select (credits_posted - debits_posted - debits_pending)::bigint as available from ledger_account where id = $1`, [id],
  );
  const availableMh = row?.available ?? 0n;
  const [needed, has] = [neededMh, availableMh].map((amount) => formatQuantity({ amount, unit }, ctx.locale));
  const message =
    ctx.locale === 'en'
      ? `This needs ${needed}, but the tenant has ${has} available. Raise the quota first, or size the request down.`
      : `需要 ${needed}，该企业当前可用 ${has}。请先追加额度，或调低核定用量。`;
  return { gpuClass, neededMh, availableMh, message };
}
