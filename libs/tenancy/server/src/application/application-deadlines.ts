import { Injectable } from '@nestjs/common';
import { OnTimer, Timers, type Ctx, type DueTimer, type EventOf, type Tx } from '@wutong/core-server';
import type { applicationCase } from './application-case';
import { ApplicationLookup } from './application-lookup';
import { ApplicationMoves, nextReminder, subjectOf } from './application-moves';
import { ApplicationNotices } from './application-notices';

/** What the machine does when an application's due date passes in this state. */
const WHEN_DUE: Readonly<Record<string, EventOf<typeof applicationCase.workflow>>> = {
  draft: 'discard',
  info_requested: 'lapse',
  waitlisted: 'lapse',
  offered: 'expireOffer',
  ineligible: 'closeWindow',
  declined: 'closeWindow',
};

/** Deadlines of applications: idle drafts, unanswered requests, offers not signed, rounds and appeal windows over. */
@Injectable()
export class ApplicationDeadlines {
  constructor(
    private readonly lookup: ApplicationLookup,
    private readonly moves: ApplicationMoves,
    private readonly notices: ApplicationNotices,
    private readonly timers: Timers,
  ) {}

  @OnTimer('tenancyApplication.due')
  async due(ctx: Ctx, tx: Tx, timer: DueTimer<Record<string, never>>): Promise<void> {
    const application = await this.lookup.get(tx, timer.subjectId);
    const event = WHEN_DUE[application.state];
    if (!event || !application.dueAt || application.dueAt > ctx.now) return;
    await this.moves.make(ctx, tx, application, event, { set: { dueAt: null, waitlistRank: null } });
  }

  @OnTimer('tenancyApplication.remind')
  async remind(ctx: Ctx, tx: Tx, timer: DueTimer<Record<string, never>>): Promise<void> {
    const application = await this.lookup.get(tx, timer.subjectId);
    if (application.state !== 'draft' || !application.dueAt) return;
    await this.notices.tell(ctx, tx, application, 'remind');
    const next = nextReminder(ctx.now, application.dueAt);
    if (!next) return;
    await this.timers.set(ctx, tx, {
      ...subjectOf(application), event: 'tenancyApplication.remind', dueAt: next, payload: {},
    });
  }
}
