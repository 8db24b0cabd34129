import { Injectable } from '@nestjs/common';
import { asSystem, Database, notFound, WorkflowService, type CaseAction, type CaseEvent, type Ctx, type Page } from '@wutong/core-server';
import { Organisation } from '@wutong/identity-server';
import { In } from 'typeorm';
import { ComputeChange } from '../grant/compute-change.entity';
import { ComputeGrant } from '../grant/compute-grant.entity';
import { ComputeAccessKey, ComputeGrantUser } from '../grant/grant-people.entity';
import { ComputePool, ComputeReservation } from '../pool/compute-pool.entity';
import { ComputeRequest } from './compute-request.entity';
import {
  requestCounts, requestQueue, WAITLIST_PLACE, type ComputeRequestCount, type ComputeRequestQueueArgs,
  type ComputeRequestRow,
} from './compute-request.queries';
import { requestCase } from './request-case';
import { requestOf } from './request-lookup';

/** What may be read of requests and grants; row-level security keeps each viewer to their own. */
@Injectable()
export class RequestReadService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
  ) {}

  get(ctx: Ctx, id: string): Promise<ComputeRequest> {
    return this.database.read(ctx, (tx) => requestOf(tx, id));
  }

  /** In the order of the ids; an error for each that the viewer may not see. */
  async many(ctx: Ctx, ids: readonly string[]): Promise<(ComputeRequest | Error)[]> {
    const found = await this.database.read(ctx, (tx) => tx.of(ComputeRequest).findBy({ id: In([...ids]) }));
    const byId = new Map(found.map((request) => [request.id, request]));
    return ids.map((id) => byId.get(id) ?? notFound());
  }

  /** All of the viewer's own organisation, the one saved last first. */
  async own(ctx: Ctx): Promise<ComputeRequest[]> {
    const { organisationId } = ctx.actor;
    if (!organisationId) throw notFound();
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeRequest).find({ where: { organisationId }, order: { savedAt: 'DESC', id: 'ASC' }, take: 500 }),
    );
  }

  queue(ctx: Ctx, args: ComputeRequestQueueArgs): Promise<Page<ComputeRequestRow>> {
    return this.database.read(ctx, (tx) => requestQueue(tx, ctx.actor.userId, args));
  }

  counts(ctx: Ctx): Promise<ComputeRequestCount[]> {
    return this.database.read(ctx, requestCounts);
  }

  actions(ctx: Ctx, request: ComputeRequest): CaseAction[] {
    return this.workflow.actionsFor(ctx, requestCase, request);
  }

  timeline(ctx: Ctx, { id }: ComputeRequest): Promise<CaseEvent[]> {
    return this.database.read(ctx, (tx) => this.workflow.timelines(tx, requestCase.workflow.name, [id]));
  }

  organisation(ctx: Ctx, { organisationId }: ComputeRequest): Promise<Organisation> {
    return this.database.read(ctx, (tx) => tx.of(Organisation).findOneByOrFail({ id: organisationId }));
  }

  /** What was granted, once it was; null before. */
  grant(ctx: Ctx, { id }: ComputeRequest): Promise<ComputeGrant | null> {
    return this.database.read(ctx, (tx) => tx.of(ComputeGrant).findOneBy({ id }));
  }

  users(ctx: Ctx, { id }: ComputeRequest): Promise<ComputeGrantUser[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeGrantUser).find({ where: { requestId: id }, order: { addedAt: 'ASC', userName: 'ASC' } }),
    );
  }

  keys(ctx: Ctx, { id }: ComputeRequest): Promise<ComputeAccessKey[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputeAccessKey).find({ where: { requestId: id }, order: { addedAt: 'ASC' } }));
  }

  changes(ctx: Ctx, { id }: ComputeRequest): Promise<ComputeChange[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputeChange).find({ where: { requestId: id }, order: { askedAt: 'ASC' } }));
  }

  reservations(ctx: Ctx, { id }: ComputeRequest): Promise<ComputeReservation[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeReservation).find({ where: { requestId: id }, order: { startsAt: 'ASC' } }),
    );
  }

  async pool(ctx: Ctx, { poolId }: Pick<ComputeRequest, 'poolId'>): Promise<ComputePool | null> {
    return poolId ? this.database.read(ctx, (tx) => tx.of(ComputePool).findOneBy({ id: poolId })) : null;
  }

  /** Counted over all tenants who wait; whose they are stays untold. */
  async waitlistPlace(ctx: Ctx, { id, state }: ComputeRequest): Promise<number | null> {
    if (state !== 'waitlisted') return null;
    const [row] = await this.database.read(asSystem(ctx), (tx) => tx.query<{ place: number }>(WAITLIST_PLACE, [id]));
    return row?.place ?? null;
  }
}
