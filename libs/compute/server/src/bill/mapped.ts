import type { BillMapping, QuantityUnit } from './bill-mapping';
import type { BillLine, ChargeCategory } from './bill-line';
import { divide, scaled, times, type Decimal } from './bill-values';
import { checkLine, type BillRow } from './row-reader';

/** Words in a category's column that are not use; everything else is. */
const CATEGORIES: readonly (readonly [RegExp, ChargeCategory])[] = [
  [/税|tax/i, 'tax'], [/退|返|抵扣|代金券|优惠|减免|credit|refund|coupon/i, 'credit'], [/调整|更正|补|adjust|correct/i, 'adjustment'],
  [/预付|包年|包月|购买|purchase|prepaid/i, 'purchase'],
];

/** Names of the columns as problems tell them where the mapping has none. */
const FIELD_NAMES = { start: 'start', amount: 'amount' } as const;

/** One row of a file read by a mapping; null where something is wrong, which is left with the row. */
export function readMappedRow(row: BillRow, mapping: BillMapping, now: Date): BillLine | null {
  const { columns, timeZone } = mapping;
  const start = row.neededMoment(columns.start ?? FIELD_NAMES.start, timeZone);
  const end = row.moment(columns.end, timeZone);
  const amount = row.neededDecimal(columns.amount ?? FIELD_NAMES.amount);
  const tax = row.decimal(columns.tax);
  row.decimal(columns.unitPrice);
  const gpuMh = quantityOf(row, mapping);
  if (!start || !amount || row.problems.length > 0) return null;
  const category = categoryOf(row.text(columns.category));
  const decimals = mapping.amountUnit === 'yuan' ? 8 : 6;
  const line: BillLine = {
    line: row.line,
    lineId: row.text(columns.lineId) ?? `#${row.line}`,
    category,
    isCorrection: category === 'adjustment',
    resource: row.text(columns.resource),
    sku: row.text(columns.sku),
    cluster: row.text(columns.cluster),
    gpuClass: row.text(columns.gpuClass),
    description: row.text(columns.description),
    startsAt: start.at,
    endsAt: end?.until ?? start.until,
    gpuMh: category === 'tax' ? null : gpuMh,
    amountUfen: row.money(amount, columns.amount, decimals),
    taxUfen: tax ? row.money(tax, columns.tax, decimals) : 0n,
  };
  checkLine(row, line, columns, now);
  return row.problems.length > 0 ? null : line;
}

function categoryOf(text: string | null): ChargeCategory {
  return CATEGORIES.find(([words]) => text !== null && words.test(text))?.[1] ?? 'usage';
}

const ONE: Decimal = { digits: 1n, scale: 0 };
const HOURS: Readonly<Record<QuantityUnit, bigint>> = { gpu_hour: 1n, gpu_day: 24n, gpu_second: 1n, node_hour: 1n };

function quantityOf(row: BillRow, { columns, quantityUnit, gpusPerNode }: BillMapping): bigint | null {
  const amount = row.decimal(columns.quantity);
  if (!amount) return null;
  const gpus = row.decimal(columns.gpus) ?? ONE;
  const perUnit = HOURS[quantityUnit] * (quantityUnit === 'node_hour' ? BigInt(gpusPerNode) : 1n);
  const all = times(times(amount, gpus), { digits: perUnit, scale: 0 });
  // A GPU-second is 1/3.6 of a milli-hour: rounded once, at the end.
  if (quantityUnit === 'gpu_second') return divide(scaled(all, 9).value, 3_600_000_000n);
  return scaled(all, 3).value;
}
