import type { ToldBy } from '../telemetry/dcgm';
import type { HeldHour } from './activity';

/** One GPU under one job. */
export interface GpuTrack {
  readonly gpu: string;
  /** In order of time. */
  readonly hours: readonly HeldHour[];
}

/** What telemetry knows of a job or pod, with what its GPUs cost. */
export interface JobUse {
  readonly holder: string;
  readonly user: string;
  readonly grantId: string | null;
  readonly poolId: string;
  readonly gpuClass: string;
  /** Fen for an hour on one GPU of the pool. */
  readonly fenPerGpuHour: bigint;
  readonly tracks: readonly GpuTrack[];
  /** How it is known that they are its GPUs: of several ways the one that says least. */
  readonly toldBy: ToldBy;
  /** The most that was used of any of its GPUs' memory, and what such a GPU has. */
  readonly memoryUsedMib: number | null;
  readonly memoryTotalMib: number | null;
}

/** A pool to which work could move. */
export interface PoolOffer {
  readonly poolId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly gpuClass: string;
  readonly memoryGib: number;
  /** How much an hour on it is worth beside one on the reference class, in thousandths. */
  readonly factorMilli: number;
  readonly fenPerGpuHour: bigint;
  /** GPUs that nobody has reserved in the coming two weeks. */
  readonly freeGpus: number;
}
