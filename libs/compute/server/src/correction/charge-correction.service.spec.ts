import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ctx } from '@wutong/core-server';
import { endOfMonth } from '../charge/month';
import { MonthClosingService } from '../charge/month-closing.service';
import { StatementReadService } from '../charge/statement-read.service';
import { ComputeDashboardService } from '../dashboard/compute-dashboard.service';
import { EntitlementService } from '../entitlement/entitlement.service';
import { computeWorld, HOUR_MH, seen, type ComputeWorld } from '../testing/compute-world';
import { ChargeCorrectionService, type NewChargeCorrection } from './charge-correction.service';

let world: ComputeWorld;
let corrections: ChargeCorrectionService;
let [proposer, decider]: Ctx[] = [];
beforeAll(async () => {
  world = await computeWorld();
  corrections = world.get(ChargeCorrectionService);
  [proposer, decider] = [await world.staff('finance'), await world.staff('finance')];
});
afterAll(() => world.close());

const now = (who: Ctx | undefined): Ctx => world.reopen(who!);
const wish = (of: Ctx, facts: Partial<NewChargeCorrection> = {}): NewChargeCorrection => ({
  organisationId: of.actor.organisationId!, month: '2026-11', amountFen: -5_000n, reason: 'Storage was down for a day', ...facts,
});

test('money is decided by somebody else, and is a line of the next statement', async () => {
  const founder = await world.founder();
  const proposed = await corrections.propose(now(proposer), wish(founder));
  expect(corrections.actions(now(proposer), proposed).map(({ event }) => event)).toEqual(['withdraw']);
  expect(corrections.actions(now(decider), proposed).map(({ event }) => event)).toEqual(['approve', 'refuse']);
  await expect(corrections.approve(now(proposer), seen(proposed))).rejects.toMatchObject({ code: 'DENIED' });
  await corrections.approve(now(decider), seen(proposed));
  world.clock.set(endOfMonth('2026-11'));
  const closing = world.get(MonthClosingService);
  await closing.close(now(decider), seen(await closing.propose(now(proposer), { month: '2026-11' })));
  const reading = world.get(StatementReadService);
  const [statement] = (await reading.list(now(founder), { first: 5 })).nodes;
  expect(statement).toMatchObject({ chargedFen: -5_000n, dueFen: -5_000n });
  expect(await reading.lines(now(founder), statement!)).toMatchObject([{ kind: 'manual', reason: 'Storage was down for a day' }]);
  const [billed] = (await corrections.list(now(proposer), false, { first: 5 })).nodes;
  expect(billed?.statementId).toBe(statement?.id);
});

test('hours come back to the quota at once, as a counter-entry, and never more than was used', async () => {
  const { gpuClass } = await world.pool(8);
  const founder = await world.founder(gpuClass, 100n);
  const ask = (amountMh: bigint) => corrections.propose(now(proposer), wish(founder, { amountFen: null, gpuClass, amountMh }));
  await expect(corrections.approve(now(decider), seen(await ask(1n)))).rejects.toMatchObject({ code: 'INSUFFICIENT_BALANCE' });
  await corrections.approve(now(decider), seen(await ask(-30n * HOUR_MH)));
  const [balance] = await world.get(ComputeDashboardService).balances(now(founder), null);
  expect(balance).toMatchObject({ leftMh: 70n * HOUR_MH, usedMh: 30n * HOUR_MH });
  const { nodes: [entry] } = await world.get(EntitlementService).statement(now(founder), { organisationId: null, gpuClass, first: 1 });
  expect(entry).toMatchObject({ causeType: 'charge_correction', memo: 'Corrected by the centre: Storage was down for a day' });
});

test('a refusal has a reason; who proposed may withdraw', async () => {
  const founder = await world.founder();
  const [one, other] = [await corrections.propose(now(proposer), wish(founder)), await corrections.propose(now(proposer), wish(founder))];
  await expect(corrections.refuse(now(decider), { ...seen(one), reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
  expect(await corrections.refuse(now(decider), { ...seen(one), reason: 'Not proven' })).toMatchObject({ state: 'refused' });
  expect(await corrections.withdraw(now(proposer), seen(other))).toMatchObject({ state: 'withdrawn' });
});

test.each<[string, Partial<NewChargeCorrection>, string]>([
  ['neither money nor hours', { amountFen: null }, 'amountFen'],
  ['both', { amountMh: 1n, gpuClass: 'x' }, 'amountFen'],
  ['hours without a class', { amountFen: null, amountMh: 1n }, 'gpuClass'],
  ['a month to come', { month: '2030-01' }, 'month'],
  ['an unknown class', { amountFen: null, amountMh: 1n, gpuClass: 'nothing' }, 'gpuClass'],
  ['nothing', { amountFen: 0n }, 'amountFen'],
])('refuses %s and names the field', async (_, facts, field) => {
  await expect(corrections.propose(now(proposer), wish(await world.founder(), facts))).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
});

test('whoever has a conflict of interest finds neither the tenant nor its corrections', async () => {
  const founder = await world.founder();
  const proposed = await corrections.propose(now(proposer), wish(founder));
  const biased = { ...now(decider), actor: { ...decider!.actor, conflicts: [founder.actor.organisationId!] } };
  await expect(corrections.approve(biased, seen(proposed))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(corrections.propose(biased, wish(founder))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await corrections.list(biased, true, { first: 50 })).nodes.map(({ id }) => id)).not.toContain(proposed.id);
});
