/** The accounts that the portal keeps on a cluster begin so; it never touches others. */
export const PREFIX = 'wt-';

/** Amounts by Slurm's resource: `gres/gpu`, `gres/gpu:h800`. */
export type Tres = Readonly<Record<string, number>>;

/** The quality of service of one grant, of the same name as its account: its limits. */
export interface QosLimits {
  /** Whether what it has used counts for ever; without this the hours would come back by themselves. */
  readonly noDecay: boolean;
  /** GrpTRESMins: GPU-minutes that all its jobs together may use. */
  readonly gpuMinutes: Tres;
  /** GrpTRES: GPUs that they may have at one time. */
  readonly gpus: Tres;
}

/** A grant's account on a cluster. */
export interface AccountRecord {
  /** GrpSubmitJobs: 0 refuses every job, null takes any number. */
  readonly submitJobs: number | null;
  /** The qualities of service that its jobs may have. */
  readonly qos: readonly string[];
  readonly users: readonly string[];
  /** Jobs of it that run or wait. */
  readonly jobs: number;
  /** GPUs that its jobs have now. */
  readonly runningGpus: number;
}

/** What a cluster has. Other accounts than the portal's may be among them. */
export interface ActualState {
  readonly accounts: ReadonlyMap<string, AccountRecord>;
  readonly qos: ReadonlyMap<string, QosLimits>;
}

/** What a cluster is to have for one grant. */
export type DesiredAccount =
  | { readonly account: string; readonly isOpen: true; readonly limits: QosLimits; readonly users: readonly string[] }
  /** Nothing new can be submitted; where the grant has ended, its jobs end too. */
  | { readonly account: string; readonly isOpen: false; readonly cancelsJobs: boolean };

export const OPERATION_KINDS = [
  'createQos', 'setLimits', 'createAccount', 'setAccount', 'addUser', 'removeUser', 'cancelJobs', 'requeueJobs', 'applyObject',
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** One change on a cluster, with what was there before it and what is to be there after it. */
export interface Operation {
  readonly kind: OperationKind;
  readonly account: string;
  /** The user of an association, or the Kubernetes object; null elsewhere. */
  readonly subject: string | null;
  readonly before: object | null;
  readonly after: object | null;
}
