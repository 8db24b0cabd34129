import type { ParsedUsage } from '../usage/job-record';
import { parseSacct } from '../usage/sacct';
import { parseSlurmJson } from '../usage/slurm-json';
import { ClusterError } from './cluster-error';
import { placementsOf, type Placement } from './placement';
import type { SlurmCli } from './slurm-cli';
import type { Loose, SlurmRest } from './slurm-rest';

export interface PullWindow {
  readonly from: Date;
  readonly to: Date;
}

/**
 * What is asked of sacct: XDMoD's columns, and the run time in seconds. The job's name comes last, as it may hold the
 * separator.
 */
const COLUMNS =
  'jobid,jobidraw,cluster,partition,qos,account,group,gid,user,uid,submit,eligible,start,end,elapsed,elapsedraw,exitcode,' +
  'state,nnodes,ncpus,reqcpus,reqmem,reqtres,alloctres,timelimit,nodelist,jobname';

/** One Slurm cluster, by its programs on this host, by slurmrestd, or by both. */
export class SlurmCluster {
  constructor(
    readonly name: string,
    readonly cli: SlurmCli | null,
    readonly rest: SlurmRest | null,
  ) {}

  /**
   * Every run that was there at some moment of the window, running ones up to now. A job that Slurm requeued has one
   * record for each run; v0.0.38 tells only the last of them. Throws when the accounting database does not answer.
   */
  async jobs({ from, to }: PullWindow, now: Date): Promise<ParsedUsage> {
    if (this.rest) return this.jobsByRest(this.rest, { from, to }, now);
    if (!this.cli) throw new Error(`${this.name} has neither programs nor a server`);
    const text = await this.cli.run('sacct', [
      '--clusters', this.name, '--allusers', '--parsable2', '--allocations', '--duplicates',
      '--starttime', sacctTime(from), '--endtime', sacctTime(to), '--format', COLUMNS,
    ]);
    return parseSacct(text, { now, cluster: this.name, timeZone: 'UTC' });
  }

  /** Where jobs that run now hold GPUs. Throws when the controller does not answer. */
  async placements(): Promise<Placement[]> {
    if (this.rest) return placementsOf(await this.rest.get('slurm', 'jobs/'));
    if (!this.cli) return [];
    const text = await this.cli.run('squeue', ['--all', '--json']);
    try {
      return placementsOf(JSON.parse(text) as Loose);
    } catch {
      throw new ClusterError('CLUSTER_BAD_ANSWER', 'squeue --json did not print JSON.', 'squeue --json 的输出不是 JSON。');
    }
  }

  private async jobsByRest(rest: SlurmRest, { from, to }: PullWindow, now: Date): Promise<ParsedUsage> {
    const version = await rest.version();
    const answer = await rest.get('slurmdb', 'jobs/', {
      cluster: this.name, start_time: `uts${seconds(from)}`, end_time: `uts${seconds(to)}`, skip_steps: 'true',
      ...(version === 'v0.0.38' ? {} : { show_duplicates: 'true' }),
    });
    if (!Array.isArray(answer.jobs)) {
      throw new ClusterError('CLUSTER_BAD_ANSWER', 'slurmrestd’s answer has no list of jobs.', 'slurmrestd 的返回中没有作业列表。');
    }
    return parseSlurmJson(answer, { now, cluster: this.name });
  }
}

function sacctTime(moment: Date): string {
  return moment.toISOString().slice(0, 19);
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
