const HOUR = 3_600_000;

export interface Job {
  id: number;
  cluster: string;
  account: string;
  gpus: number;
  /** How long it ran until now. */
  hours?: number;
}

/** One finished job as `sacct --parsable2` prints it, on GPUs for the time that has just passed. */
export function sacct({ id, cluster, account, gpus, hours = 1 }: Job): string {
  const time = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * HOUR).toISOString().slice(0, 19);
  const columns = {
    JobIDRaw: id, JobID: id, Cluster: cluster, Account: account, User: 'ye', State: 'COMPLETED',
    AllocTRES: `cpu=16,mem=64G,node=1,gres/gpu=${gpus}`, ElapsedRaw: hours * 3600, Submit: time(hours + 0.1), Start: time(hours), End: time(0), ExitCode: '0:0',
  };
  return `${Object.keys(columns).join('|')}\n${Object.values(columns).join('|')}\n`;
}
