import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UploadService, type Ctx } from '@wutong/core-server';
import { BillImportService } from '../bill/bill-import.service';
import { BillPreviewService } from '../bill/bill-preview.service';
import type { BillMappingFields } from '../bill/bill.inputs';
import { SupplierBill } from '../bill/supplier-bill.entity';
import type { ComputePool } from '../pool/compute-pool.entity';
import { SupplierService } from '../supplier/supplier.service';
import { pdfText } from '../testing/pdf-text';
import { computeWorld, DAY, seen, type ComputeWorld } from '../testing/compute-world';
import { UsageIngestService } from '../usage/usage-ingest.service';
import { answerDueAt } from './answer-due';
import { DisputeFileService } from './dispute-file.service';
import type { Reconciliation } from './reconciliation.entity';
import { ReconciliationReadService } from './reconciliation-read.service';
import { ReconciliationService } from './reconciliation.service';

const FEN = 1180n;
let world: ComputeWorld;
let finance: Ctx;
let colleague: Ctx;
let otherSupplier: Ctx;
let start: Date;

beforeAll(async () => {
  world = await computeWorld();
  finance = { ...(await world.staff('finance')), timeZone: 'Asia/Shanghai' };
  colleague = await world.staff('finance');
  otherSupplier = (await anotherSupplier()).person;
  // The first of the month before last, so that a whole month lies behind.
  const now = world.clock.now();
  start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1) - 8 * 3_600_000);
});
afterAll(() => world.close());

async function anotherSupplier(): Promise<{ person: Ctx }> {
  const other = await computeWorldPerson();
  return { person: other };
}

/** A person of another supplier of the same database. */
async function computeWorldPerson(): Promise<Ctx> {
  const [row] = await world.asOwner<{ id: string }>(
    `insert into organisation (id, kind, slug, name_zh, name_en, created_at)
     values (gen_random_uuid(), 'supplier', 'other-supplier', '另一家', 'Another', now()) returning id`,
  );
  return world.ctx({ ...world.supplier.actor, organisationId: row!.id, organisationKind: 'supplier', roles: ['supplier'], userId: world.supplier.actor.userId, name: 'other' });
}

const dayOf = (n: number): string => new Date(start.getTime() + 8 * 3_600_000 + (n - 1) * DAY).toISOString().slice(0, 10);
const month = (): string => dayOf(1).slice(0, 7);

let job = 0;
/** A pool with a price, in which so many GPUs ran all day on each of these days. */
async function meteredPool(gpusByDay: Readonly<Record<number, number>>): Promise<ComputePool> {
  const pool = await world.pool(512);
  await world.get(SupplierService).setPrice(world.operator, {
    contractId: world.contract.id, gpuClass: pool.gpuClass, fenPerGpuHour: FEN, validFrom: world.contract.startsAt,
  });
  const founder = await world.founder();
  await world.asOwner(
    `insert into usage_account (cluster, account, organisation_id, set_by_name, set_at) values ($1, 'acme', $2, 'x', now())`,
    [pool.cluster, founder.actor.organisationId],
  );
  const lines = Object.entries(gpusByDay).map(([day, gpus]) => {
    const from = new Date(start.getTime() + (Number(day) - 1) * DAY);
    const text = (at: Date): string => at.toISOString().slice(0, 19);
    return [++job, pool.cluster, 'acme', 'u', 'COMPLETED', `gres/gpu:${pool.gpuClass}=${gpus},gres/gpu=${gpus}`, 86_400, text(from), text(new Date(from.getTime() + DAY))].join('|');
  });
  const report = await world.get(UsageIngestService).importSacct(
    world.operator, `JobIDRaw|Cluster|Account|User|State|AllocTRES|ElapsedRaw|Start|End\n${lines.join('\n')}\n`, { source: 'sacct' },
  );
  expect(report).toMatchObject({ problems: [], parked: 0 });
  return pool;
}

const mapping: BillMappingFields = {
  columns: [
    { field: 'sku', column: '资源池' }, { field: 'start', column: '日期' }, { field: 'quantity', column: '卡时' }, { field: 'amount', column: '金额' },
  ],
  quantityUnit: 'gpu_hour', gpusPerNode: 8, amountUnit: 'yuan', timeZone: 'Asia/Shanghai',
};
const yuan = (hours: number, fen = FEN): string => ((hours * Number(fen)) / 100).toFixed(2);
const line = (sku: string, day: number, hours: number, fen = FEN): string => `${sku},${dayOf(day)},${hours},${yuan(hours, fen)}`;
const file = (...lines: string[]): Uint8Array => Buffer.from(['资源池,日期,卡时,金额', ...lines, ''].join('\n'));

