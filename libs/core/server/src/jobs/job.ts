import type { Ctx } from '../context/ctx';
import { declare } from './declared-handlers';

/**
 * Every kind of job and its payload: plain data (dates and bigints allowed). The slice that runs it adds its line:
 *
 *     declare module '@wutong/core-server' { interface JobMap { 'usage.import': { fileId: string } } }
 */
export interface JobMap {
  'jobs.tidy': Record<string, never>;
}

export type JobName = keyof JobMap & string;

export interface JobOptions {
  /** Further attempts after the first one, at growing intervals; then staff see it among the dead jobs. */
  readonly retries?: number;
  /** Before the first retry; doubled for each further one. */
  readonly backoffSeconds?: number;
  /** The interval at which the doubling stops. */
  readonly backoffMaxSeconds?: number;
  /** How long one attempt may take before it counts as failed. */
  readonly leaseSeconds?: number;
  /** Run by the clock, with an empty payload: minute hour day month weekday, in Shanghai's time. */
  readonly cron?: string;
}

export const JOB = Symbol('job');

export interface JobDeclaration {
  readonly name: JobName;
  readonly options: JobOptions;
}

/**
 * The method runs these jobs. It may be run twice (a worker can die just before it reports), so it asks first
 * whether the work is done; its own database transactions are its affair. Exactly one method runs each kind.
 */
export function Job<K extends JobName>(name: K, options: JobOptions = {}) {
  const decorate = declare(JOB, { name, options } satisfies JobDeclaration);
  return <H extends (ctx: Ctx, payload: JobMap[K]) => Promise<unknown>>(
    target: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => decorate(target, method, descriptor);
}
