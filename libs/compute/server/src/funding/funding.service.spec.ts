import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ledger, type Ctx } from '@wutong/core-server';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { fundingAccounts } from './funding-accounts';
import { FundingNotices } from './funding-notices';
import { FundingService, type NewFundingSource } from './funding.service';

let world: ComputeWorld;
let funding: FundingService;
let finance: Ctx;
beforeAll(async () => {
  world = await computeWorld();
  funding = world.get(FundingService);
  finance = await world.staff('finance');
});
afterAll(() => world.close());

const voucher = (to: Ctx, facts: Partial<NewFundingSource> = {}): NewFundingSource => ({
  organisationId: to.actor.organisationId!, programme: '上海算力券 2026', kind: 'voucher', amountFen: 50_000_00n, firstMonth: '2026-10',
  lastMonth: '2026-12', sharePercent: 60, gpuClasses: [], poolIds: [], reason: 'SH-2026-0117', ...facts,
});

test('what is given is in the ledger, and the tenant reads it, but no other', async () => {
  const founder = await world.founder();
  const source = await funding.give(finance, voucher(founder));
  const { available, issued } = fundingAccounts(source);
  const [own, out] = await world.db.read(finance, (tx) => world.get(Ledger).balances(finance, tx, [available, issued]));
  expect([own, out]).toMatchObject([{ unit: 'CNY', available: 50_000_00n }, { posted: 50_000_00n }]);
  expect((await funding.list(founder, null, { first: 50 })).nodes).toMatchObject([{ programme: '上海算力券 2026', usedFen: 0n }]);
  const stranger = await world.founder();
  expect((await funding.list(stranger, founder.actor.organisationId, { first: 50 })).nodes).toEqual([]);
  await world.drain();
  const told = await world.asOwner<{ topic: string }>(`select topic from notification where user_id = $1`, [founder.actor.userId]);
  expect(told).toEqual([{ topic: 'funding.given' }]);
});

test.each<[string, Partial<NewFundingSource>, string]>([
  ['no last month for a voucher', { lastMonth: null }, 'lastMonth'],
  ['an end before the start', { lastMonth: '2026-09' }, 'lastMonth'],
  ['months that are over', { firstMonth: '2026-02', lastMonth: '2026-09' }, 'lastMonth'],
  ['a month that is none', { firstMonth: '2026-13' }, 'firstMonth'],
  ['a share above all', { sharePercent: 101 }, 'sharePercent'],
  ['an unknown GPU class', { gpuClasses: ['nothing'] }, 'gpuClasses'],
  ['an unknown pool', { poolIds: ['00000000-0000-4000-8000-000000000000'] }, 'poolIds'],
  ['no reason', { reason: ' ' }, 'reason'],
])('refuses %s and names the field', async (_, facts, field) => {
  const founder = await world.founder();
  await expect(funding.give(finance, voucher(founder, facts))).rejects.toMatchObject({ code: 'INVALID_INPUT', field });
});

test('whoever has a conflict of interest finds neither the tenant nor its funding', async () => {
  const founder = await world.founder();
  const source = await funding.give(finance, voucher(founder));
  const biased = { ...finance, actor: { ...finance.actor, conflicts: [founder.actor.organisationId!] } };
  await expect(funding.give(biased, voucher(founder))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(funding.clawBack(biased, { ...seen(source), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('caps change from the version that was seen', async () => {
  const source = await funding.give(finance, voucher(await world.founder()));
  const changed = await funding.changeCaps(finance, { ...seen(source), sharePercent: 40, monthCapFen: 1_000_00n });
  expect(changed).toMatchObject({ sharePercent: 40, monthCapFen: 1_000_00n, version: 2 });
  await expect(funding.changeCaps(finance, { ...seen(source), sharePercent: 50 })).rejects.toMatchObject({ code: 'STALE_VERSION' });
});

test('what is clawed back returns to its programme with a reason, once', async () => {
  const founder = await world.founder();
  const source = await funding.give(finance, voucher(founder, { programme: 'Claw-back programme' }));
  await expect(funding.clawBack(finance, { ...seen(source), reason: '  ' })).rejects.toMatchObject({ field: 'reason' });
  const back = await funding.clawBack(finance, { ...seen(source), reason: 'Used for another purpose' });
  await expect(funding.clawBack(finance, { ...seen(back), reason: 'Again' })).rejects.toMatchObject({ code: 'NOT_NOW' });
  const { available, issued } = fundingAccounts(source);
  const balances = await world.db.read(finance, (tx) => world.get(Ledger).balances(finance, tx, [available, issued]));
  expect(balances).toMatchObject([{ available: 0n }, { posted: 0n }]);
  const programme = (await funding.programmes(finance)).find((one) => one.programme === 'Claw-back programme');
  expect(programme).toMatchObject({ tenants: 1, issuedFen: 50_000_00n, clawedBackFen: 50_000_00n, leftFen: 0n });
});

test('of what is about to lapse a tenant is told once, for all of it, and only while something is left', async () => {
  const [founder, without] = [await world.founder(), await world.founder()];
  const ending = { lastMonth: '2026-11', programme: 'Ends soon' };
  await funding.give(finance, voucher(founder, ending));
  await funding.give(finance, voucher(founder, { ...ending, amountFen: 7_00n }));
  await funding.clawBack(finance, { ...seen(await funding.give(finance, voucher(without, ending))), reason: 'Mistake' });
  for (let time = 0; time < 2; time++) await world.get(FundingNotices).remind(world.system());
  await world.drain();
  const told = (to: Ctx) => world.asOwner<{ params: object }>(
    `select params from notification where user_id = $1 and topic = 'funding.lapses-soon'`, [to.actor.userId],
  );
  expect(await told(founder)).toMatchObject([{ params: { count: 2 } }]);
  expect(await told(without)).toEqual([]);
});
