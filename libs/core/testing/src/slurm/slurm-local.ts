import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real Slurm on this machine: controller, accounting database, nodes with pretended GPUs, slurmrestd. */
export interface SlurmLocal {
  /** `SLURM_CONF`, `SLURM_LOCAL_REST_URL` and the others that it was started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts what is down again, or with names stops these daemons. */
  start(): Promise<void>;
  stop(...daemons: string[]): Promise<void>;
  /** Stops all of it and forgets it. */
  remove(): Promise<void>;
}

/**
 * The path of the script `slurm-local`, which starts a Slurm from Debian's packages, or why there is none: SLURM_LOCAL, or
 * ../shared/slurm beside the checkout. Its packages are installed where they are missing and we are root on a Debian.
 */
export function findSlurmLocal(): { script: string } | { missing: string } {
  const script = process.env['SLURM_LOCAL'] || join(import.meta.dirname, '../../../../../../shared/slurm/slurm-local');
  if (!existsSync(script)) return { missing: 'needs the script slurm-local: set SLURM_LOCAL, or have ../shared beside the checkout' };
  if (process.getuid?.() !== 0) return { missing: 'needs root, as jobs of several users are run' };
  if (!isThere('slurmctld') || !isThere('slurmrestd') || !isThere('slurmdbd')) {
    if (!existsSync('/usr/bin/apt-get')) return { missing: 'needs slurm-wlm, slurmdbd and slurmrestd (Debian: slurm-local install)' };
    const installed = spawnSync(script, ['install'], { stdio: 'ignore' });
    if (installed.status !== 0) return { missing: 'needs Slurm, which could not be installed (Debian: slurm-local install)' };
  }
  return { script };
}

/** Starts a Slurm of its own; `settings` as `slurm-local help` lists them. */
export async function startSlurm(script: string, settings: Record<string, string>): Promise<SlurmLocal> {
  // Not below a folder that other users cannot enter; and the path must be short.
  const dir = mkdtempSync('/tmp/wt-slurm-');
  execFileSync('chmod', ['755', dir]);
  const command = async (...args: string[]): Promise<void> => {
    await run(script, args, { env: { ...process.env, ...settings } });
  };
  await command('start', dir).catch((error: unknown) => {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  });
  const lines = readFileSync(join(dir, 'env'), 'utf8').split('\n').flatMap((line) => {
    const [name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line)?.slice(1) ?? [];
    return name ? [[name, value] as const] : [];
  });
  return {
    env: Object.fromEntries(lines),
    start: () => command('start', dir),
    stop: (...daemons) => command('stop', dir, ...daemons),
    remove: async () => {
      await command('stop', dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function isThere(program: string): boolean {
  return spawnSync('which', [program], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` } }).status === 0;
}
