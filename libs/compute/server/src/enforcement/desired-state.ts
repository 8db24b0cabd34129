import { RUNNING } from '../grant/grant-states';
import type { DesiredAccount, Tres } from './account-record';

/** A grant with all that its enforcement depends on. */
export interface EnforcedGrant {
  readonly grantId: string;
  readonly organisationId: string;
  readonly account: string;
  readonly gpuClass: string;
  /** Its own and those that it has on loan now. */
  readonly gpus: number;
  /** How many of them it has on loan. */
  readonly onLoan: number;
  readonly grantedMh: bigint;
  readonly usedMh: bigint;
  readonly endsAt: Date;
  /** The state of its request. */
  readonly state: string;
  readonly closedAt: Date | null;
  /** Whether the tenant may start something new: neither suspended nor leaving. */
  readonly isInGoodStanding: boolean;
  readonly users: readonly string[];
  /** By how many GPU-minutes the cluster counted more than we metered when the limit was last written. */
  readonly offsetMinutes: bigint | null;
}

/** Whether people may start jobs on a grant now. */
export function isOpen({ state, isInGoodStanding }: Pick<EnforcedGrant, 'state' | 'isInGoodStanding'>): boolean {
  return isInGoodStanding && RUNNING.has(state);
}

/** A cluster counts up to the minute and we up to the last pull: within so many minutes of all GPUs both agree. */
const AGREE_MINUTES = 15n;

/**
 * By how many GPU-minutes the cluster counts more (or less) than we metered. It is kept while it changes by no more than
 * the delay between both counts explains, so that a limit is not rewritten for every minute that a job runs.
 */
export function offsetOf(grant: EnforcedGrant, countedMinutes: number | null): bigint {
  if (countedMinutes === null) return 0n;
  const now = BigInt(countedMinutes) - minutesOf(grant.usedMh);
  const known = grant.offsetMinutes ?? 0n;
  const difference = now > known ? now - known : known - now;
  return difference <= AGREE_MINUTES * BigInt(grant.gpus) ? known : now;
}

/** The limit of a grant in GPU-minutes as the cluster counts them: what is still held plus what it has counted so far. */
export function limitMinutes({ grantedMh }: Pick<EnforcedGrant, 'grantedMh'>, offset: bigint): bigint {
  const limit = minutesOf(grantedMh) + offset;
  return limit > 0n ? limit : 0n;
}

/**
 * What a Slurm cluster is to have for the grants on it. `tres`: the GPU resources that it accounts for; `counted`: the
 * GPU-minutes that it has counted by account.
 *
 * A running grant gets its hours as GrpTRESMins and its GPUs as GrpTRES, by class where the cluster knows classes and in
 * all, because a job that names no class is only held to the sum. GPUs of other classes are shut. An ended grant is closed
 * and its jobs are cancelled, as the terms of use say; that of a suspended tenant is closed and its running jobs go on.
 */
export function desiredState(
  grants: readonly EnforcedGrant[], tres: readonly string[], counted: ReadonlyMap<string, number> = new Map(),
): DesiredAccount[] {
  return grants.map((grant) => {
    const { account, gpuClass, gpus, users, closedAt } = grant;
    if (!isOpen(grant)) return { account, isOpen: false, cancelsJobs: closedAt !== null };
    const minutes = Number(limitMinutes(grant, offsetOf(grant, counted.get(account) ?? null)));
    const own = ['gres/gpu', `gres/gpu:${gpuClass}`].filter((name) => tres.includes(name));
    const others = tres.filter((name) => name.startsWith('gres/gpu:') && !own.includes(name));
    const shut = own.length > 1 ? others : [];
    return {
      account, isOpen: true, users: [...users].sort(),
      limits: { noDecay: true, gpuMinutes: each(own, minutes), gpus: { ...each(own, gpus), ...each(shut, 0) } },
    };
  });
}

/** Whole GPU-minutes of GPU-milli-hours (× 60 / 1000), rounded down: a limit never gives more than was granted. */
export function minutesOf(gpuMh: bigint): bigint {
  return (gpuMh * 3n) / 50n;
}

function each(names: readonly string[], amount: number): Tres {
  return Object.fromEntries(names.map((name) => [name, amount]));
}
