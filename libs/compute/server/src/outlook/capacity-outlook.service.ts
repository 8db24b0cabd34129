import { Injectable } from '@nestjs/common';
import { asSystem, Database, denied, type Ctx } from '@wutong/core-server';
import { addMonths, monthOf } from '../charge/month';
import { classMonths, type CapacityOutlook, type CapacityOutlookMonth } from './capacity-outlook.queries';
import { demandAhead, HISTORY_MONTHS, outlookOf } from './demand-forecast';

const MONTHS = 6;

/** Whether GPUs will do: what is promised, waits and is to be expected against what contracts give. */
@Injectable()
export class CapacityOutlookService {
  constructor(private readonly database: Database) {}

  /**
   * Every GPU class in the six months after the current one. Sums of all tenants: no name is among them, so a conflict of
   * interest hides nothing, as in the calendar. One statement. Throws DENIED for whoever is not of the centre.
   */
  async classes(ctx: Ctx): Promise<CapacityOutlook[]> {
    if (ctx.actor.organisationKind !== 'centre') throw denied();
    const now = monthOf(ctx.now);
    const months = Array.from({ length: HISTORY_MONTHS + 1 + MONTHS }, (_, nth) => addMonths(now, nth - HISTORY_MONTHS));
    const rows = await this.database.read(asSystem(ctx), (tx) => classMonths(tx, months));
    return [...Map.groupBy(rows, ({ gpuClass }) => gpuClass)].map(([gpuClass, all]) => {
      // The current month is neither past nor ahead: the trend ends before it, the outlook begins after it.
      const [, ...demand] = demandAhead(all.slice(0, HISTORY_MONTHS).map(({ promised }) => promised), MONTHS + 1);
      const ahead = all.slice(HISTORY_MONTHS + 1).map(({ month, capacity, promised, waiting }, nth): CapacityOutlookMonth => {
        const { expected, short } = outlookOf({ capacity, promised, waiting }, demand[nth]!);
        return { month, capacity, promised, waiting, expected: expected.expected, expectedLow: expected.low, expectedHigh: expected.high, shortGpus: short };
      });
      return { gpuClass, months: ahead, shortFrom: ahead.find(({ shortGpus }) => shortGpus > 0)?.month ?? null };
    });
  }
}
