import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Timers, type Ctx } from '@wutong/core-server';
import { TenancyReadService } from '../tenancy/tenancy-read.service';
import { newTenancy, tenancyWorld, type TenancyWorld } from '../testing/tenancy-world';
import { GrowthReportService } from './growth-report.service';

let world: TenancyWorld;
let reports: GrowthReportService;

beforeAll(async () => {
  world = await tenancyWorld();
  reports = world.get(GrowthReportService);
});
afterAll(() => world.close());

const figures = (id: string) => ({ id, headcount: 12, revenueFen: 1_000_000n, raisedFen: 0n, payingCustomers: 3 });

async function activeTenant(): Promise<{ founder: Ctx; tenancyId: string }> {
  const founder = await world.founder();
  const tenancyId = await newTenancy(world, founder);
  await world.drain();
  return { founder, tenancyId };
}

test('an active tenant has the report of this quarter to write, and can correct it until it is due', async () => {
  const { founder, tenancyId } = await activeTenant();
  const [report] = await reports.list(founder, tenancyId);
  expect(report).toMatchObject({ period: '2026Q4', submittedAt: null, overdue: false });
  await reports.submit(founder, figures(report!.id));
  expect(await reports.submit(founder, { ...figures(report!.id), headcount: 13 })).toMatchObject({ headcount: 13 });
  const later = { ...founder, now: new Date(report!.dueAt.getTime() + 1) };
  await expect(reports.submit(later, figures(report!.id))).rejects.toMatchObject({ code: 'REPORT_CLOSED' });
});

test('two overdue reports open a review', async () => {
  const { founder, tenancyId } = await activeTenant();
  const state = async (): Promise<string | undefined> => (await world.get(TenancyReadService).get(founder, tenancyId)).state;
  for (const expected of ['active', 'under_review']) {
    const [latest] = await reports.list(founder, tenancyId);
    world.clock.set(new Date(latest!.dueAt.getTime() + 1));
    await world.get(Timers).runDue();
    expect(await state()).toBe(expected);
  }
  expect(await reports.list(founder, tenancyId)).toHaveLength(3);
});

test('figures that cannot be are refused by name', async () => {
  const { founder, tenancyId } = await activeTenant();
  const [report] = await reports.list(founder, tenancyId);
  await expect(reports.submit(founder, { ...figures(report!.id), headcount: -1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT', field: 'headcount',
  });
});

test('another company’s report does not exist', async () => {
  const { founder, tenancyId } = await activeTenant();
  const [report] = await reports.list(founder, tenancyId);
  const stranger = await world.founder();
  expect(await reports.list(stranger, tenancyId)).toEqual([]);
  await expect(reports.submit(stranger, figures(report!.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
