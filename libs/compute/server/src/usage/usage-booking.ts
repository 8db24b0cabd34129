import { Injectable } from '@nestjs/common';
import { AppError, Ledger, ledgerId, type Ctx, type Movement, type Say, type Tx } from '@wutong/core-server';
import { openComputeAccounts } from '../entitlement/compute-accounts';
import type { ComputeGrant } from '../grant/compute-grant.entity';
import { balanced, movements, type Funds } from '../grant/grant-funds';
import { requestOf } from '../request/request-lookup';
import { RequestNotices } from '../request/request-notices';
import type { GrantWindow } from './attribution';
import type { Change } from './counting';
import { STORE_GRANTS } from './usage.queries';
import { rowsOf } from './usage-store';

export type LockedGrant = Pick<
  ComputeGrant,
  'id' | 'organisationId' | 'gpuClass' | 'startsAt' | 'endsAt' | 'overuseToldAt' | 'closedAt' | 'paysFirst'
> & Funds & Pick<GrantWindow, 'poolIds'>;

/**
 * Books metered use, as the system: what a grant still holds is posted from its hold; what comes after its end is paid
 * from the tenant's quota; what neither covers is recorded as overuse and told once; use without any grant likewise, told
 * once a month and class. So the ledger's sum of what was used is the meter's sum, always.
 */
@Injectable()
export class UsageBooking {
  constructor(
    private readonly ledger: Ledger,
    private readonly notices: RequestNotices,
  ) {}

  async book(
    ctx: Ctx, tx: Tx, importId: string, source: string, grants: ReadonlyMap<string, LockedGrant>, changes: readonly Change[],
  ): Promise<void> {
    const together: Movement[] = [];
    const stored: (Pick<LockedGrant, 'id' | 'overuseToldAt'> & Funds)[] = [];
    for (const change of changes) {
      const grant = change.grantId === null ? undefined : grants.get(change.grantId);
      const memo = memoOf(change, source);
      if (!grant) {
        together.push(await this.withoutGrant(ctx, tx, importId, change, memo));
        continue;
      }
      const usedMh = grant.usedMh + change.gpuMh;
      const about = { key: importId, event: 'usage', memo };
      let after = balanced({ ...grant, usedMh });
      if (!grant.closedAt) together.push(...movements(grant, after, about));
      else after = await this.afterEnd(ctx, tx, grant, after, about);
      const tells = after.overuseMh > 0n && !grant.overuseToldAt;
      if (tells) await this.notices.tellOveruse(ctx, tx, await requestOf(tx, grant.id));
      stored.push({ ...after, id: grant.id, overuseToldAt: tells ? ctx.now : grant.overuseToldAt });
    }
    await this.ledger.batch(ctx, tx, together);
    await tx.query(STORE_GRANTS, [rowsOf(stored)]);
  }

  /** Late records of a grant that has ended: from the quota if it has as much, else overuse. */
  private async afterEnd(
    ctx: Ctx, tx: Tx, grant: LockedGrant, paid: Funds, about: { key: string; event: string; memo: Say },
  ): Promise<Funds> {
    try {
      await this.ledger.batch(ctx, tx, movements(grant, paid, about));
      return paid;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INSUFFICIENT_BALANCE') throw error;
      const owed = { ...paid, overuseMh: grant.overuseMh + paid.usedMh - grant.usedMh };
      await this.ledger.batch(ctx, tx, movements(grant, owed, about));
      return owed;
    }
  }

  private async withoutGrant(
    ctx: Ctx, tx: Tx, importId: string, { organisationId, gpuClass, gpuMh }: Change, memo: Say,
  ): Promise<Movement> {
    const { used, overuse } = await openComputeAccounts(ctx, tx, this.ledger, organisationId, gpuClass);
    const isMore = gpuMh > 0n;
    if (isMore) await this.notices.tellUngranted(ctx, tx, organisationId, gpuClass);
    return {
      kind: 'transfer', id: ledgerId('usage-without-grant', importId, organisationId, gpuClass),
      debit: isMore ? overuse : used, credit: isMore ? used : overuse, amount: isMore ? gpuMh : -gpuMh,
      cause: { type: 'usage_import', id: importId, event: 'usage' }, memo,
    };
  }
}

const jobs = (runs: number): string => (runs === 1 ? '1 job' : `${runs} jobs`);

function memoOf({ runs, gpuMh, grantId }: Change, source: string): Say {
  if (gpuMh < 0n) return { en: `Corrected by ${source}: ${jobs(runs)} used less`, 'zh-CN': `按“${source}”更正：${runs} 个作业用量减少` };
  const [en, zh] = grantId === null ? [', without a grant', '（无对应批准额度）'] : ['', ''];
  return { en: `Used by ${jobs(runs)}, from ${source}${en}`, 'zh-CN': `${runs} 个作业的用量，来源“${source}”${zh}` };
}
