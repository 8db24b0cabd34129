/**
 * Who asks, in which language, and when. Plain immutable data: the first parameter of every service method,
 * safe to keep in events and jobs. It never carries a transaction.
 */
export interface Ctx {
  readonly actor: Actor;
  readonly locale: Locale;
  /** IANA zone in which the viewer reads dates. */
  readonly timeZone: string;
  readonly requestId: string;
  /** The moment of the request; every rule reads the time here, so that a test can set it. */
  readonly now: Date;
  /** From the `Idempotency-Key` header; a command with the same key and input answers as it did the first time. */
  readonly idempotencyKey: string | null;
}

export type Locale = 'en' | 'zh-CN';
export type OrganisationKind = 'tenant' | 'investor' | 'supplier' | 'adopter' | 'centre';

export interface Actor {
  readonly kind: 'user' | 'system' | 'anonymous';
  readonly userId: string | null;
  readonly name: string;
  /** The organisation acted for; one at a time. */
  readonly organisationId: string | null;
  readonly organisationKind: OrganisationKind | null;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Organisations in which this person has a conflict of interest: their cases do not exist for them. */
  readonly conflicts: readonly string[];
}

export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  userId: null,
  name: '',
  organisationId: null,
  organisationKind: null,
  roles: [],
  permissions: new Set(),
  conflicts: [],
};

/** The machine itself: timers, jobs, events. It may move what a workflow gives to `system`, and sees every row. */
export const SYSTEM: Actor = { ...ANONYMOUS, kind: 'system', name: 'system', roles: ['system'] };

/** A context for work that no person asked for, at the given moment. */
export function systemCtx(now: Date, requestId = 'system'): Ctx {
  return { actor: SYSTEM, locale: 'zh-CN', timeZone: 'Asia/Shanghai', requestId, now, idempotencyKey: null };
}

/** The same request continued by the machine: a consequence that no person decides, at the same moment. */
export function asSystem(ctx: Ctx): Ctx {
  return { ...ctx, actor: SYSTEM };
}

/** True for people of the centre, who may see every organisation's rows (but for their conflicts of interest). */
export function isStaff(ctx: Ctx): boolean {
  return ctx.actor.kind === 'user' && ctx.actor.organisationKind === 'centre';
}
