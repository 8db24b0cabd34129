import { Injectable } from '@nestjs/common';
import { AppError, Ledger, ledgerId, type Ctx, type Movement, type Say, type Tx } from '@wutong/core-server';
import { computeAccounts } from '../entitlement/compute-accounts';
import { EntitlementService } from '../entitlement/entitlement.service';
import type { ComputeRequest, Sizing } from '../request/compute-request.entity';
import { ComputeGrant } from './compute-grant.entity';

const CASE = 'compute_request';

/**
 * The ledger side of a grant. Its hours are held from the tenant's quota in the transaction that approves it; what is
 * metered is posted from the hold; when the grant ends, the rest goes back in that same transaction. A hold has one
 * fate: when part of it is used, the rest is held anew in the same batch.
 */
@Injectable()
export class GrantFunds {
  constructor(
    private readonly ledger: Ledger,
    private readonly entitlements: EntitlementService,
  ) {}

  /**
   * Sets the hours of a new grant aside and makes the grant; null when the tenant's quota has less than that, or was never
   * given any, so that it has no accounts.
   */
  async place(ctx: Ctx, tx: Tx, request: ComputeRequest, sizing: Sizing): Promise<ComputeGrant | null> {
    const { available, used } = computeAccounts(request.organisationId, sizing.gpuClass);
    const holdId = holdOf(request.id, 1);
    const held = await this.tried(() =>
      this.ledger.hold(ctx, tx, {
        id: holdId, debit: available, credit: used, amount: sizing.amountMh,
        cause: { type: CASE, id: request.id, event: 'approve' },
        memo: { en: `Held for request ${request.number}`, 'zh-CN': `为申请 ${request.number} 冻结` },
      }), ['INSUFFICIENT_BALANCE', 'NOT_FOUND'],
    );
    if (held === null) return null;
    return tx.of(ComputeGrant).create({
      id: request.id, organisationId: request.organisationId, gpuClass: sizing.gpuClass, account: accountName(request.number),
      poolId: null, startsAt: sizing.startsAt, endsAt: sizing.endsAt, grantedMh: sizing.amountMh, usedMh: 0n, overuseMh: 0n,
      heldMh: sizing.amountMh, holdId, holds: 1, overuseToldAt: null, closedAt: null, settledAt: null,
    });
  }

  /**
   * Sets more aside for a renewed grant; the new hours first cover what was used beyond the old ones. Null when the
   * quota has less. The grant must be locked.
   */
  async extend(ctx: Ctx, tx: Tx, grant: ComputeGrant, number: string, moreMh: bigint): Promise<ComputeGrant | null> {
    const after = balanced({ ...grant, grantedMh: grant.grantedMh + moreMh });
    const memo = { en: `More held: request ${number} renewed`, 'zh-CN': `申请 ${number} 续期，追加冻结` };
    const cause = { key: `renewal ${after.grantedMh}`, event: 'decideRenewal', memo };
    const moved = await this.tried(() => this.ledger.batch(ctx, tx, movements(grant, after, cause)));
    if (moved === null) return null;
    await this.store(tx, grant, after);
    return { ...grant, ...after };
  }

  /**
   * Takes hours out of a grant, at most what it holds, for its tenant's quota or for the centre; below zero holds as many
   * again. False when the quota has less. The grant must be locked.
   */
  async reclaim(
    ctx: Ctx, tx: Tx, grant: ComputeGrant, number: string, mh: bigint, { reclaimId, to }: { reclaimId: string; to: 'tenant' | 'centre' },
  ): Promise<boolean> {
    const after = balanced({ ...grant, grantedMh: grant.grantedMh - mh });
    const takes = mh > 0n;
    const memo = takes
      ? { en: `Idle hours of ${number} went back`, 'zh-CN': `收回 ${number} 的闲置卡时` }
      : { en: `Hours of ${number} restored`, 'zh-CN': `恢复 ${number} 的卡时` };
    const cause = { key: `${reclaimId} ${takes} ${after.grantedMh}`, event: takes ? 'takeBack' : 'restore', memo };
    const { organisationId, gpuClass } = grant;
    const moves = movements(grant, after, cause);
    if (to === 'centre') {
      moves.push((await this.entitlements.record(ctx, tx, { organisationId, gpuClass, amountMh: -mh, reason: memo['zh-CN'] })).movement);
    }
    if ((await this.tried(() => this.ledger.batch(ctx, tx, moves))) === null) return false;
    await this.store(tx, grant, after);
    return true;
  }

  /** Holds for a grant that still waits only what a plan gives it; the rest goes back. The grant must be locked. */
  async narrow(ctx: Ctx, tx: Tx, grant: ComputeGrant, number: string, grantedMh: bigint): Promise<void> {
    if (grantedMh === grant.grantedMh) return;
    const after = balanced({ ...grant, grantedMh });
    const memo = { en: `Held for request ${number} as planned; the rest went back`, 'zh-CN': `申请 ${number} 按规划方案冻结，其余退回` };
    await this.ledger.batch(ctx, tx, movements(grant, after, { key: `plan ${grantedMh}`, event: 'plan', memo }));
    await this.store(tx, grant, after);
  }

