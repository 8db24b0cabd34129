import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ctx, Page } from '@wutong/core-server';
import { ChargeCorrectionService } from '../correction/charge-correction.service';
import { FundingService } from '../funding/funding.service';
import { computeWorld, seen, type ComputeWorld } from '../testing/compute-world';
import { ChargeCapService } from './charge-cap.service';

let world: ComputeWorld;
let finance: Ctx;
beforeAll(async () => {
  world = await computeWorld();
  finance = await world.staff('finance');
});
afterAll(() => world.close());

interface Row {
  readonly id: string;
}

/** All rows, read so many at a time. */
async function paged<T extends Row>(first: number, read: (page: { first: number; after?: string | null }) => Promise<Page<T>>): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { nodes, pageInfo } = await read({ first, after });
    expect(nodes.length).toBeLessThanOrEqual(first);
    ids.push(...nodes.map(({ id }) => id));
    ({ endCursor: after, hasNextPage: more } = pageInfo);
  }
  return ids;
}

const SECONDS = [0, 1, 1, 1, 2];

/** Caps, funding and corrections of one company, several of them in one moment. */
async function company() {
  const founder = await world.founder();
  const organisationId = founder.actor.organisationId!;
  const [caps, funding, corrections]: [string[], string[], string[]] = [[], [], []];
  for (const second of SECONDS) {
    const ctx = { ...finance, now: new Date(finance.now.getTime() + second * 1000) };
    caps.push((await world.get(ChargeCapService).set(ctx, { organisationId, firstMonth: '2026-12', capFen: 1_000n, reason: 'Seed' })).id);
    funding.push((await world.get(FundingService).give(ctx, {
      organisationId, programme: '算力券', kind: 'voucher', amountFen: 10_00n, firstMonth: '2026-11', lastMonth: '2027-12', reason: 'SH-1',
    })).id);
    corrections.push((await world.get(ChargeCorrectionService).propose(ctx, { organisationId, month: '2026-11', amountFen: 1n, reason: 'Storage' })).id);
  }
  /** Latest first, and of one moment the larger id first. */
  const latestFirst = (ids: readonly string[]): string[] =>
    ids.map((id, nth) => ({ id, second: SECONDS[nth]! })).sort((a, b) => b.second - a.second || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
  return { founder, organisationId, caps: latestFirst(caps), funding: latestFirst(funding), corrections: latestFirst(corrections) };
}

test('caps, funding and corrections are read page by page, each row once, and none of another company', async () => {
  const own = await company();
  const other = await company();
  const [caps, funding, corrections] = [world.get(ChargeCapService), world.get(FundingService), world.get(ChargeCorrectionService)];
  for (const first of [1, 2, 4, 5, 200]) {
    expect(await paged(first, (page) => caps.list(own.founder, null, page))).toEqual(own.caps);
    expect(await paged(first, (page) => caps.list(own.founder, other.organisationId, page))).toEqual(own.caps);
    expect(await paged(first, (page) => caps.list(finance, other.organisationId, page))).toEqual(other.caps);
    expect(await paged(first, (page) => funding.list(own.founder, null, page))).toEqual(own.funding);
    expect(await paged(first, (page) => funding.list(finance, other.organisationId, page))).toEqual(other.funding);
    const whose = new Set(own.corrections);
    expect((await paged(first, (page) => corrections.list(finance, true, page))).filter((id) => whose.has(id))).toEqual(own.corrections);
  }
  expect([...(await paged(3, (page) => caps.list(finance, null, page)))].sort()).toEqual([...own.caps, ...other.caps].sort());
  expect([...(await paged(3, (page) => funding.list(finance, null, page)))].sort()).toEqual([...own.funding, ...other.funding].sort());
  for (const list of [caps, funding]) {
    await expect(async () => list.list(finance, null, { first: 0 })).rejects.toMatchObject({ field: 'first' });
    await expect(async () => list.list(finance, null, { first: 5, after: 'x' })).rejects.toMatchObject({ field: 'after' });
  }
});

test('what is left of funding is the sum of all sources, to a company of its own', async () => {
  const [own, other] = [await company(), await company()];
  const funding = world.get(FundingService);
  const [source] = (await funding.list(finance, own.organisationId, { first: 1 })).nodes;
  await funding.clawBack(finance, { ...seen(source!), reason: 'Left the programme' });
  expect(await funding.left(own.founder, null)).toBe(40_00n);
  expect(await funding.left(own.founder, other.organisationId)).toBe(40_00n);
  expect(await funding.left(finance, other.organisationId)).toBe(50_00n);
  expect(await funding.left(await world.founder(), null)).toBe(0n);
});
