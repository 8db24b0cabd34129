import { useLingui } from '@lingui/react/macro';

/** What the ways to a cluster, and what is done there, are called. */
export function useClusterWords() {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    slurm_rest: t`Slurm over slurmrestd`, slurm_cli: t`Slurm by its commands on this host`, kueue: t`Kubernetes with Kueue`,
  };
  const operations: Record<string, string> = {
    createQos: t`Limits made`, setLimits: t`Limits changed`, createAccount: t`Account made`, setAccount: t`Account changed`, addUser: t`User added`,
    removeUser: t`User removed`, cancelJobs: t`Jobs ended`, requeueJobs: t`Jobs put back in the queue`, applyObject: t`Object written`,
  };
  return { kind: (kind: string): string => kinds[kind] ?? kind, operation: (kind: string): string => operations[kind] ?? kind };
}

interface Change {
  before?: unknown;
  after?: unknown;
}

/** A change in a few signs: what was, and what is to be. Commands and manifests are not shown whole. */
export function sayChange({ before, after }: Change): string {
  const [was, is] = [say(before), say(after)];
  if (was === '' || is === '') return was || is;
  return `${was} → ${is}`;
}

function say(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const { gpuMinutes, submitJobs, user, jobs, spec } = value as Record<string, unknown>;
  if (typeof gpuMinutes === 'object' && gpuMinutes !== null) {
    return Object.entries(gpuMinutes).map(([name, minutes]) => `${name} ${Number(minutes).toLocaleString('en')} min`).join(', ');
  }
  if (typeof user === 'string') return user;
  if (typeof jobs === 'number') return String(jobs);
  if (submitJobs !== undefined) return `GrpSubmitJobs ${submitJobs === null ? '∞' : String(submitJobs)}`;
  if (typeof spec === 'object' && spec !== null && 'stopPolicy' in spec) return `stopPolicy ${String(spec.stopPolicy)}`;
  return '';
}
