import type { Ctx } from '../context/ctx';
import type { Tx } from '../database/tx';
import { declare } from '../jobs/declared-handlers';

/**
 * Every timer of the portal and its payload: ids and scalars. The slice that sets one adds its line:
 *
 *     declare module '@wutong/core-server' { interface TimerMap { 'tenancyApplication.lapse': { reminded: boolean } } }
 */
export interface TimerMap {}

export type TimerName = keyof TimerMap & string;

/** A timer that has come due. `dueAt` may be long past when no worker ran. */
export interface DueTimer<P> {
  readonly id: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly organisationId: string;
  readonly event: string;
  readonly dueAt: Date;
  readonly payload: P;
}

export const ON_TIMER = Symbol('on-timer');

/**
 * The method runs when these timers come due, as the system, in the transaction that removes the timer: late, doubled
 * or after a crash, what it does through `tx` takes effect exactly once. Exactly one method hears each timer.
 */
export function OnTimer<K extends TimerName>(event: K) {
  const decorate = declare(ON_TIMER, event);
  return <H extends (ctx: Ctx, tx: Tx, timer: DueTimer<TimerMap[K]>) => Promise<unknown>>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => decorate(target, method, descriptor);
}
