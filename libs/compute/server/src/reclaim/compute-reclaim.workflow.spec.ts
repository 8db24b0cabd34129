import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { machineTests } from '@wutong/core-testing';
import fc from 'fast-check';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import type { ComputeReclaim } from './compute-reclaim.entity';
import { computeReclaimWorkflow } from './compute-reclaim.workflow';
import { ReclaimReadService } from './reclaim-read.service';
import { ReclaimRules } from './reclaim-rules.service';
import { ReclaimService } from './reclaim.service';
import { ReclaimWatch } from './reclaim-watch';

const machine = machineTests(computeReclaimWorkflow, new URL('fixtures/compute-reclaim.machine.json', import.meta.url));

describe('whatever people try, in whatever order', () => {
  let world: ComputeWorld;
  beforeAll(async () => {
    world = await computeWorld();
    await world.get(ReclaimRules).set(world.lead, {
      isOn: true, atPercent: 50, minUsedPercent: 40, keepPercent: 150, replyWorkingDays: 3, returnsTo: 'centre',
    });
  });
  afterAll(() => world.close());

  test('a reclaim only makes the table’s moves, and no hour is lost or made', async () => {
    const step = fc.record({ who: fc.nat(6), what: fc.nat(5), mh: fc.bigInt(0n, 3_840_000n) });
    const states = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const pool = await world.pool(8);
        const founder = await world.founder(pool.gpuClass, 5_000n);
        await world.active(founder, pool.gpuClass, { gpus: 8, endsAt: world.at(20) });
        world.clock.advance({ days: 10 });
        await world.get(UsageIngestService).ingest(world.reopen(world.supplier), { records: [], problems: [], steps: 0 }, { source: 't' });
        await world.get(ReclaimWatch).look(world.system());
        const read = async (): Promise<ComputeReclaim> =>
          (await world.get(ReclaimReadService).list(world.reopen(founder), { first: 1, after: null } as never)).nodes[0]!;
        const people = [founder, world.operator, world.lead, world.approver, await world.staff('platform_operator', 'programme_lead'), await world.founder()];
        for (const { who, what, mh } of steps) {
          const reclaim = await read();
          const person = people[who];
          const tried = person ? attempts(world, world.reopen(person), reclaim, mh)[what]!() : answerTime(world, reclaim, what);
          await tried.catch((error: { code?: string }) => {
            if (!error.code) throw error;
          });
        }
        const reclaim = await read();
        states.add(reclaim.state);
        for (const { event, fromState, toState, actorName } of (await world.get(ReclaimReadService).timeline(world.reopen(founder), reclaim)).slice(1)) {
          const [allowed] = machine.transitions.filter((t) => t.event === event && t.from === fromState && t.to === toState);
          const roles = people.find(({ actor }) => actor.name === actorName)?.actor.roles ?? ['system'];
          expect({ event, fromState, by: roles.some((role) => allowed?.by.includes(role)) }).toEqual({ event, fromState, by: true });
        }
        const [sums] = await world.asOwner<{ granted: bigint; held: bigint; given: bigint }>(
          `select g.granted_mh as granted, g.held_mh as held, sum(e.amount_mh)::bigint as given
             from compute_grant g join compute_entitlement e on e.organisation_id = g.organisation_id
            where g.id = $1 group by g.id`, [reclaim.grantId],
        );
        const out = reclaim.state === 'restored' ? 0n : reclaim.takenMh;
        expect(sums).toEqual({ granted: 3_840_000n - out, held: 3_840_000n - out, given: 5_000_000n - out });
      }),
      { numRuns: 12, endOnFailure: true, examples: WALKS.map((walk) => [walk]) },
    );
    for (const state of ['returned', 'kept', 'restored', 'withdrawn']) expect(states).toContain(state);
  }, 120_000);
});

/** Four walks that surely come to their end: founder 0, operator 1, lead 2, approver 3. */
const WALKS = [
  [{ who: 0, what: 1, mh: 3_840_000n }],
  [{ who: 0, what: 0, mh: 0n }, { who: 1, what: 2, mh: 0n }, { who: 2, what: 3, mh: 0n }],
  [{ who: 0, what: 0, mh: 0n }, { who: 1, what: 2, mh: 9n }, { who: 2, what: 3, mh: 9n }, { who: 3, what: 4, mh: 0n }],
  [{ who: 1, what: 5, mh: 0n }],
];

function attempts(world: ComputeWorld, ctx: Ctx, reclaim: ComputeReclaim, mh: bigint): (() => Promise<unknown>)[] {
  const reclaims = world.get(ReclaimService);
  const reason = { ...seen(reclaim), reason: 'Because.' };
  return [
    () => reclaims.reply(ctx, { ...seen(reclaim), kind: 'plan', reply: 'Soon.' }),
    () => reclaims.reply(ctx, { ...seen(reclaim), kind: 'give_back', reply: 'Here.', giveBackMh: mh }),
    () => reclaims.recommend(ctx, { ...reason, takeMh: mh }),
    () => reclaims.decide(ctx, { ...reason, takeMh: mh }),
    () => reclaims.restore(ctx, reason),
    () => reclaims.withdraw(ctx, reason),
  ];
}

/** The time to answer passes, sometimes. */
async function answerTime(world: ComputeWorld, reclaim: ComputeReclaim, what: number): Promise<unknown> {
  if (what < 3) return null;
  if (world.clock.now() < reclaim.replyDueAt) world.clock.set(reclaim.replyDueAt);
  return world.get(Timers).runDue(world.clock.now());
}
