import type { Waste } from './detect';
import type { WasteRules } from './waste-policy.entity';

/** What a tenant can do about a finding in one click; `fix` where only its own code can help. */
export interface Advice {
  readonly step: 'change' | 'release' | 'draft' | 'fix';
  /** The GPUs to ask for: fewer than now for `change`; as many as the jobs had for `draft`. */
  readonly gpus: number | null;
  /** Where the work would cost less. */
  readonly poolId: string | null;
  readonly poolNameZh: string | null;
  readonly poolNameEn: string | null;
  readonly gpuClass: string | null;
  readonly savingPercent: number | null;
  readonly slowdownPercent: number | null;
}

const NOTHING = {
  gpus: null, poolId: null, poolNameZh: null, poolNameEn: null, gpuClass: null, savingPercent: null, slowdownPercent: null,
};
const NODE = 8;

/**
 * What to do about a finding of a grant with so many GPUs: give it back when nothing of it worked; else ask for as many
 * as worked at once, or as many as the measured work would fill to the target, whole nodes where the grant has
 * several whole nodes; else move to the cheaper pool. Without a running grant, or when that saves no GPU, there is only one's own code.
 */
export function adviceOn(waste: Waste, grantGpus: number | null, rules: Pick<WasteRules, 'targetPercent'>): Advice {
  const { kind, cheaper, busyGpus, workingPercent } = waste;
  if (kind === 'cheaper_class' && cheaper) {
    const { offer: { poolId, nameZh, nameEn, gpuClass }, savingPercent, slowdown } = cheaper;
    return {
      step: 'draft', gpus: Math.max(...waste.jobs.map(({ gpus }) => gpus)), poolId, poolNameZh: nameZh, poolNameEn: nameEn, gpuClass,
      savingPercent, slowdownPercent: Math.round((slowdown - 1) * 100),
    };
  }
  if (grantGpus === null) return { step: 'fix', ...NOTHING };
  if (busyGpus === 0) return { step: 'release', ...NOTHING };
  const isPoor = kind === 'low_utilisation' || kind === 'memory_bound';
  const needed = isPoor ? Math.ceil((busyGpus * (workingPercent ?? 0)) / rules.targetPercent) : busyGpus;
  const gpus = grantGpus > NODE && grantGpus % NODE === 0 ? Math.ceil(needed / NODE) * NODE : Math.max(1, needed);
  // A job whose memory is full cannot run on fewer GPUs.
  return kind !== 'memory_bound' && gpus < grantGpus ? { step: 'change', ...NOTHING, gpus } : { step: 'fix', ...NOTHING };
}
