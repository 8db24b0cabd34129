import type { Operation } from './account-record';
import type { EnforcedGrant } from './desired-state';

/** How a grant stands on its cluster. */
export interface Standing {
  readonly grant: EnforcedGrant;
  readonly isOpen: boolean;
  /** In GPU-minutes; null where the cluster has no such limit. */
  readonly limitMinutes: bigint | null;
  readonly countedMinutes: bigint | null;
  readonly offsetMinutes: bigint;
  readonly users: readonly string[];
}

export interface Plan {
  /** The grants that were compared. */
  readonly grants: readonly EnforcedGrant[];
  /** What has to be done, in its order. */
  readonly operations: readonly Operation[];
  /** Accounts of the portal's kind that belong to no grant; they are shown and left alone. */
  readonly strangers: readonly string[];
  /** The grants that are on the cluster already. */
  readonly standing: readonly Standing[];
}

/** Makes a cluster hold to the grants on it. */
export interface Enforcer {
  /** Compares; changes nothing. */
  plan(grants: readonly EnforcedGrant[], now: Date): Promise<Plan>;
  /** Does one thing and reads it back. Throws a ClusterError when it did not take effect. */
  make(operation: Operation): Promise<void>;
  /** An operation as whoever runs the cluster would write it: commands, or a manifest. */
  describe(operation: Operation): string;
}
