import { BillImportService, ReconciliationReadService, ReconciliationService } from '@wutong/compute-server';
import { Database, UploadService } from '@wutong/core-server';
import type { Centre } from './centre';
import { monthsAgo, type Person, type Stage } from './stage';

const MH_PER_HOUR = 1000;
const MAPPING = {
  columns: [
    { field: 'cluster' as const, column: '资源池' }, { field: 'gpuClass' as const, column: '卡型' }, { field: 'start' as const, column: '日期' },
    { field: 'quantity' as const, column: '卡时' }, { field: 'unitPrice' as const, column: '单价（元）' }, { field: 'amount' as const, column: '金额（元）' },
  ],
  quantityUnit: 'gpu_hour' as const, gpusPerNode: 8, amountUnit: 'yuan' as const, timeZone: 'Asia/Shanghai',
};

interface MeteredDay {
  readonly pool: string;
  readonly gpuClass: string;
  readonly day: string;
  readonly mh: bigint;
  readonly mfen: bigint;
}

/**
 * What two suppliers billed for the last two full months. The first bills what was metered; the second raised a price without
 * a contract in the latest month, and left a day out. Called once usage has been metered.
 */
export async function playBills(stage: Stage, centre: Centre, [steady, careless]: readonly Person[]): Promise<void> {
  const operator = centre.operators[0];
  if (!steady || !careless || !operator) throw new Error('The demo has no suppliers');
  const [before, latest] = [monthsAgo(stage.today, 2), monthsAgo(stage.today, 1)];
  const decide = stage.get(ReconciliationService);
  const first = await send(stage, steady, before, 'SD');
  if (first) await decide.confirm(stage.as(operator, stage.today), first);
  await send(stage, steady, latest, 'SD');
  const second = await send(stage, careless, before, 'HT');
  if (second) await decide.confirm(stage.as(operator, stage.today), second);
  const drifting = await send(stage, careless, latest, 'HT', true);
  if (drifting) {
    await decide.dispute(stage.as(operator, stage.today), {
      ...drifting, reason: '16 日起单价高于合同单价，且 8 日有用量而未计费，请核实并提供更正账单。',
    });
  }
}

/** Sends a month's bill as its supplier; gives what began with it, null where nothing was metered. */
async function send(
  stage: Stage, supplier: Person, month: string, prefix: string, isCareless = false,
): Promise<{ id: string; version: number } | null> {
  const days = await metered(stage, supplier.organisationId, month);
  if (days.length === 0) return null;
  const billed = isCareless ? days.filter(({ day }) => day !== `${month}-08`) : days;
  const lines = billed.map((one) => lineOf(one, isCareless && one.day > `${month}-15`));
  const text = ['资源池,卡型,日期,卡时,单价（元）,金额（元）', ...lines, ''].join('\r\n');
  const ctx = stage.as(supplier, stage.today);
  const about = { filename: `${month} 算力账单.csv`, filetype: 'text/csv', purpose: 'supplier-bill' };
  const { id: fileId } = await stage.get(UploadService).receive(ctx, about, Buffer.from(text));
  const bill = await stage.get(BillImportService).import(ctx, { fileId, month, invoice: `${prefix}-${month}`, mapping: MAPPING });
  if ('problems' in bill) throw new Error(JSON.stringify(bill.problems[0]));
  const reading = stage.get(ReconciliationReadService);
  const { nodes: [open] } = await reading.list(ctx, { first: 1, month });
  return open ? reading.get(ctx, open.id) : null;
}

function metered(stage: Stage, supplierId: string, month: string): Promise<MeteredDay[]> {
  return stage.get(Database).read(stage.system(stage.today), (tx) =>
    tx.query<MeteredDay>(
      `select p.code as pool, p.gpu_class as "gpuClass", (u.at at time zone 'Asia/Shanghai')::date::text as day,
              sum(u.gpu_mh)::bigint as mh, sum(u.cost_mfen)::bigint as mfen
         from usage_day u join compute_pool p on p.id = u.pool_id
        where p.organisation_id = $1 and to_char(u.at at time zone 'Asia/Shanghai', 'YYYY-MM') = $2
        group by 1, 2, 3 having sum(u.gpu_mh) > 0 order by 1, 3`,
      [supplierId, month],
    ),
  );
}

function lineOf({ pool, gpuClass, day, mh, mfen }: MeteredDay, isDearer: boolean): string {
  const billed = isDearer ? (mfen * 104n) / 100n : mfen;
  const hours = decimal(mh, MH_PER_HOUR);
  return [pool, gpuClass.toUpperCase(), day, hours, decimal(billed / mh, 100), decimal(billed, 100_000)].join(',');
}

function decimal(value: bigint, unit: number): string {
  const places = String(unit).length - 1;
  const digits = value.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
