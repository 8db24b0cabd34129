import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AccountRecord, ActualState, DesiredAccount, QosLimits } from './account-record';
import { applied, diff, stands, strangers } from './diff';

const limits = (minutes: number, gpus = 4): QosLimits => ({ noDecay: true, gpuMinutes: { 'gres/gpu': minutes }, gpus: { 'gres/gpu': gpus } });
const open = (account: string, users: string[] = ['alice'], minutes = 60): DesiredAccount => ({ account, isOpen: true, users, limits: limits(minutes) });
const closed = (account: string, cancelsJobs = true): DesiredAccount => ({ account, isOpen: false, cancelsJobs });
const record = (change: Partial<AccountRecord> = {}): AccountRecord => ({ submitJobs: null, qos: ['wt-a'], users: ['alice'], jobs: 0, runningGpus: 0, ...change });
const state = (accounts: Record<string, AccountRecord>, qos: Record<string, QosLimits> = {}): ActualState => ({
  accounts: new Map(Object.entries(accounts)), qos: new Map(Object.entries(qos)),
});
const kinds = (desired: DesiredAccount[], actual: ActualState): string[] =>
  diff(desired, actual).map(({ kind, subject }) => (subject ? `${kind} ${subject}` : kind));

describe('what has to be done on a cluster', () => {
  test.each<[string, DesiredAccount[], ActualState, string[]]>([
    ['a new grant: limits first, then the account, then who may use it', [open('wt-a', ['alice', 'bob'])], state({}), ['createQos', 'createAccount', 'addUser alice', 'addUser bob']],
    ['a grant that stands as it should: nothing', [open('wt-a')], state({ 'wt-a': record() }, { 'wt-a': limits(60) }), []],
    ['more hours', [open('wt-a', ['alice'], 90)], state({ 'wt-a': record() }, { 'wt-a': limits(60) }), ['setLimits']],
    ['hours that would come back by themselves', [open('wt-a')], state({ 'wt-a': record() }, { 'wt-a': { ...limits(60), noDecay: false } }), ['setLimits']],
    ['a limit that somebody took away', [open('wt-a')], state({ 'wt-a': record() }, { 'wt-a': { ...limits(60), gpus: {} } }), ['setLimits']],
    ['a way around the limits', [open('wt-a')], state({ 'wt-a': record({ qos: ['normal', 'wt-a'] }) }, { 'wt-a': limits(60) }), ['setAccount']],
    ['somebody who should not be there', [open('wt-a')], state({ 'wt-a': record({ users: ['alice', 'eve'] }) }, { 'wt-a': limits(60) }), ['removeUser eve']],
    ['a tenant that is back', [open('wt-a')], state({ 'wt-a': record({ submitJobs: 0 }) }, { 'wt-a': limits(60) }), ['setAccount']],
    ['an ended grant with jobs', [closed('wt-a')], state({ 'wt-a': record({ jobs: 2 }) }), ['setAccount', 'cancelJobs']],
    ['a suspended tenant’s running jobs', [closed('wt-a', false)], state({ 'wt-a': record({ jobs: 2 }) }), ['setAccount']],
    ['an ended grant that never was there', [closed('wt-a')], state({}), []],
    ['more GPUs in use than a smaller grant has', [open('wt-a', ['alice'])], state({ 'wt-a': record({ runningGpus: 5 }) }, { 'wt-a': limits(60) }), ['requeueJobs']],
    ['an account of others', [closed('physics')], state({ physics: record({ jobs: 9 }) }), []],
  ])('%s', (_, desired, actual, expected) => {
    expect(kinds(desired, actual)).toEqual(expected);
  });

  test('what closes comes before what opens', () => {
    const actual = state({ 'wt-z': record({ qos: ['wt-z'] }) });
    expect(diff([open('wt-a'), closed('wt-z')], actual).map(({ account }) => account)[0]).toBe('wt-z');
  });

  test('an account of the portal’s kind that no grant explains is told, and left alone', () => {
    const actual = state({ 'wt-old': record(), physics: record() });
    expect(strangers([open('wt-a')], actual)).toEqual(['wt-old']);
    expect(diff([], actual)).toEqual([]);
  });

  test('a write that did not take is found when it is read back', () => {
    const [operation] = diff([open('wt-a', ['alice'], 90)], state({ 'wt-a': record() }, { 'wt-a': limits(60) }));
    if (!operation) throw new Error('nothing to do');
    expect(stands(state({ 'wt-a': record() }, { 'wt-a': limits(60) }), operation)).toBe(false);
    expect(stands(state({ 'wt-a': record() }, { 'wt-a': limits(90) }), operation)).toBe(true);
  });
});