  /** Lets the rest go; from now on late records are paid from the quota. The grant must be locked. */
  async close(ctx: Ctx, tx: Tx, grant: ComputeGrant, number: string, event: string): Promise<ComputeGrant> {
    if (grant.holdId) {
      await this.ledger.void(ctx, tx, {
        hold: grant.holdId, cause: { type: CASE, id: grant.id, event },
        memo: { en: `Request ${number} ended: what was not used went back`, 'zh-CN': `申请 ${number} 已结束，未用部分退回` },
      });
    }
    const closed = { heldMh: 0n, holdId: null, closedAt: ctx.now };
    await tx.of(ComputeGrant).update({ id: grant.id }, closed);
    return { ...grant, ...closed };
  }

  private async store(tx: Tx, grant: ComputeGrant, after: Funds): Promise<void> {
    const { grantedMh, usedMh, overuseMh, heldMh, holdId, holds } = after;
    await tx.of(ComputeGrant).update({ id: grant.id }, { grantedMh, usedMh, overuseMh, heldMh, holdId, holds });
  }

  private async tried<T>(book: () => Promise<T>, tooLittle = ['INSUFFICIENT_BALANCE']): Promise<T | null> {
    try {
      return await book();
    } catch (error) {
      if (error instanceof AppError && tooLittle.includes(error.code)) return null;
      throw error;
    }
  }
}

export type Funds = Pick<ComputeGrant, 'grantedMh' | 'usedMh' | 'overuseMh' | 'heldMh' | 'holdId' | 'holds'>;

/** A grant's figures when so much was granted and used: what is beyond the grant, and what is still to be held. */
export function balanced(grant: Pick<ComputeGrant, 'id' | 'closedAt'> & Funds): Funds {
  const { id, grantedMh, usedMh, closedAt } = grant;
  const overuseMh = usedMh > grantedMh ? usedMh - grantedMh : 0n;
  const heldMh = closedAt ? 0n : grantedMh - (usedMh - overuseMh);
  const isSame = heldMh === grant.heldMh;
  const holds = isSame || heldMh === 0n ? grant.holds : grant.holds + 1;
  const holdId = heldMh === 0n ? null : isSame ? grant.holdId : holdOf(id, holds);
  return { grantedMh, usedMh, overuseMh, heldMh, holdId, holds };
}

/**
 * What the ledger has to book so that a grant's figures become those after. `key` is what makes this change the one it
 * is (an import, a renewal), so that booking it twice books it once.
 */
export function movements(
  before: Pick<ComputeGrant, 'id' | 'organisationId' | 'gpuClass'> & Funds, after: Funds,
  { key, event, memo }: { key: string; event: string; memo: Say },
): Movement[] {
  const { available, used, overuse } = computeAccounts(before.organisationId, before.gpuClass);
  const about = { cause: { type: CASE, id: before.id, event }, memo };
  const covered = after.usedMh - after.overuseMh - (before.usedMh - before.overuseMh);
  const beyond = after.overuseMh - before.overuseMh;
  const result: Movement[] = [];
  const step = (name: string): string => ledgerId('compute-grant', before.id, key, name);
  if (before.holdId && before.holdId !== after.holdId) {
    if (covered > 0n) {
      const amount = covered < before.heldMh ? covered : before.heldMh;
      result.push({ kind: 'post', hold: before.holdId, amount, ...about });
    } else result.push({ kind: 'void', hold: before.holdId, ...about });
  }
  // What the old hold could not cover (there was none left, or a renewal now pays for overuse) comes from the quota.
  const fromHold = before.holdId && before.holdId !== after.holdId && covered > 0n ? min(covered, before.heldMh) : 0n;
  const fromQuota = covered - fromHold;
  if (fromQuota > 0n) result.push({ kind: 'transfer', id: step('cover'), debit: available, credit: used, amount: fromQuota, ...about });
  if (fromQuota < 0n) result.push({ kind: 'transfer', id: step('return'), debit: used, credit: available, amount: -fromQuota, ...about });
  if (beyond > 0n) result.push({ kind: 'transfer', id: step('overuse'), debit: overuse, credit: used, amount: beyond, ...about });
  if (beyond < 0n) result.push({ kind: 'transfer', id: step('less'), debit: used, credit: overuse, amount: -beyond, ...about });
  if (after.holdId && before.holdId !== after.holdId) {
    result.push({ kind: 'hold', id: after.holdId, debit: available, credit: used, amount: after.heldMh, ...about });
  }
  return result;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The id of a grant's nth hold. */
function holdOf(requestId: string, n: number): string {
  return ledgerId('compute-hold', requestId, String(n));
}

/** `C2026-0042` as a Slurm account: small letters, digits and hyphens. */
function accountName(number: string): string {
  return `wt-${number.toLowerCase()}`;
}
