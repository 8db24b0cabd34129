const HOUR = 3_600_000;

export interface Job {
  id: number;
  cluster: string;
  account: string;
  gpus: number;
  /** How long it ran until it ended. */
  hours?: number;
  /** Now when left out. */
  endedAt?: Date;
}

/** One finished job as `sacct --parsable2` prints it, of a user called ye. */
export function sacct({ id, cluster, account, gpus, hours = 1, endedAt = new Date() }: Job): string {
  const time = (hoursAgo: number): string => new Date(endedAt.getTime() - hoursAgo * HOUR).toISOString().slice(0, 19);
  const columns = {
    JobIDRaw: id, JobID: id, Cluster: cluster, Account: account, User: 'ye', State: 'COMPLETED',
    AllocTRES: `cpu=16,mem=64G,node=1,gres/gpu=${gpus}`, ElapsedRaw: hours * 3600, Submit: time(hours + 0.1), Start: time(hours), End: time(0), ExitCode: '0:0',
  };
  return `${Object.keys(columns).join('|')}\n${Object.values(columns).join('|')}\n`;
}
