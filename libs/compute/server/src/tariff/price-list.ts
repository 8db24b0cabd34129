import type { Tx } from '@wutong/core-server';

/** Fen for an hour on one GPU; null where no price was agreed yet. */
export interface HourPrice {
  /** What the centre pays its supplier. */
  readonly cost: bigint | null;
  /** What the tenant is charged. */
  readonly charge: bigint | null;
}

export interface DatedPrice {
  readonly poolId: string;
  readonly validFrom: Date;
  readonly fenPerGpuHour: bigint;
}

const HOUR = 3600;
const NO_PRICE: HourPrice = { cost: null, charge: null };

interface Step extends HourPrice {
  /** The first hour of these prices, in seconds since 1970. */
  readonly from: number;
}

/**
 * What an hour of use is priced at, the one rule of it:
 *
 * - Prices are those that hold when the hour begins; one that begins within an hour counts from the next. A run across a
 *   change is thus priced by its hours, and the price of a sum of hours is the sum of their prices.
 * - The cost is the price of the pool's contract for its GPU class: the latest one up to then.
 * - The charge is the latest tariff of the pool up to then; of two for the same hour, the one set last. Before the first
 *   tariff the supplier's price passes through.
 * - Before any price there is none: such use counts as 0 and is shown to staff. A supplier's first price may begin with its
 *   contract; use that waited for it is priced when it is set (`Repricing`).
 *
 * Amounts are GPU-milli-hours × fen per GPU-hour = thousandths of a fen: whole numbers, never rounded.
 */
export class PriceList {
  private readonly steps = new Map<string, readonly Step[]>();

  /** Tariffs in the order in which they were set. */
  constructor(tariffs: readonly DatedPrice[], supplierPrices: readonly DatedPrice[]) {
    for (const poolId of new Set([...tariffs, ...supplierPrices].map((price) => price.poolId))) {
      const of = (prices: readonly DatedPrice[]) => new Map(
        prices.filter((price) => price.poolId === poolId).map((price) => [hourFrom(price.validFrom), price.fenPerGpuHour]),
      );
      this.steps.set(poolId, stepsOf(of(tariffs), of(supplierPrices)));
    }
  }

  /** The prices of a pool in the hour that begins at `hour`, in seconds since 1970. */
  at(poolId: string, hour: number): HourPrice {
    return this.steps.get(poolId)?.find(({ from }) => from <= hour) ?? NO_PRICE;
  }
}

/** The first whole hour, in seconds since 1970, to which a price applies. */
export function hourFrom(validFrom: Date): number {
  return Math.ceil(validFrom.getTime() / (HOUR * 1000)) * HOUR;
}

/** Latest first. */
function stepsOf(tariffs: ReadonlyMap<number, bigint>, supplierPrices: ReadonlyMap<number, bigint>): Step[] {
  const steps: Step[] = [];
  let [cost, tariff]: (bigint | null)[] = [null, null];
  for (const from of [...new Set([...tariffs.keys(), ...supplierPrices.keys()])].sort((a, b) => a - b)) {
    cost = supplierPrices.get(from) ?? cost ?? null;
    tariff = tariffs.get(from) ?? tariff ?? null;
    steps.unshift({ from, cost, charge: tariff ?? cost });
  }
  return steps;
}

/** $1 pools. */
const TARIFFS = `
  select pool_id as "poolId", valid_from as "validFrom", fen_per_gpu_hour as "fenPerGpuHour"
    from compute_tariff where pool_id = any($1) order by set_at, id`;
const SUPPLIER_PRICES = `
  select p.id as "poolId", s.valid_from as "validFrom", s.fen_per_gpu_hour as "fenPerGpuHour"
    from compute_pool p join supplier_price s on s.contract_id = p.contract_id and s.gpu_class = p.gpu_class
   where p.id = any($1) order by s.valid_from`;

/** Every price there was of these pools; the reader must see suppliers' prices. */
export async function priceListOf(tx: Tx, poolIds: readonly string[]): Promise<PriceList> {
  return new PriceList(
    await tx.query<DatedPrice>(TARIFFS, [poolIds]), await tx.query<DatedPrice>(SUPPLIER_PRICES, [poolIds]),
  );
}