async function send(who: Ctx, bytes: Uint8Array): Promise<string> {
  const { id } = await world.get(UploadService).receive(who, { filename: 'bill.csv', filetype: 'text/csv', purpose: 'supplier-bill' }, bytes);
  return id;
}

interface Wish { invoice: string; isCorrection?: boolean; totalFen?: bigint; by?: Ctx }
/** Takes in a bill and gives the month's open round. */
async function billed({ invoice, isCorrection = false, totalFen, by = finance }: Wish, ...lines: string[]): Promise<Reconciliation> {
  const bill = await tried({ invoice, isCorrection, ...(totalFen === undefined ? {} : { totalFen }), by }, ...lines);
  if ('problems' in bill) throw new Error(JSON.stringify(bill));
  return current(by);
}

async function tried({ invoice, isCorrection = false, totalFen, by = finance }: Wish, ...lines: string[]) {
  return world.get(BillImportService).import(by, {
    fileId: await send(by, file(...lines)), supplierId: by.actor.organisationKind === 'supplier' ? null : world.supplierId, month: month(), invoice,
    mapping, isCorrection, totalFen: totalFen ?? null,
  });
}

async function current(who: Ctx): Promise<Reconciliation> {
  const { nodes } = await world.get(ReconciliationReadService).list(who, { first: 50, month: month() });
  return world.get(ReconciliationReadService).get(who, nodes.sort((one, other) => other.round - one.round)[0]!.id);
}

const differing = async (who: Ctx, of: Reconciliation) =>
  (await world.get(ReconciliationReadService).lines(who, of, true)).map(({ poolId, firstDay, causes }) => [poolId, firstDay, causes]);

/** Each test has a month to itself. */
async function clean(): Promise<void> {
  await world.asOwner(
    `truncate reconciliation_line, reconciliation, supplier_bill_line, supplier_bill, usage_day, usage_hour, usage_month, usage_record, supplier_match`,
  );
}

