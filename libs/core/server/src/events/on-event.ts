import type { Ctx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { declare } from '../jobs/declared-handlers';

/**
 * Every event of the portal and what it tells: ids and scalars only, never rows. The slice that emits adds its line:
 *
 *     declare module '@wutong/core-server' { interface EventMap { 'tenancy.activated': { tenancyId: string } } }
 */
export interface EventMap {}

export type EventName = keyof EventMap & string;

export interface EventMeta {
  /** The same at every delivery: the key under which an effect is made once. */
  readonly id: string;
  readonly at: Date;
  /** Who caused it; null for the machine. */
  readonly actorId: string | null;
}

export const ON_EVENT = Symbol('on-event');

/** What a method hears of. */
export interface Heard {
  readonly name: EventName;
  /** Takes the payload of that event. */
  readonly when: (payload: never) => boolean;
}

/**
 * The method hears of these events, or of those of them for which `when` holds (the others cost nothing), as the system, in a transaction of its own which also notes that it has heard:
 * what it does through `tx` takes effect exactly once. Anything else it does (other servers) may happen twice.
 */
export function OnEvent<K extends EventName>(name: K, when: (payload: EventMap[K]) => boolean = () => true) {
  const decorate = declare(ON_EVENT, { name, when } satisfies Heard);
  return <H extends (ctx: Ctx, tx: Tx, payload: EventMap[K], event: EventMeta) => Promise<unknown>>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => decorate(target, method, descriptor);
}
