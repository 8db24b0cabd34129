import { Injectable } from '@nestjs/common';
import { asSystem, Database, invalid, type Ctx } from '@wutong/core-server';
import { LANES, type CalendarLane, type LaneRow } from './calendar.queries';
import { freeOverTime, type Window } from './free-capacity.queries';

const LONGEST_DAYS = 366;
const DAY = 86_400_000;

/** The calendar of all pools: what there is, what is free of it, and who has the rest. */
@Injectable()
export class CalendarService {
  constructor(private readonly database: Database) {}

  /** All pools, or one. Two statements, however many there are. Throws for a window that ends before it starts or is over a year long. */
  async lanes(ctx: Ctx, window: Window, poolId: string | null = null): Promise<CalendarLane[]> {
    const days = (window.endsAt.getTime() - window.startsAt.getTime()) / DAY;
    if (!(days > 0)) throw invalid('window.endsAt', 'The window must end after it starts.', '结束时间须晚于开始时间。');
    if (days > LONGEST_DAYS) throw invalid('window.endsAt', 'Choose a window of a year at the most.', '时间范围最长为一年。');
    const rows = await this.database.read(ctx, (tx) => tx.query<LaneRow>(LANES, [window.startsAt, window.endsAt, poolId]));
    const ids = rows.map(({ poolId }) => poolId);
    const levels = Map.groupBy(await this.database.read(asSystem(ctx), (tx) => freeOverTime(tx, ids, window)), ({ poolId }) => poolId);
    return rows.map((row) => ({
      ...row,
      levels: levels.get(row.poolId) ?? [],
      entries: row.entries.map((entry) => ({ ...entry, startsAt: new Date(entry.startsAt), endsAt: new Date(entry.endsAt) })),
    }));
  }
}
