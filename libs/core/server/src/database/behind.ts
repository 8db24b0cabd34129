/**
 * Runs `work` behind statements that are on their way: its own follow them on the connection at once, without waiting for
 * their answers. When one of those fails, that is the error, and what `work` gave is not to be had.
 */
export async function behind<T>(sent: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const [before, outcome] = await Promise.allSettled([sent, work()]);
  if (before.status === 'rejected') throw before.reason;
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