describe('a bill', () => {
  test('that agrees with the meter is confirmed, and then stands', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8, 2: 4 });
    const open = await billed({ invoice: 'A-1', totalFen: 339_840n }, line(pool.code, 1, 192), line(pool.code, 2, 96));
    expect(open).toMatchObject({ state: 'open', differences: 0, unmatched: 0, meteredMh: 288_000n, billedMh: 288_000n });
    expect([open.meteredUfen, open.billedUfen]).toEqual([339_840_000_000n, 339_840_000_000n]);
    const service = world.get(ReconciliationService);
    await expect(service.confirm(world.supplier, seen(open))).rejects.toMatchObject({ code: 'DENIED' });
    expect(await service.confirm(finance, seen(open))).toMatchObject({ state: 'matched' });
    await expect(service.recompute(finance, open.id)).rejects.toMatchObject({ code: 'NOT_NOW' });
    const later = await billed({ invoice: 'A-2' }, line(pool.code, 3, 1));
    expect(later).toMatchObject({ round: 2, state: 'open', differences: 1 });
    expect(await world.get(ReconciliationReadService).get(finance, open.id)).toMatchObject({ state: 'matched', billedMh: 288_000n });
  });

  test('sent twice is one; of the same number with other lines is refused, unless it corrects', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8 });
    const first = await tried({ invoice: 'B-1' }, line(pool.code, 1, 200));
    expect(await tried({ invoice: 'B-1' }, line(pool.code, 1, 200))).toEqual(first);
    await expect(tried({ invoice: 'B-1' }, line(pool.code, 1, 192))).rejects.toMatchObject({ code: 'INVOICE_EXISTS' });
    await expect(tried({ invoice: 'B-9', isCorrection: true }, line(pool.code, 1, 192))).rejects.toMatchObject({ field: 'isCorrection' });
    expect(await current(finance)).toMatchObject({ differences: 1 });
    const corrected = await tried({ invoice: 'B-1', isCorrection: true }, line(pool.code, 1, 192));
    expect(corrected).toMatchObject({ revision: 2, replaces: (first as SupplierBill).id });
    expect(await current(finance)).toMatchObject({ differences: 0, billedMh: 192_000n });
    const bills = await world.get(ReconciliationReadService).bills(finance, await current(finance));
    expect(bills.map(({ revision, gpuMh }) => [revision, gpuMh])).toEqual([[2, 192_000n], [1, 200_000n]]);
  });

  test('with anything wrong leaves nothing behind, and says where', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8 });
    const of = async (wish: Wish, ...lines: string[]) => {
      const answer = await tried(wish, ...lines);
      return 'problems' in answer ? answer.problems.map(({ line: at, column, code }) => [at, column, code]) : answer;
    };
    const many = Array.from({ length: 1500 }, (_, i) => line(pool.code, 1 + (i % 28), i + 1));
    expect(await of({ invoice: 'C-1' }, ...many, `${pool.code},${dayOf(1)},x,1`)).toEqual([[1502, '卡时', 'notNumber']]);
    expect(await of({ invoice: 'C-2', totalFen: 5n }, line(pool.code, 1, 192))).toEqual([[0, 'totalFen', 'totalDiffers']]);
    expect(await of({ invoice: 'C-3' }, line(pool.code, -60, 192))).toEqual([[0, 'month', 'nothingInMonth']]);
    const [rows] = await world.asOwner<{ n: number }>(`select (select count(*) from supplier_bill)::int + (select count(*) from supplier_bill_line)::int + (select count(*) from reconciliation)::int as n`);
    expect(rows).toEqual({ n: 0 });
  });

  test('is previewed with a guess, and read by the saved mapping the next time', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8 });
    const previews = world.get(BillPreviewService);
    const fileId = await send(finance, Buffer.from(`资源池,日期,卡时,金额（分）\n${pool.code},${dayOf(1)},192,226560\n`));
    const first = await previews.preview(finance, { fileId, supplierId: world.supplierId });
    expect(first).toMatchObject({
      isFocus: false, encoding: 'utf-8', savedVersion: null, month: month(), problems: [], mapping: { amountUnit: 'fen' },
      lines: [{ cluster: pool.code, gpuMh: 192_000n, amountUfen: 226_560_000_000n }],
    });
    await world.get(BillImportService).import(finance, {
      fileId, supplierId: world.supplierId, month: month(), invoice: 'D-1', mapping: first.mapping, isCorrection: false,
    });
    const again = await send(world.supplier, Buffer.from(`金额（分）,日期,资源池,卡时\n1,${dayOf(1)},${pool.code},1\n`));
    expect(await previews.preview(world.supplier, { fileId: again })).toMatchObject({ savedVersion: 1, mapping: first.mapping });
    await expect(previews.preview(finance, { fileId: again })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(previews.preview(otherSupplier, { fileId: again, supplierId: world.supplierId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a bill that differs', () => {
  test('is explained, disputed, rejected, insisted on, accepted, corrected and confirmed', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8, 2: 8, 3: 8 });
    const service = world.get(ReconciliationService);
    const open = await billed(
      { invoice: 'E-1', by: world.supplier }, line(pool.code, 1, 192, 1320n), line(pool.code, 2, 240), line(pool.code, 4, 10),
    );
    expect(await differing(finance, open)).toEqual([
      [pool.id, dayOf(1), ['price']], [pool.id, dayOf(2), ['quantity']], [pool.id, dayOf(3), ['not_billed']], [pool.id, dayOf(4), ['missing_meter']],
    ]);
    await expect(service.confirm(finance, seen(open))).rejects.toMatchObject({ code: 'DENIED' });
    await expect(service.dispute(finance, seen(open))).rejects.toMatchObject({ field: 'reason' });
    const disputed = await service.dispute(finance, { ...seen(open), reason: '单价应为 11.80' });
    await expect(service.answer(otherSupplier, { ...seen(disputed), isAccepted: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const rejected = await service.answer(world.supplier, { ...seen(disputed), isAccepted: false, reason: '以我方计量为准' });
    const again = await service.dispute(finance, { ...seen(rejected), reason: '见合同第 3 条' });
    const due = await service.answer(world.supplier, { ...seen(again), isAccepted: true });
    expect(due.state).toBe('correction_due');
    await expect(service.writeOff(finance, { ...seen(due), reason: 'x' })).rejects.toMatchObject({ code: 'DENIED' });
    const reopened = await billed(
      { invoice: 'E-1', isCorrection: true, by: world.supplier }, ...[1, 2, 3].map((day) => line(pool.code, day, 192)),
    );
    expect(reopened).toMatchObject({ id: open.id, state: 'open', differences: 0 });
    expect(await service.confirm(finance, seen(reopened))).toMatchObject({ state: 'matched' });
    const timeline = await world.get(ReconciliationReadService).timeline(world.supplier, open);
    expect(timeline.map(({ event }) => event)).toEqual(['create', 'dispute', 'reject', 'dispute', 'accept', 'correct', 'confirm']);
  });

  test('is let go by somebody else than who disputed it or brought it in, with a reason', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8 });
    const service = world.get(ReconciliationService);
    const open = await billed({ invoice: 'F-1' }, line(pool.code, 1, 200));
    await expect(service.writeOff(finance, { ...seen(open), reason: 'small' })).rejects.toMatchObject({ code: 'DENIED' });
    const disputed = await service.dispute(finance, { ...seen(open), reason: 'why' });
    await expect(service.writeOff(colleague, seen(disputed))).rejects.toMatchObject({ field: 'reason' });
    await expect(service.settle(colleague, { ...seen(disputed), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_NOW' });
    expect(await service.writeOff(colleague, { ...seen(disputed), reason: '金额小，不再追究' })).toMatchObject({ state: 'written_off' });
  });

  test('goes to the supplier as a ZIP that opens no formula, and that is on record', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8 });
    const open = await billed({ invoice: 'G-1' }, line(pool.code, 1, 192, 1320n), line('"=cmd|calc"', 1, 2));
    const files = world.get(DisputeFileService);
    await expect(files.archive(finance, open.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await world.get(ReconciliationService).dispute(finance, { ...seen(open), reason: '<b>单价</b>' });
    await expect(files.archive(otherSupplier, open.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { content: bytes } = await files.archive(world.supplier, open.id);
    const text = bytes.toString();
    expect(text).toContain(`${pool.code},${dayOf(1)},${dayOf(1)},192.00,2534.40,192.00,2265.60,268.80,0.00,1,S-1,11.80`);
    expect(text).toContain(`'=cmd|calc`);
    const [letter] = pdfText(bytes.subarray(bytes.indexOf('%PDF-'), bytes.indexOf('%%EOF') + 5));
    expect(letter).toContain('<b>单价</b>');
    const [seenBy] = await world.asOwner(`select actor_name from audit_entry where action = 'reconciliation.see' and subject_id = $1`, [open.id]);
    expect(seenBy).toEqual({ actor_name: world.supplier.actor.name });
  });

  test('is to be answered in the time that the contract gave when it was disputed', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8 });
    const [service, suppliers, files] = [world.get(ReconciliationService), world.get(SupplierService), world.get(DisputeFileService)];
    const { id: contractId } = world.contract;
    const contract = async () => (await suppliers.contracts(finance)).find(({ id }) => id === contractId)!;
    const before = await contract();
    expect(before.answerDays).toBe(15);
    for (const answerDays of [0, 91, 1.5]) {
      await expect(suppliers.setAnswerDays(world.operator, { contractId, answerDays })).rejects.toMatchObject({ field: 'answerDays' });
    }
    await expect(suppliers.setAnswerDays(otherSupplier, { contractId, answerDays: 30 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await suppliers.setAnswerDays(world.operator, { contractId, answerDays: 30 });
    expect(await contract()).toEqual({ ...before, answerDays: 30 });
    const [told] = await world.asOwner(`select before, after from audit_entry where action = 'supplierContract.setAnswerDays' and subject_id = $1`, [contractId]);
    expect(told).toEqual({ before: { answerDays: 15 }, after: { answerDays: 30 } });
    // Of two contracts in the month the longer time counts; one that ended before it does not.
    const sign = (number: string, endsAt: Date, answerDays: number) =>
      suppliers.sign(world.operator, { supplierId: world.supplierId, number, startsAt: world.contract.startsAt, endsAt, answerDays });
    await sign('S-short', world.contract.endsAt, 5);
    await sign('S-over', new Date(start.getTime() - 1), 80);

    const open = await billed({ invoice: 'L-1' }, line(pool.code, 1, 192, 1320n));
    expect(open.answerDueAt).toBeNull();
    const disputed = await service.dispute(finance, { ...seen(open), reason: 'why' });
    expect(disputed.answerDueAt).toEqual(answerDueAt(finance.now, 30));
    await suppliers.setAnswerDays(world.operator, { contractId, answerDays: 15 });
    expect((await current(world.supplier)).answerDueAt).toEqual(disputed.answerDueAt);
    const due = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(disputed.answerDueAt!);
    expect(pdfText((await files.letter({ ...world.supplier, locale: 'en' }, open.id)).content).join('\n')).toContain(`Please answer in the portal by ${due}`);
    const rejected = await service.answer(world.supplier, { ...seen(disputed), isAccepted: false, reason: 'no' });
    expect((await service.dispute(finance, { ...seen(rejected), reason: 'yes' })).answerDueAt).toEqual(answerDueAt(finance.now, 15));
    await world.asOwner(`delete from supplier_contract where number in ('S-short', 'S-over')`);
  });

  test('goes to the supplier as a letter in its reader’s language, for as long as something is disputed', async () => {
    await clean();
    const pool = await meteredPool({ 1: 8, 2: 8 });
    const open = await billed({ invoice: 'K-1' }, line(pool.code, 1, 192, 1320n), line(pool.code, 2, 192));
    const files = world.get(DisputeFileService);
    await expect(files.letter(finance, open.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await world.get(ReconciliationService).dispute(finance, { ...seen(open), reason: 'Contract S-1, §3' });
    await expect(files.letter(otherSupplier, open.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const read = async (locale: 'en' | 'zh-CN') => pdfText((await files.letter({ ...world.supplier, locale }, open.id)).content)[0]!.split('\n');
    expect(await read('en')).toEqual(expect.arrayContaining([
      expect.stringMatching(/^S-1 \(/), 'K-1 · CNY 4,800.00', 'Reason: Contract S-1, §3', 'CNY 268.80', pool.code, '2,534.40', '2,265.60', '268.80',
      expect.stringContaining('1 of 2 comparisons differ'),
    ]));
    expect(await read('zh-CN')).toEqual(expect.arrayContaining(['账单异议函', '说明：Contract S-1, §3', '¥268.80']));
    await billed({ invoice: 'K-1', isCorrection: true }, line(pool.code, 1, 192), line(pool.code, 2, 192));
    await expect(files.letter(finance, open.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('what nobody knows is matched once, for the supplier’s pools alone, and counts for bills to come', async () => {
  await clean();
  const pool = await meteredPool({ 1: 8 });
  const service = world.get(ReconciliationService);
  const open = await billed({ invoice: 'H-1' }, line('ecs.h800', 1, 100), line('ecs.h800', 1, 92));
  expect(open).toMatchObject({ unmatched: 1, differences: 2 });
  const match = { reconciliationId: open.id, kind: 'sku' as const, key: 'ecs.h800' };
  await expect(service.matchResource(finance, { ...match, poolId: open.id })).rejects.toMatchObject({ field: 'poolId' });
  expect(await service.matchResource(finance, { ...match, poolId: pool.id })).toMatchObject({ unmatched: 0, differences: 0 });
  expect(await billed({ invoice: 'H-2' }, line('ecs.h800', 2, 5))).toMatchObject({ unmatched: 0, differences: 1 });
});

test('behind a comparison stand its lines, jobs and price; to suppliers no job and no charge is shown', async () => {
  await clean();
  const pool = await meteredPool({ 1: 8, 2: 8 });
  const open = await billed({ invoice: 'I-1' }, line(pool.code, 1, 100), line(pool.code, 1, 92), line(pool.code, 2, 192));
  const reading = world.get(ReconciliationReadService);
  const [first] = await reading.lines(finance, open, false);
  expect(await reading.evidence(finance, open.id, first!.no)).toMatchObject({
    billLines: [{ line: 2, gpuMh: 100_000n }, { line: 3, gpuMh: 92_000n }], jobCount: 1, jobs: [{ gpus: 8, gpuMh: 192_000n }], price: { fen: FEN, number: 'S-1' },
  });
  expect(await reading.evidence(world.supplier, open.id, first!.no)).toMatchObject({ jobCount: 1, jobs: [] });
  await expect(reading.evidence(otherSupplier, open.id, first!.no)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await reading.list(otherSupplier, { first: 10 })).nodes).toEqual([]);
  const of = async (...supplierIds: string[]) => (await reading.list(finance, { first: 10, supplierIds })).nodes.map(({ organisationId }) => organisationId);
  const [ours, others] = [world.supplier.actor.organisationId!, otherSupplier.actor.organisationId!];
  expect(new Set(await of(ours, others))).toEqual(new Set([ours]));
  expect(await of(others)).toEqual([]);
});

test('the tolerance that finance sets holds for what is computed from then on', async () => {
  await clean();
  const pool = await meteredPool({ 1: 8 });
  const service = world.get(ReconciliationService);
  expect(await billed({ invoice: 'J-1' }, line(pool.code, 1, 193))).toMatchObject({ differences: 1 });
  await service.setTolerance(finance, { absoluteFen: 2000n, basisPoints: 0 });
  expect(await service.recompute(finance, (await current(finance)).id)).toMatchObject({ differences: 0, toleranceFen: 2000n });
});