const name = fc.constantFrom('wt-a', 'wt-b', 'wt-c', 'physics', 'root');
const user = fc.uniqueArray(fc.constantFrom('alice', 'bob', 'eve'), { maxLength: 3 }).map((users) => users.toSorted());
const tres = fc.dictionary(fc.constantFrom('gres/gpu', 'gres/gpu:h800'), fc.nat(1000));
const anyLimits: fc.Arbitrary<QosLimits> = fc.record({ noDecay: fc.boolean(), gpuMinutes: tres, gpus: tres });
const anyRecord: fc.Arbitrary<AccountRecord> = fc.record({
  submitJobs: fc.constantFrom(null, 0, 5), qos: fc.subarray(['normal', 'wt-a', 'wt-b', 'wt-c']), users: user, jobs: fc.nat(3), runningGpus: fc.nat(12),
});
const anyActual = fc.record({ accounts: fc.array(fc.tuple(name, anyRecord)), qos: fc.array(fc.tuple(name, anyLimits)) })
  .map(({ accounts, qos }): ActualState => ({ accounts: new Map(accounts), qos: new Map(qos) }));
const anyDesired: fc.Arbitrary<DesiredAccount[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({ account: name, isOpen: fc.constant(true as const), users: user, limits: anyLimits }),
    fc.record({ account: name, isOpen: fc.constant(false as const), cancelsJobs: fc.boolean() }),
  ),
  { selector: ({ account }) => account },
);

describe('whatever a cluster has and whatever is granted', () => {
  const after = (desired: DesiredAccount[], actual: ActualState): ActualState => diff(desired, actual).reduce(applied, actual);

  test('doing what differs leaves nothing to do', () => {
    fc.assert(fc.property(anyDesired, anyActual, (desired, actual) => expect(diff(desired, after(desired, actual))).toEqual([])));
  });

  test('each operation stands once it is done', () => {
    fc.assert(
      fc.property(anyDesired, anyActual, (desired, actual) => {
        let now = actual;
        for (const operation of diff(desired, actual)) {
          now = applied(now, operation);
          expect(stands(now, operation)).toBe(true);
        }
      }),
    );
  });

  test('accounts that are not the portal’s stay as they are', () => {
    fc.assert(
      fc.property(anyDesired, anyActual, (desired, actual) => {
        const then = after(desired, actual);
        for (const other of ['physics', 'root']) {
          expect(then.accounts.get(other)).toBe(actual.accounts.get(other));
          expect(then.qos.get(other)).toBe(actual.qos.get(other));
        }
      }),
    );
  });

  test('nobody can submit to a closed account, and nobody but its users to an open one', () => {
    fc.assert(
      fc.property(anyDesired, anyActual, (desired, actual) => {
        const then = after(desired, actual);
        for (const wanted of desired.filter(({ account }) => account.startsWith('wt-'))) {
          const is = then.accounts.get(wanted.account);
          if (!wanted.isOpen) expect(is?.submitJobs ?? 0).toBe(0);
          else expect(is).toMatchObject({ qos: [wanted.account], users: wanted.users });
        }
      }),
    );
  });
});
