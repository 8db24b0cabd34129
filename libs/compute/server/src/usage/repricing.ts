import { Injectable } from '@nestjs/common';
import type { Ctx, Tx } from '@wutong/core-server';
import { hourFrom, priceListOf } from '../tariff/price-list';
import type { Attributed } from './attribution';
import { LOCK_CLUSTERS, RUNS_SINCE, STORE_PRICES } from './usage.queries';
import { inChunks, rowsOf, storeSums } from './usage-store';
import { UsageSums, type SummedRun } from './usage-sums';

/** So many runs are priced at once. */
const RUNS = 20_000;

/**
 * Sets prices while no delivery is being priced. Where one reaches back over hours that were metered already (a contract's
 * first price, entered late), their runs and sums are priced by it in the same transaction, so that at every moment all
 * amounts are those of the prices that stand in the book.
 */
@Injectable()
export class Repricing {
  async set(ctx: Ctx, tx: Tx, poolIds: readonly string[], validFrom: Date, insert: () => Promise<unknown>): Promise<void> {
    await this.lock(tx, poolIds);
    if (!(await this.isMetered(ctx, tx, poolIds, validFrom))) {
      await insert();
      return;
    }
    const before = await tx.bySystem(ctx, () => priceListOf(tx, poolIds));
    await insert();
    await tx.bySystem(ctx, async () => {
      const after = await priceListOf(tx, poolIds);
      for (let key = ''; ; ) {
        const runs = await tx.query<SummedRun & Attributed & { key: string }>(RUNS_SINCE, [poolIds, validFrom, key, RUNS]);
        const sums = new UsageSums();
        for (const run of runs) sums.add(run, run, before, -1n);
        const priced = runs.map((run) => ({ key: run.key, ...sums.add(run, run, after, 1n) }));
        await inChunks(priced, (rows) => tx.query(STORE_PRICES, [rowsOf(rows)]));
        await storeSums(tx, sums);
        if (runs.length < RUNS) return;
        key = runs.at(-1)?.key ?? '';
      }
    });
  }

  /** Whether use of these pools was metered in an hour to which a price from this moment on would apply. */
  isMetered(ctx: Ctx, tx: Tx, poolIds: readonly string[], validFrom: Date): Promise<boolean> {
    return tx.bySystem(ctx, async () => {
      const found = await tx.query(`select 1 from usage_hour where pool_id = any($1) and at >= to_timestamp($2) limit 1`, [
        poolIds, hourFrom(validFrom),
      ]);
      return found.length > 0;
    });
  }

  private async lock(tx: Tx, poolIds: readonly string[]): Promise<void> {
    const pools = await tx.query<{ cluster: string }>(`select cluster from compute_pool where id = any($1)`, [poolIds]);
    await tx.query(LOCK_CLUSTERS, [[...new Set(pools.map(({ cluster }) => cluster))]]);
  }
}
