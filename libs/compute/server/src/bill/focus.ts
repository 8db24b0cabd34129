import { CHARGE_CATEGORIES, type BillLine, type BillProblem, type ChargeCategory, problem } from './bill-line';
import { scaled, times, type Decimal } from './bill-values';
import { checkLine, clip, type BillRow } from './row-reader';

/**
 * FOCUS, the FinOps Open Cost and Usage Specification, version 1.2; files of 1.0 and 1.1 have these columns too.
 * https://focus.finops.org/focus-specification/v1-2/
 */
export const FOCUS_COLUMNS = [
  'BilledCost', 'EffectiveCost', 'ContractedCost', 'ListCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency',
  'BillingPeriodStart', 'BillingPeriodEnd', 'ChargePeriodStart', 'ChargePeriodEnd', 'ChargeCategory', 'ChargeClass',
  'ChargeDescription', 'InvoiceIssuerName', 'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName',
  'ServiceCategory', 'ServiceName',
] as const;

export function isFocus(headers: readonly string[]): boolean {
  return ['BilledCost', 'ChargeCategory', 'BillingPeriodStart'].every((name) => headers.includes(name));
}

/** A problem for each mandatory column that is not there. */
export function missingFocusColumns(headers: readonly string[], headerLine: number): BillProblem[] {
  return FOCUS_COLUMNS.filter((name) => !headers.includes(name)).map((name) =>
    problem(headerLine, name, 'missingColumn', 'FOCUS 1.2 demands this column, and it is not there', '缺少 FOCUS 1.2 规定的必备列'),
  );
}

export interface FocusRow {
  readonly line: BillLine;
  readonly invoice: string | null;
  readonly currency: string;
  readonly periodStart: Date;
}

/** FOCUS has decimals of yuan; a bill keeps 10⁻⁸ yuan. */
const YUAN = 8;
const MILLI = 3;
/** GPU-hours in one of a unit. `Hours` are those of the whole resource, times `x_GpuCount` where the file has it. */
const UNITS: Readonly<Record<string, { factor: Decimal; isWhole?: true }>> = {
  'gpu-hours': { factor: { digits: 1n, scale: 0 } },
  'gpu hours': { factor: { digits: 1n, scale: 0 } },
  'gpu-days': { factor: { digits: 24n, scale: 0 } },
  'hours': { factor: { digits: 1n, scale: 0 }, isWhole: true },
  'days': { factor: { digits: 24n, scale: 0 }, isWhole: true },
};

/** One row of a FOCUS file; problems are left with the row. */
export function readFocusRow(row: BillRow, now: Date): FocusRow | null {
  const cost = row.neededDecimal('BilledCost');
  const start = row.neededMoment('ChargePeriodStart', 'UTC');
  const end = row.neededMoment('ChargePeriodEnd', 'UTC');
  const period = row.neededMoment('BillingPeriodStart', 'UTC');
  const currency = row.text('BillingCurrency');
  if (currency === null) row.empty('BillingCurrency');
  const category = categoryOf(row);
  const gpuMh = quantityOf(row);
  if (!cost || !start || !end || !period || !currency || !category || row.problems.length > 0) return null;
  const line: BillLine = {
    line: row.line,
    lineId: row.text('x_LineId') ?? `#${row.line}`,
    category,
    isCorrection: row.text('ChargeClass') === 'Correction',
    resource: row.text('ResourceId'),
    sku: row.text('SkuId') ?? row.text('SkuPriceId'),
    cluster: row.text('x_Cluster') ?? row.text('AvailabilityZone'),
    gpuClass: row.text('x_GpuClass') ?? row.text('SkuMeter'),
    description: row.text('ChargeDescription'),
    startsAt: start.at,
    endsAt: end.at,
    gpuMh: category === 'tax' ? null : gpuMh,
    amountUfen: row.money(cost, 'BilledCost', YUAN),
    taxUfen: 0n,
  };
  checkLine(row, line, { start: 'ChargePeriodStart', end: 'ChargePeriodEnd', quantity: 'ConsumedQuantity', amount: 'BilledCost' }, now);
  return row.problems.length > 0 ? null : { line, invoice: row.text('InvoiceId'), currency, periodStart: period.at };
}

function categoryOf(row: BillRow): ChargeCategory | null {
  const text = row.text('ChargeCategory');
  const category = CHARGE_CATEGORIES.find((name) => name === text?.toLowerCase());
  if (category) return category;
  const given = clip(text ?? '');
  row.report(
    'ChargeCategory', 'unknownCategory', `“${given}” is none of Usage, Purchase, Tax, Credit and Adjustment`,
    `“${given}”不是 Usage、Purchase、Tax、Credit 或 Adjustment`,
  );
  return null;
}

/** From what was consumed, else what was priced; null where neither is time of GPUs. */
function quantityOf(row: BillRow): bigint | null {
  for (const name of ['Consumed', 'Pricing'] as const) {
    const unit = UNITS[row.text(`${name}Unit`)?.toLowerCase() ?? ''];
    const amount = unit && row.decimal(`${name}Quantity`);
    if (!amount) continue;
    const gpus = (unit.isWhole ? row.decimal('x_GpuCount') : null) ?? { digits: 1n, scale: 0 };
    return scaled(times(times(amount, unit.factor), gpus), MILLI).value;
  }
  return null;
}
