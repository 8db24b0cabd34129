import { getOrInsert } from './get-or-insert';
import type { Run } from './run';

export interface UsageAccount {
  readonly cluster: string;
  readonly account: string;
  readonly organisationId: string;
  /** The grant whose account it is; null for an account of the tenant as a whole. */
  readonly grantId: string | null;
}

export interface MeteredPool {
  readonly id: string;
  readonly cluster: string;
  readonly gpuClass: string;
}

export interface GrantWindow {
  readonly id: string;
  readonly organisationId: string;
  readonly gpuClass: string;
  /** Where it has GPUs reserved. */
  readonly poolIds: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly closedAt: Date | null;
  readonly grantedMh: bigint;
  readonly usedMh: bigint;
  /** The tenant wants its hours used before those of others. */
  readonly paysFirst: boolean;
}

export interface Attributed {
  readonly organisationId: string;
  readonly grantId: string | null;
  readonly poolId: string;
  readonly gpuClass: string;
}

export type Parked = 'unknown_account' | 'unknown_pool';

/** Where the runs of an account and class are, and the grants that may pay them. */
interface Place {
  readonly pool: MeteredPool;
  readonly own: readonly GrantWindow[];
  /** The grant whose account it is. */
  readonly named: GrantWindow | undefined;
  /** By grant. */
  readonly answers: Map<string | null, Attributed>;
}

/**
 * Whose a run is. The cluster's account names the tenant, and mostly the grant, which pays the runs that begin before its
 * end. Those that begin later, and those under an account of the whole tenant, count on a grant of that GPU class whose time
 * they fall into (`payerOf`), else on none. Runs are to be asked about in the order in which they count.
 */
export class Attribution {
  private readonly accounts = new Map<string, Map<string, UsageAccount>>();
  private readonly pools = new Map<string, MeteredPool[]>();
  private readonly grants: ReadonlyMap<string, readonly GrantWindow[]>;
  private readonly leftMh: Map<string, bigint>;
  /** By account, then by the class that its runs tell. */
  private readonly places = new Map<UsageAccount, Map<string | null, Place | null>>();

  constructor(accounts: readonly UsageAccount[], pools: readonly MeteredPool[], grants: readonly GrantWindow[]) {
    for (const account of accounts) getOrInsert(this.accounts, account.cluster, () => new Map()).set(account.account, account);
    this.leftMh = new Map(grants.map(({ id, grantedMh, usedMh }) => [id, grantedMh - usedMh]));
    for (const pool of pools) getOrInsert(this.pools, pool.cluster, () => []).push(pool);
    this.grants = byTenantAndClass(grants);
  }

  /** Runs of one account, pool and grant get the same object. */
  of(run: Run): Attributed | Parked {
    const account = this.accounts.get(run.cluster)?.get(run.account);
    if (!account) return 'unknown_account';
    const byClass = getOrInsert(this.places, account, () => new Map<string | null, Place | null>());
    const place = getOrInsert(byClass, run.gpuClass, () => this.placeOf(account, run.gpuClass));
    if (!place) return 'unknown_pool';
    const { pool, own, named } = place;
    const grantId =
      named && run.startAt.getTime() < endOf(named).getTime() ? named.id : payerOf(own, pool.id, run.startAt, (id) => this.left(id));
    this.count(grantId, run.gpuMh);
    return getOrInsert(place.answers, grantId, () => (
      { organisationId: account.organisationId, grantId, poolId: pool.id, gpuClass: pool.gpuClass }
    ));
  }

  /** Takes what a run used, or used more than was known, off the hours that its grant has left. */
  count(grantId: string | null, mh: bigint): void {
    if (grantId) this.leftMh.set(grantId, this.left(grantId) - mh);
  }

  private placeOf(account: UsageAccount, gpuClass: string | null): Place | null {
    const pools = this.pools.get(account.cluster) ?? [];
    // A cluster that does not name the class is taken at its word only when it has one.
    const pool = gpuClass === null ? (pools.length === 1 ? pools[0] : undefined) : pools.find((one) => one.gpuClass === gpuClass);
    if (!pool) return null;
    const own = this.grants.get(`${account.organisationId}\n${pool.gpuClass}`) ?? [];
    return { pool, own, named: own.find(({ id }) => id === account.grantId), answers: new Map() };
  }

  private left(grantId: string): bigint {
    return this.leftMh.get(grantId) ?? 0n;
  }
}

/**
 * Which of a tenant's grants of one class, those that end first first, pays a run in a pool: of those whose time it falls
 * into, those with hours left before those used up, then the one that the tenant has put first, then those in the same pool,
 * then the one that ends first.
 */
function payerOf(grants: readonly GrantWindow[], poolId: string, at: Date, left: (id: string) => bigint): string | null {
  const open = grants.filter((grant) => isOpen(grant, at));
  const withHours = open.filter(({ id }) => left(id) > 0n);
  const payers = withHours.length > 0 ? withHours : open;
  return (payers.find(({ paysFirst }) => paysFirst) ?? payers.find(({ poolIds }) => poolIds.includes(poolId)) ?? payers[0])?.id ?? null;
}

function isOpen(grant: GrantWindow, at: Date): boolean {
  return grant.startsAt <= at && at < endOf(grant);
}

/** Its last moment, or when it was closed before that. */
function endOf({ endsAt, closedAt }: GrantWindow): Date {
  return closedAt && closedAt < endsAt ? closedAt : endsAt;
}

function byTenantAndClass(grants: readonly GrantWindow[]): Map<string, GrantWindow[]> {
  const groups = new Map<string, GrantWindow[]>();
  for (const grant of [...grants].sort((a, b) => a.endsAt.getTime() - b.endsAt.getTime() || (a.id < b.id ? -1 : 1))) {
    getOrInsert(groups, `${grant.organisationId}\n${grant.gpuClass}`, () => []).push(grant);
  }
  return groups;
}

/**
 * The grants that pay the next run which begins at that moment under an account of the whole tenant, or of a grant that has
 * ended: one of each tenant and class, or, where the pools of its open grants lead to different ones, one for each of these
 * pools.
 */
export function nextPayers(grants: readonly GrantWindow[], at: Date): Set<string> {
  const payers = new Set<string>();
  for (const own of byTenantAndClass(grants).values()) {
    const left = new Map(own.map(({ id, grantedMh, usedMh }) => [id, grantedMh - usedMh]));
    const pools = new Set(own.filter((grant) => isOpen(grant, at)).flatMap(({ poolIds }) => poolIds));
    for (const pool of pools.size > 0 ? pools : ['']) {
      const payer = payerOf(own, pool, at, (id) => left.get(id) ?? 0n);
      if (payer) payers.add(payer);
    }
  }
  return payers;
}
