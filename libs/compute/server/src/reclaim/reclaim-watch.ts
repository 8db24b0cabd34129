import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, Job, OnEvent, OnTimer, type Ctx, type DueTimer, type EventMap, type Tx } from '@wutong/core-server';
import { addWorkingDays } from '@wutong/core-shared';
import { In } from 'typeorm';
import type { Window } from '../pool/free-capacity.queries';
import { GRANT_ENDS } from '../request/request-moves';
import { inGoodStanding, OF_GOOD_STANDING } from '../request/tenant-standing';
import { ComputeReclaim, type ComputeReclaimRule } from './compute-reclaim.entity';
import { ReclaimHours } from './reclaim-hours';
import { ReclaimMoves } from './reclaim-moves';
import { idleOf, type GrantUse, type Idle } from './reclaim-rule';
import { ReclaimRules } from './reclaim-rules.service';
import { BLOCKED, WATCHED } from './reclaim-watch.queries';

declare module '@wutong/core-server' {
  interface JobMap {
    'computeReclaim.look': Record<string, never>;
  }
}

type Watched = Omit<GrantUse, 'blocked'> & { id: string; organisationId: string; gpuClass: string; ruleVersion: number } & Pick<
  ComputeReclaimRule, 'atPercent' | 'minUsedPercent' | 'keepPercent' | 'replyWorkingDays'
>;

const OPEN = ['noticed', 'answered', 'recommended'];

/**
 * Looks every morning whether hours of running grants lie idle by the rule, and gives notice once a window. A notice that
 * nobody answers takes back what still lies idle then, at most what was told; one whose grant ends or whose tenant is
 * suspended comes to nothing.
 */
@Injectable()
export class ReclaimWatch {
  constructor(
    private readonly database: Database,
    private readonly moves: ReclaimMoves,
    private readonly hours: ReclaimHours,
    private readonly rules: ReclaimRules,
  ) {}

  @Job('computeReclaim.look', { cron: '15 9 * * *' })
  async look(ctx: Ctx): Promise<void> {
    await this.database.write(ctx, async (tx) => {
      for (const { grant, idle } of await this.idle(ctx, tx, null)) await this.give(ctx, tx, grant, idle);
    });
  }

  @OnTimer('computeReclaim.replyDue')
  async lapse(ctx: Ctx, tx: Tx, timer: DueTimer<Record<string, never>>): Promise<void> {
    const reclaim = await tx.of(ComputeReclaim).findOneByOrFail({ id: timer.subjectId });
    if (reclaim.state !== 'noticed') return;
    const [now] = await this.idle(ctx, tx, reclaim.grantId);
    const mh = now ? min(now.idle.idleMh, reclaim.idleMh) : 0n;
    const taken = mh > 0n && (await this.hours.takeBack(ctx, tx, reclaim, mh, await this.rules.returnsTo(tx, reclaim)));
    if (taken) await this.moves.make(ctx, tx, reclaim, 'lapse', { set: { ...taken, decidedAt: ctx.now } });
    else await this.moves.make(ctx, tx, reclaim, 'recover', { set: { decidedAt: ctx.now } });
  }

  @OnEvent('computeRequest.moved', ({ state }) => GRANT_ENDS.has(state))
  async grantMoved(ctx: Ctx, tx: Tx, { requestId }: EventMap['computeRequest.moved']): Promise<void> {
    await this.cancel(ctx, tx, { grantId: requestId });
  }

  /** Who is suspended can neither use its hours nor be blamed for it: the notice goes, and may come again later. */
  @OnEvent('tenancy.moved')
  async tenantMoved(ctx: Ctx, tx: Tx, { organisationId }: EventMap['tenancy.moved']): Promise<void> {
    if (!(await inGoodStanding(tx, organisationId))) await this.cancel(ctx, tx, { organisationId });
  }

  private async cancel(ctx: Ctx, tx: Tx, of: { grantId: string } | { organisationId: string }): Promise<void> {
    const open = await tx.of(ComputeReclaim).findBy({ ...of, state: In(OPEN) });
    for (const reclaim of open) await this.moves.make(ctx, tx, reclaim, 'cancel');
  }

  /** What lies idle now: of one grant, or of all that have had no notice for their present window. */
  private async idle(ctx: Ctx, tx: Tx, grantId: string | null): Promise<{ grant: Watched; idle: Idle }[]> {
    const grants = await tx.query<Watched & object>(WATCHED(OF_GOOD_STANDING), [ctx.now, grantId]);
    const blocked = await tx.query<Window & { grantId: string }>(BLOCKED, [grants.map(({ id }) => id), ctx.now]);
    return grants.flatMap((grant) => {
      const idle = idleOf(grant, { ...grant, blocked: blocked.filter((one) => one.grantId === grant.id) }, ctx.now);
      return idle ? [{ grant, idle }] : [];
    });
  }

  private async give(ctx: Ctx, tx: Tx, grant: Watched, { idleMh, usableMs }: Idle): Promise<void> {
    const { organisationId, gpuClass, ruleVersion, startsAt, endsAt, meteredUntil, grantedMh, usedMh, heldMh } = grant;
    const replyDueAt = addWorkingDays(ctx.now, grant.replyWorkingDays).at;
    // Who could not answer before the end of the grant is not asked: what is left goes back then anyway.
    if (replyDueAt >= endsAt) return;
    const reclaim = tx.of(ComputeReclaim).create({
      id: randomUUID(), organisationId, grantId: grant.id, state: 'noticed', version: 1, ruleVersion, gpuClass, noticedAt: ctx.now,
      startsAt, endsAt, meteredUntil, usableMs: BigInt(usableMs), grantedMh, usedMh, heldMh, idleMh, replyDueAt, takenMh: 0n,
    });
    await tx.insert(ComputeReclaim, reclaim);
    await this.moves.begin(ctx, tx, reclaim);
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
