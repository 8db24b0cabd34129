import { conflict, notFound, type Tx } from '@wutong/core-server';
import { Tenancy } from '@wutong/tenancy-server';

const GOOD = new Set(['active', 'under_review']);

/** The same as a condition on `compute_request r`; for the system, which sees every tenancy. */
export const OF_GOOD_STANDING = `exists (select from tenancy t where t.organisation_id = r.organisation_id
  and t.state in (${[...GOOD].map((state) => `'${state}'`).join(', ')}))`;

/** Whether an organisation is a tenant that may get something new: admitted, and neither suspended nor leaving. */
export async function inGoodStanding(tx: Tx, organisationId: string): Promise<boolean> {
  const tenancy = await tx.of(Tenancy).findOne({ where: { organisationId }, order: { signedAt: 'DESC' } });
  return tenancy !== null && GOOD.has(tenancy.state);
}

/** Throws TENANCY_NOT_ACTIVE where something new may not be given. */
export async function assertInGoodStanding(tx: Tx, organisationId: string | null): Promise<void> {
  if (!organisationId) throw notFound();
  if (await inGoodStanding(tx, organisationId)) return;
  throw conflict(
    'TENANCY_NOT_ACTIVE',
    'Only active tenants can ask for and get computing power. A suspended tenant can read, release and appeal.',
    '仅状态正常的入驻企业可申请和获得算力；已暂停的企业可查看、释放资源和申诉。',
  );
}
