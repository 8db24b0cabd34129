import { randomUUID } from 'node:crypto';
import { ANONYMOUS, type Actor, type Ctx } from '@wutong/core-server';

/** What a test says of who asks: any part of the context and, flat beside it, any part of its actor. */
export type ActorOverrides = Partial<Omit<Ctx, 'actor'>> &
  Partial<Omit<Actor, 'permissions'>> & { permissions?: Iterable<string> };

/** A new signed-in person of a tenant organisation of its own, asking in English at `now`; parts can be said. */
export function actorCtx(overrides: ActorOverrides & { now: Date }): Ctx {
  const { now, locale, timeZone, requestId, idempotencyKey, permissions, ...actor } = overrides;
  return {
    actor: {
      ...ANONYMOUS,
      kind: 'user',
      userId: randomUUID(),
      name: 'Somebody',
      organisationId: randomUUID(),
      organisationKind: 'tenant',
      ...actor,
      permissions: new Set(permissions),
    },
    locale: locale ?? 'en',
    timeZone: timeZone ?? 'Asia/Shanghai',
    requestId: requestId ?? randomUUID(),
    now,
    idempotencyKey: idempotencyKey ?? null,
  };
}
