import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Clock } from '../context/clock';
import { systemCtx, type Ctx } from '../context/ctx';
import { Database } from '../database/database';
import { fromStored, toStored } from '../database/stored-json';
import type { Tx } from '../database/tx';
import { declaredHandlers, type DeclaredHandler } from '../jobs/declared-handlers';
import { JobQueue, type Attempt } from '../jobs/job-queue';
import { Jobs } from '../jobs/jobs';
import { ON_EVENT, type EventMap, type EventMeta, type EventName, type Heard } from './on-event';

type Handle = (ctx: Ctx, tx: Tx, payload: unknown, event: EventMeta) => Promise<unknown>;

/**
 * What happened, told to whoever wants to know: after the commit, at least once to each handler, each with its own
 * retries. The delivery row is written in the transaction of what happened (docs/decisions/outbox-is-the-job-table.md).
 */
@Injectable()
export class Events implements OnModuleInit {
  private readonly handlers = new Map<string, DeclaredHandler<Heard>>();
  private readonly byEvent = new Map<string, DeclaredHandler<Heard>[]>();

  constructor(
    private readonly queue: JobQueue,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    for (const handler of declaredHandlers<Heard>(this.discovery, this.scanner, ON_EVENT)) {
      if (this.handlers.has(handler.name)) throw new Error(`Two classes declare the event handler ${handler.name}`);
      this.handlers.set(handler.name, handler);
      const { name } = handler.declaration;
      this.byEvent.set(name, [...(this.byEvent.get(name) ?? []), handler]);
    }
    this.jobs.deliverEventsWith((attempt) => this.deliver(attempt));
  }

  /** Tells of something that this transaction does; nothing is told if it does not commit. Gives the event's id. */
  async emit<K extends EventName>(ctx: Ctx, tx: Tx, name: K, payload: EventMap[K]): Promise<string> {
    const eventId = randomUUID();
    const handlers = (this.byEvent.get(name) ?? []).filter(({ declaration }) => declaration.when(payload as never));
    if (handlers.length === 0) return eventId;
    const at = ctx.now.toISOString();
    await this.queue.insert(
      tx,
      'events',
      handlers.map(({ name: handler }) => ({
        id: randomUUID(),
        data: {
          name,
          payload: toStored(payload),
          requestId: ctx.requestId,
          delivery: { eventId, handler, at, actorId: ctx.actor.userId },
        },
      })),
    );
    return eventId;
  }

  /** One transaction: the note that this handler has had this event, and what the handler does. */
  private async deliver({ data }: Attempt): Promise<void> {
    const { delivery } = data;
    const handler = delivery && this.handlers.get(delivery.handler);
    if (!delivery || !handler) throw new Error(`Nobody handles ${data.name} as ${delivery?.handler ?? 'anything'}`);
    const ctx = systemCtx(this.clock.now(), data.requestId);
    await this.database.write(ctx, async (tx) => {
      const first = await tx.query(
        `insert into event_handled (event_id, handler, at) values ($1, $2, $3)
         on conflict do nothing returning handler`,
        [delivery.eventId, delivery.handler, ctx.now],
      );
      if (first.length === 0) return;
      const meta: EventMeta = { id: delivery.eventId, at: new Date(delivery.at), actorId: delivery.actorId };
      await (handler.call as Handle)(ctx, tx, fromStored(data.payload), meta);
    });
  }
}
