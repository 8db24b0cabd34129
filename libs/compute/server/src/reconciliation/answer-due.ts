import type { Tx } from '@wutong/core-server';

const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

/** Where no contract with the supplier held in the disputed month. */
const NO_CONTRACT_DAYS = 15;

/** That hold in a month of Shanghai for a while at least, with the alias `c`. $1 supplier, $2 first day of the month. */
export const CONTRACTS_OF_MONTH = `
  from supplier_contract c
 where c.organisation_id = $1 and c.starts_at < ($2::date + interval '1 month') at time zone 'Asia/Shanghai'
   and coalesce(c.ended_at, c.ends_at) > $2::date::timestamp at time zone 'Asia/Shanghai'`;

/** In how many days a supplier has agreed to answer a dispute about a month: of several contracts, what leaves it most time. */
export async function answerDays(tx: Tx, supplierId: string, month: string): Promise<number> {
  const [term] = await tx.query<{ days: number | null }>(`select max(c.answer_days) as days ${CONTRACTS_OF_MONTH}`, [supplierId, month]);
  return term?.days ?? NO_CONTRACT_DAYS;
}

/** Until when a supplier is asked to answer a dispute: the end of the last of so many days after it, in Shanghai. */
export function answerDueAt(disputedAt: Date, days: number): Date {
  const day = Math.floor((disputedAt.getTime() + SHANGHAI_MS) / DAY_MS);
  return new Date((day + days + 1) * DAY_MS - SHANGHAI_MS - 1000);
}
