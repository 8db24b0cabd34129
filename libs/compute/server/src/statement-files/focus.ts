import { writeCsv, type CsvValue } from '@wutong/core-shared';
import type { ChargeLine } from '../charge/charge-statement.entity';
import { endOfMonth, startOfMonth } from '../charge/month';
import { decimal } from './statement-csv';
import type { StatementFacts } from './statement-facts';
import { noteOf } from './statement-words';

/**
 * The columns of FOCUS 1.2 (FinOps Open Cost and Usage Specification, https://focus.finops.org) that we give, and whether
 * a row may leave them empty. The first block is what the specification makes mandatory.
 */
export const FOCUS_COLUMNS = {
  BilledCost: 'required', EffectiveCost: 'required', ContractedCost: 'required', ListCost: 'required',
  BillingAccountId: 'required', BillingAccountName: 'nullable', BillingCurrency: 'required',
  BillingPeriodStart: 'required', BillingPeriodEnd: 'required', ChargePeriodStart: 'required', ChargePeriodEnd: 'required',
  ChargeCategory: 'required', ChargeClass: 'nullable', ChargeDescription: 'nullable', InvoiceIssuerName: 'required',
  PricingQuantity: 'nullable', PricingUnit: 'nullable', ProviderName: 'required', PublisherName: 'required',
  ServiceCategory: 'required', ServiceName: 'required',

  ConsumedQuantity: 'nullable', ConsumedUnit: 'nullable', SubAccountId: 'nullable', SubAccountName: 'nullable',
  ResourceId: 'nullable', ResourceName: 'nullable', ResourceType: 'nullable', RegionId: 'nullable', SkuId: 'nullable',
  SkuPriceId: 'nullable', SkuMeter: 'nullable', SkuPriceDetails: 'nullable', ListUnitPrice: 'nullable',
  ContractedUnitPrice: 'nullable', CommitmentDiscountId: 'nullable', CommitmentDiscountName: 'nullable',
  CapacityReservationId: 'nullable', CapacityReservationStatus: 'nullable', InvoiceId: 'nullable', Tags: 'nullable',
  x_ChargeKind: 'required', x_FundingProgramme: 'nullable', x_FundingKind: 'nullable',
} as const satisfies Record<string, 'required' | 'nullable'>;

export type FocusColumn = keyof typeof FOCUS_COLUMNS;
export type FocusRow = Partial<Record<FocusColumn, CsvValue>>;

const CATEGORY = { usage: 'Usage', correction: 'Usage', refund: 'Credit', manual: 'Adjustment', cap: 'Adjustment' } as const;

/** The rows of a statement: one a line, and one a payment of funding, as a credit. Σ BilledCost = what is due. */
export function focusRows(facts: StatementFacts): FocusRow[] {
  const { statement, tenant, centre, lines, funding } = facts;
  const common: FocusRow = {
    BillingAccountId: centre.id, BillingAccountName: centre.nameEn, BillingCurrency: 'CNY', ...period('Billing', statement.month),
    InvoiceIssuerName: centre.nameEn, ProviderName: centre.nameEn, PublisherName: centre.nameEn, ServiceCategory: 'Compute',
    ServiceName: 'GPU computing', SubAccountId: tenant.id, SubAccountName: tenant.nameEn, InvoiceId: statement.number,
  };
  return [
    ...lines.map((line): FocusRow => ({
      ...common, ...costs(line), ...period('Charge', line.usageMonth), ...(line.poolId ? resourceOf(line) : {}),
      ChargeCategory: CATEGORY[line.kind], ChargeClass: line.usageMonth < statement.month ? 'Correction' : null,
      ChargeDescription: noteOf(line, 'en') || `GPU time on ${line.gpuClass?.toUpperCase()} in ${line.poolNameEn}`, x_ChargeKind: line.kind,
    })),
    ...funding.map(({ amountFen, programme, kind, gpuClass }): FocusRow => {
      const cost = decimal(-amountFen, 2);
      return {
        ...common, BilledCost: cost, EffectiveCost: cost, ContractedCost: cost, ListCost: cost, ...period('Charge', statement.month),
        ChargeCategory: 'Credit', ChargeClass: null, ChargeDescription: programme, x_ChargeKind: 'funding', x_FundingProgramme: programme,
        x_FundingKind: kind, SkuId: gpuClass,
      };
    }),
  ];
}

/** RFC 4180, without a byte order mark: read by programs. */
export function focusCsv(facts: readonly StatementFacts[]): string {
  const names = Object.keys(FOCUS_COLUMNS) as FocusColumn[];
  return writeCsv([names, ...facts.flatMap(focusRows).map((row) => names.map((name) => row[name]))]).slice(1);
}

/** What is billed is whole fen; the other costs are exact. */
function costs({ amountFen, chargeMfen }: ChargeLine): FocusRow {
  const exact = decimal(chargeMfen, 5);
  return { BilledCost: decimal(amountFen, 2), EffectiveCost: exact, ContractedCost: exact, ListCost: exact };
}

function resourceOf(line: ChargeLine): FocusRow {
  const hours = decimal(line.gpuMh, 3);
  const sku = `${line.poolCode}/${line.gpuClass}`;
  // Where prices changed within the month there is no one price to tell.
  const price = line.gpuMh !== 0n && line.chargeMfen % line.gpuMh === 0n ? decimal(line.chargeMfen / line.gpuMh, 2) : null;
  return {
    PricingQuantity: hours, PricingUnit: 'GPU-Hours', ConsumedQuantity: hours, ConsumedUnit: 'GPU-Hours', ResourceId: line.poolId,
    ResourceName: line.poolNameEn, ResourceType: 'GPU pool', RegionId: line.region, SkuId: line.gpuClass, SkuPriceId: sku,
    SkuMeter: 'GPU time', SkuPriceDetails: JSON.stringify({ x_GpuClass: line.gpuClass }), ListUnitPrice: price, ContractedUnitPrice: price,
    CapacityReservationId: line.requestNumber, CapacityReservationStatus: line.requestNumber ? 'Used' : null,
    Tags: JSON.stringify(line.requestNumber ? { request: line.requestNumber } : {}),
  };
}

function period(of: 'Billing' | 'Charge', month: string): FocusRow {
  const [start, end] = [startOfMonth(month), endOfMonth(month)].map((at) => `${at.toISOString().slice(0, 19)}Z`);
  return of === 'Billing' ? { BillingPeriodStart: start, BillingPeriodEnd: end } : { ChargePeriodStart: start, ChargePeriodEnd: end };
}
