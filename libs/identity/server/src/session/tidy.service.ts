import { Injectable } from '@nestjs/common';
import { Database, Job, type Ctx } from '@wutong/core-server';
import { ThrottleService } from '../throttle/throttle.service';

declare module '@wutong/core-server' {
  interface JobMap {
    'identity.tidy': Record<string, never>;
  }
}

/** Forgets what is of no use any more: sessions and links a month after their end, old counts of wrong guesses. */
@Injectable()
export class TidyService {
  constructor(
    private readonly db: Database,
    private readonly throttle: ThrottleService,
  ) {}

  @Job('identity.tidy', { cron: '15 4 * * *' })
  async tidy(ctx: Ctx): Promise<void> {
    const old = new Date(ctx.now.getTime() - 30 * 24 * 60 * 60 * 1000);
    await this.db.write(ctx, async (tx) => {
      await tx.query(`delete from session where expires_at < $1 or ended_at < $1`, [old]);
      await tx.query(`delete from one_time_token where expires_at < $1 or used_at < $1`, [old]);
    });
    await this.throttle.sweep(ctx);
  }
}
