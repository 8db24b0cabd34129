import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, notFound, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputePool } from '../pool/compute-pool.entity';
import { Repricing } from '../usage/repricing';
import { ComputeTariff, type UnpricedUsage } from './compute-tariff.entity';

const tariffSchema = z.object({
  poolId: z.uuid(),
  fenPerGpuHour: z.bigint().min(0n).max(10n ** 9n),
  validFrom: z.date(),
});

export type NewComputeTariff = z.input<typeof tariffSchema>;

const HOUR_MS = 3_600_000;

/** Hours before the first price that applies to them: later ones always have one. */
const UNPRICED = `
  select coalesce(sum(u.gpu_mh), 0)::bigint as "withoutCostMh",
         coalesce(sum(u.gpu_mh) filter (where u.at < t.first), 0)::bigint as "withoutChargeMh"
    from (
      select p.id, coalesce(min(s.valid_from), 'infinity') as first
        from compute_pool p left join supplier_price s on s.contract_id = p.contract_id and s.gpu_class = p.gpu_class
       where p.id = $1 group by p.id
    ) s
   cross join (select coalesce(min(valid_from), 'infinity') as first from compute_tariff where pool_id = $1) t
    left join usage_hour u on u.pool_id = s.id and u.at < s.first
   group by s.id`;

/**
 * What tenants are charged for use of a pool. A tariff begins with a full hour, and no hour that was metered is charged
 * anew: it holds from now on at the earliest, or, in a pool that nobody has used since, from an earlier time (for a centre
 * that takes over last year's usage). How hours are priced by it: `PriceList`.
 */
@Injectable()
export class TariffService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly repricing: Repricing,
  ) {}

  /** Every tariff of a pool, the last to begin first, and of one hour the one set last. */
  tariffs(ctx: Ctx, poolId: string): Promise<ComputeTariff[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeTariff).find({ where: { poolId }, order: { validFrom: 'DESC', setAt: 'DESC', id: 'DESC' }, take: 500 }),
    );
  }

  async unpriced(ctx: Ctx, poolId: string): Promise<UnpricedUsage> {
    const [found] = await this.database.read(ctx, (tx) => tx.query<UnpricedUsage & object>(UNPRICED, [poolId]));
    if (!found) throw notFound();
    return found;
  }

  async set(ctx: Ctx, input: NewComputeTariff): Promise<ComputeTariff> {
    const { poolId, fenPerGpuHour, validFrom } = parse(ctx, tariffSchema, input);
    if (validFrom.getTime() % HOUR_MS !== 0) {
      throw invalid('validFrom', 'A tariff begins with a full hour.', '价格须自整点起生效。');
    }
    return this.database.command(ctx, 'setComputeTariff', input, async (tx) => {
      const pool = await tx.of(ComputePool).findOneBy({ id: poolId });
      if (!pool) throw notFound();
      const tariff = tx.of(ComputeTariff).create({
        id: randomUUID(), poolId, organisationId: pool.organisationId, validFrom, fenPerGpuHour, setByName: ctx.actor.name,
        setAt: ctx.now,
      });
      await this.repricing.set(ctx, tx, [poolId], validFrom, async () => {
        if (await this.repricing.isMetered(ctx, tx, [poolId], validFrom)) {
          throw invalid(
            'validFrom', 'Use of this pool has been charged since then already; that stays. Choose a later hour.',
            '该时间之后的用量已计费，不再改动，请选择更晚的时间。',
          );
        }
        await tx.insert(ComputeTariff, tariff);
      });
      await this.audit.record(ctx, tx, {
        action: 'computeTariff.set', subjectType: 'computePool', subjectId: poolId, organisationId: pool.organisationId,
        after: { fenPerGpuHour, validFrom },
      });
      return tariff;
    });
  }
}
