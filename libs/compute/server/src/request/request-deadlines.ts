import { Injectable } from '@nestjs/common';
import { OnEvent, OnTimer, type Ctx, type DueTimer, type EventMap, type Tx } from '@wutong/core-server';
import { In } from 'typeorm';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { GrantEnding } from '../grant/grant-ending';
import { GrantService } from '../grant/grant.service';
import { ComputeRequest } from './compute-request.entity';
import { lockGrant, requestOf } from './request-lookup';
import { graceEnd, nextDue, RequestMoves } from './request-moves';

/** How the machine ends a request of a tenant that has left, by its state. */
const WHEN_LEFT: Readonly<Record<string, 'release' | 'noShow' | 'expire'>> = {
  waitlisted: 'release', allocated: 'noShow', active: 'expire', change_pending: 'expire', renewal_pending: 'expire',
};

/** What the machine does when a request's moment comes: drafts go, grants start, end and are settled. */
@Injectable()
export class RequestDeadlines {
  constructor(
    private readonly moves: RequestMoves,
    private readonly grants: GrantService,
    private readonly ending: GrantEnding,
  ) {}

  @OnTimer('computeRequest.due')
  async due(ctx: Ctx, tx: Tx, timer: DueTimer<Record<string, never>>): Promise<void> {
    const request = await requestOf(tx, timer.subjectId);
    const dueAt = request.state === 'allocated' ? request.sizedStartsAt : nextDue(request, ctx.now);
    if (!dueAt || dueAt > ctx.now) return this.moves.schedule(ctx, tx, request);
    await this.act(ctx, tx, request);
  }

  /** Who has left the centre keeps no computing power: what waits, is allocated or runs ends now. */
  @OnEvent('tenancy.moved', ({ state }) => state === 'terminated' || state === 'alumni')
  async tenantLeft(ctx: Ctx, tx: Tx, { organisationId }: EventMap['tenancy.moved']): Promise<void> {
    const requests = await tx.of(ComputeRequest).findBy({ organisationId, state: In(Object.keys(WHEN_LEFT)) });
    for (const request of requests) await this.ending.end(ctx, tx, request, WHEN_LEFT[request.state] ?? 'expire');
  }

  private async act(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<unknown> {
    switch (request.state) {
      case 'draft':
        return this.moves.make(ctx, tx, request, 'discard');
      case 'info_requested':
        return this.moves.make(ctx, tx, request, 'lapse', { set: { dueAt: null } });
      case 'denied':
        return this.moves.make(ctx, tx, request, 'closeWindow', { set: { dueAt: null } });
      case 'waitlisted':
        return this.ending.end(ctx, tx, request, 'release');
      case 'allocated':
        return this.startOrRelease(ctx, tx, request);
      case 'active':
      case 'change_pending':
      case 'renewal_pending':
        return this.ending.end(ctx, tx, request, 'expire');
      default:
        return this.settle(ctx, tx, request);
    }
  }

  private async startOrRelease(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<unknown> {
    const started = await this.grants.startIfReady(ctx, tx, request);
    if (started.state !== 'allocated') return started;
    const end = graceEnd(request);
    if (end && end <= ctx.now) return this.ending.end(ctx, tx, request, 'noShow');
    return this.moves.schedule(ctx, tx, request);
  }

  /** Closes the account of a grant: what was metered is posted, and nothing is held any more. */
  private async settle(ctx: Ctx, tx: Tx, request: ComputeRequest): Promise<void> {
    const { grantedMh, usedMh, overuseMh, heldMh } = await lockGrant(tx, request.id);
    if (heldMh !== 0n) throw new Error(`${request.number} has ended but still holds ${heldMh}`);
    await tx.of(ComputeGrant).update({ id: request.id }, { settledAt: ctx.now });
    await this.moves.make(ctx, tx, request, 'settle', {
      data: {
        grantedMh: grantedMh.toString(), usedMh: usedMh.toString(), overuseMh: overuseMh.toString(),
        returnedMh: (grantedMh - (usedMh - overuseMh)).toString(),
      },
    });
  }
}
