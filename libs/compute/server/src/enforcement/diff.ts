import { PREFIX, type AccountRecord, type ActualState, type DesiredAccount, type Operation, type QosLimits, type Tres } from './account-record';

type Open = Extract<DesiredAccount, { isOpen: true }>;

/**
 * What has to be done so that a cluster has what is desired; nothing when it has. What closes comes before what opens, and
 * within an account its limits come before its users, so that no moment gives more than is granted; jobs that have more GPUs than
 * they may, because a grant was made smaller or a loan is over, go back to the queue last, when no other can start instead. Accounts without the
 * portal's prefix are never touched, those of which nothing is desired neither.
 */
export function diff(desired: readonly DesiredAccount[], actual: ActualState): Operation[] {
  const own = desired.filter(({ account }) => account.startsWith(PREFIX)).toSorted((a, b) => (a.account < b.account ? -1 : 1));
  return [...own.filter(({ isOpen }) => !isOpen), ...own.filter(({ isOpen }) => isOpen)].flatMap((wanted) => {
    const before = actual.accounts.get(wanted.account);
    return wanted.isOpen ? opened(wanted, before, actual.qos.get(wanted.account)) : closed(wanted, before);
  });
}

/** What stands after an operation: the model by which a write is judged when it is read back. */
export function applied(actual: ActualState, { kind, account, subject, after }: Operation): ActualState {
  const before = actual.accounts.get(account) ?? { submitJobs: null, qos: [], users: [], jobs: 0, runningGpus: 0 };
  const withAccount = (change: Partial<AccountRecord>): ActualState => ({
    ...actual, accounts: new Map(actual.accounts).set(account, { ...before, ...change }),
  });
  switch (kind) {
    case 'createQos':
    case 'setLimits':
      return { ...actual, qos: new Map(actual.qos).set(account, after as QosLimits) };
    case 'createAccount':
    case 'setAccount':
      return withAccount(after as Partial<AccountRecord>);
    case 'addUser':
      return withAccount({ users: [...new Set([...before.users, subject ?? ''])].sort() });
    case 'removeUser':
      return withAccount({ users: before.users.filter((user) => user !== subject) });
    case 'cancelJobs':
      return withAccount({ jobs: 0 });
    case 'requeueJobs':
      return withAccount(after as Partial<AccountRecord>);
    case 'applyObject':
      return actual;
  }
}

/** Whether what an operation was to do stands. */
export function stands(actual: ActualState, operation: Operation): boolean {
  const { account } = operation;
  const running = (state: ActualState): number => state.accounts.get(account)?.runningGpus ?? 0;
  const expected = applied(actual, operation);
  return (
    (operation.kind !== 'requeueJobs' || running(actual) <= running(expected)) &&
    sameAccount(actual.accounts.get(account), expected.accounts.get(account)) &&
    sameLimits(actual.qos.get(account), expected.qos.get(account))
  );
}

/** The jobs that have to stop so that at most so many GPUs stay in use: whoever began last stops first. */
export function lastBegun<J extends { readonly startedAt: string; readonly gpus: number }>(jobs: readonly J[], mostGpus: number): J[] {
  let inUse = jobs.reduce((sum, { gpus }) => sum + gpus, 0);
  return jobs.filter(({ gpus }) => gpus > 0).toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1)).filter(({ gpus }) => {
    if (inUse <= mostGpus) return false;
    inUse -= gpus;
    return true;
  });
}

/** The portal's accounts on a cluster that belong to no grant it knows: of another portal, or of a database that is gone. */
export function strangers(desired: readonly DesiredAccount[], actual: ActualState): string[] {
  const known = new Set(desired.map(({ account }) => account));
  return [...actual.accounts.keys()].filter((account) => account.startsWith(PREFIX) && !known.has(account)).sort();
}

function opened(wanted: Open, before: AccountRecord | undefined, limits: QosLimits | undefined): Operation[] {
  const { account, users } = wanted;
  const operations: Operation[] = [];
  const add = (kind: Operation['kind'], was: object | null, is: object | null, subject: string | null = null): void =>
    void operations.push({ kind, account, subject, before: was, after: is });
  if (!limits) add('createQos', null, wanted.limits);
  else if (!sameLimits(limits, wanted.limits)) add('setLimits', limits, wanted.limits);
  const settings = { submitJobs: null, qos: [account] };
  if (!before) add('createAccount', null, settings);
  else if (before.submitJobs !== null || !same(before.qos, settings.qos)) {
    add('setAccount', { submitJobs: before.submitJobs, qos: before.qos }, settings);
  }
  const has = new Set(before?.users);
  for (const user of before?.users ?? []) if (!users.includes(user)) add('removeUser', { user }, null, user);
  for (const user of users) if (!has.has(user)) add('addUser', null, { user }, user);
  const most = wanted.limits.gpus['gres/gpu'] ?? 0;
  const running = before?.runningGpus ?? 0;
  if (running > most) add('requeueJobs', { runningGpus: running }, { runningGpus: most });
  return operations;
}

function closed({ account, cancelsJobs }: Extract<DesiredAccount, { isOpen: false }>, before: AccountRecord | undefined): Operation[] {
  if (!before) return [];
  const operations: Operation[] = [];
  if (before.submitJobs !== 0) {
    operations.push({ kind: 'setAccount', account, subject: null, before: { submitJobs: before.submitJobs }, after: { submitJobs: 0 } });
  }
  if (cancelsJobs && before.jobs > 0) {
    operations.push({ kind: 'cancelJobs', account, subject: null, before: { jobs: before.jobs }, after: { jobs: 0 } });
  }
  return operations;
}

function sameAccount(one: AccountRecord | undefined, other: AccountRecord | undefined): boolean {
  if (!one || !other) return one === other;
  return one.submitJobs === other.submitJobs && same(one.qos, other.qos) && same(one.users, other.users) && one.jobs === other.jobs;
}

function sameLimits(one: QosLimits | undefined, other: QosLimits | undefined): boolean {
  if (!one || !other) return one === other;
  return one.noDecay === other.noDecay && sameTres(one.gpuMinutes, other.gpuMinutes) && sameTres(one.gpus, other.gpus);
}

function sameTres(one: Tres, other: Tres): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
