/**
 * SQL that gives `fen_per_gpu_hour`, what a tenant is charged for an hour on a GPU of pool `p` at a moment, for a lateral
 * join: the rule of `PriceList`. Only the system sees these rows.
 */
export const chargePriceAt = (moment: string): string => `
  (select fen_per_gpu_hour from (
     select 1 as rank, valid_from, set_at, fen_per_gpu_hour from compute_tariff where pool_id = p.id and valid_from <= ${moment}
     union all
     select 2, valid_from, set_at, fen_per_gpu_hour from supplier_price
      where contract_id = p.contract_id and gpu_class = p.gpu_class and valid_from <= ${moment}) prices
    order by rank, valid_from desc, set_at desc limit 1)`;
