import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, Database, invalid, WorkflowService, type Ctx, type EventOf, type MoveRequest, type Tx } from '@wutong/core-server';
import { addWorkingDays } from '@wutong/core-shared';
import { DUE_DILIGENCE_CHECKLIST } from '../due-diligence/due-diligence-checklist';
import { DueDiligenceItem, DueDiligenceStatus } from '../due-diligence/due-diligence-item.entity';
import { IntakeRound } from '../intake-round/intake-round.entity';
import { applicationCase } from './application-case';
import { ApplicationLookup } from './application-lookup';
import { ApplicationMoves } from './application-moves';
import type { OfferInput, PanelInput } from './tenancy-application.inputs';
import { AdmissionPanel } from './admission-panel';
import { TenancyApplication } from './tenancy-application.entity';
import { ELIGIBILITY_RULES, tenancyApplicationForm } from './tenancy-application.form';

type Event = EventOf<typeof applicationCase.workflow>;
interface Seen {
  id: string;
  version: number;
}

const APPEAL_WORKING_DAYS = 10;

/**
 * The centre's side: a screener checks completeness and eligibility, may ask for more on named sections, and passes on
 * to due diligence; when every mandatory check is done or waived, the programme lead brings it before the panel, whose
 * decision an approver records with those present and the minutes. Who decided does not judge the appeal.
 */
@Injectable()
export class ApplicationReviewService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly moves: ApplicationMoves,
    private readonly lookup: ApplicationLookup,
    private readonly panel: AdmissionPanel,
  ) {}

  claim(ctx: Ctx, input: Seen): Promise<TenancyApplication> {
    return this.move(ctx, 'claim', input, () =>
      Promise.resolve({ set: { claimedBy: ctx.actor.userId, claimedByName: ctx.actor.name } }),
    );
  }

  /** Reopens the named sections for the founder until the due date, and nothing else. */
  requestInfo(
    ctx: Ctx, input: Seen & { sections: string[]; dueAt: Date; reason: string },
  ): Promise<TenancyApplication> {
    return this.move(ctx, 'requestInfo', input, (_tx, application) => {
      const known = tenancyApplicationForm(application.formVersion).sections.map(({ key }) => key);
      if (input.sections.length === 0 || input.sections.some((key) => !known.includes(key))) {
        throw invalid('sections', 'Name at least one section of the form.', '请至少选择表单中的一个部分。');
      }
      if (input.dueAt <= ctx.now) throw invalid('dueAt', 'The due date must lie ahead.', '截止时间须晚于当前时间。');
      return Promise.resolve({
        set: { infoSections: input.sections, returnTo: application.state, dueAt: input.dueAt },
        data: { sections: input.sections, dueAt: input.dueAt.toISOString() },
      });
    });
  }

  markIneligible(ctx: Ctx, input: Seen & { rules: string[]; reason: string }): Promise<TenancyApplication> {
    return this.move(ctx, 'markIneligible', input, () => {
      if (input.rules.length === 0 || input.rules.some((id) => !ELIGIBILITY_RULES.some((rule) => rule.id === id))) {
        throw invalid('rules', 'Cite at least one rule of eligibility.', '请至少引用一条准入规则。');
      }
      return Promise.resolve({
        set: { citedRules: input.rules, decidedBy: ctx.actor.userId, dueAt: appealEnd(ctx) },
        data: { rules: input.rules },
      });
    });
  }

  passScreening(ctx: Ctx, input: Seen): Promise<TenancyApplication> {
    return this.move(ctx, 'passScreening', input, async (tx, application) => {
      await this.openChecklist(tx, application);
      return {};
    });
  }

  sendToPanel(ctx: Ctx, input: Seen): Promise<TenancyApplication> {
    return this.move(ctx, 'sendToPanel', input, async (tx, application) => {
      const open = await tx.of(DueDiligenceItem).countBy({
        applicationId: application.id, mandatory: true, status: DueDiligenceStatus.OPEN,
      });
      if (open > 0) {
        throw conflict(
          'CHECKS_OPEN',
          `${open} mandatory checks are still open. Complete them, or have an approver waive them with a reason.`,
          `尚有 ${open} 项必查事项未完成，请完成核查，或由审批人说明理由后豁免。`,
          { open },
        );
      }
      return {};
    });
  }

  /** Offers desks and an agreement to sign; from the waiting list only the first in rank, and only with free desks. */
  offer(ctx: Ctx, input: OfferInput): Promise<TenancyApplication> {
    return this.move(ctx, 'offer', input, async (tx, application) => {
      if (input.desks < 1) throw invalid('desks', 'Offer one desk or more.', '至少须提供一个工位。');
      if (input.expiresAt <= ctx.now) throw invalid('expiresAt', 'The offer must end later than now.', '录取有效期须晚于当前时间。');
      if (input.agreementText.trim() === '') throw invalid('agreementText', 'Write the agreement to sign.', '请填写待签署的协议文本。');
      const round = await tx.of(IntakeRound).findOneByOrFail({ id: application.roundId });
      if (round.desks - round.desksTaken < input.desks) throw noDesks(round);
      if (application.state === 'waitlisted') await this.assertFirstInRank(tx, application);
      await this.panel.record(ctx, tx, application, 'offer', input.panel);
      return {
        set: {
          desksOffered: input.desks, dueAt: input.expiresAt, decidedBy: ctx.actor.userId, waitlistRank: null,
          agreementText: input.agreementText, agreementHash: createHash('sha256').update(input.agreementText).digest('hex'),
        },
        data: { desks: input.desks, expiresAt: input.expiresAt.toISOString() },
      };
    });
  }

  waitlist(ctx: Ctx, input: Seen & { panel: PanelInput; rank: number }): Promise<TenancyApplication> {
    return this.move(ctx, 'waitlist', input, async (tx, application) => {
      if (input.rank < 1) throw invalid('rank', 'The rank begins at 1.', '候补名次从 1 开始。');
      const taken = await tx.of(TenancyApplication).existsBy({
        roundId: application.roundId, state: 'waitlisted', waitlistRank: input.rank,
      });
      if (taken) throw invalid('rank', 'Another application of this round has this rank.', '本批次已有申请占用该候补名次。');
      const round = await tx.of(IntakeRound).findOneByOrFail({ id: application.roundId });
      await this.panel.record(ctx, tx, application, 'waitlist', input.panel);
      return {
        set: { waitlistRank: input.rank, dueAt: round.endsAt, decidedBy: ctx.actor.userId },
        data: { rank: input.rank },
      };
    });
  }

  decline(ctx: Ctx, input: Seen & { reason: string; panel?: PanelInput | null }): Promise<TenancyApplication> {
    return this.move(ctx, 'decline', input, async (tx, application) => {
      if (application.state === 'panel') await this.panel.record(ctx, tx, application, 'decline', input.panel ?? null);
      return { set: { decidedBy: ctx.actor.userId, dueAt: appealEnd(ctx), waitlistRank: null } };
    });
  }

  upholdAppeal(ctx: Ctx, input: Seen & { reason: string }): Promise<TenancyApplication> {
    return this.move(ctx, 'upholdAppeal', input, async (tx, application) => {
      await this.openChecklist(tx, application);
      return { set: { citedRules: [], dueAt: null } };
    });
  }

  dismissAppeal(ctx: Ctx, input: Seen & { reason: string }): Promise<TenancyApplication> {
    return this.move(ctx, 'dismissAppeal', input, () => Promise.resolve({ set: { dueAt: null } }));
  }

  /** One move by the centre; `prepare` checks what must be true and says what changes with it. */
  private move<I extends Seen & { reason?: string }>(
    ctx: Ctx, event: Event, input: I,
    prepare: (tx: Tx, application: TenancyApplication) => Promise<MoveRequest<TenancyApplication>>,
  ): Promise<TenancyApplication> {
    return this.database.command(ctx, `${event}TenancyApplication`, input, async (tx) => {
      const application = await this.lookup.locked(tx, input.id);
      this.workflow.assertOpen(ctx, applicationCase, application, event, input.version);
      const request = await prepare(tx, application);
      return this.moves.make(ctx, tx, application, event, {
        version: input.version,
        ...(input.reason !== undefined ? { reason: input.reason } : {}),
        ...request,
      });
    });
  }

  private async openChecklist(tx: Tx, application: TenancyApplication): Promise<void> {
    await tx.query(
      `insert into due_diligence_item (id, application_id, organisation_id, key, mandatory, status)
       select gen_random_uuid(), $1, $2, item.key, item.mandatory, 'open'
         from jsonb_to_recordset($3) as item (key text, mandatory boolean)
       on conflict (application_id, key) do nothing`,
      [application.id, application.organisationId, JSON.stringify(DUE_DILIGENCE_CHECKLIST)],
    );
  }

  private async assertFirstInRank(tx: Tx, application: TenancyApplication): Promise<void> {
    const [before] = await tx.query<{ number: string }>(
      `select number from tenancy_application
        where round_id = $1 and state = 'waitlisted' and waitlist_rank < $2 order by waitlist_rank limit 1`,
      [application.roundId, application.waitlistRank],
    );
    if (before) {
      throw conflict(
        'RANK_ORDER',
        `Application ${before.number} stands before this one on the waiting list. Decide that one first.`,
        `候补名单中申请 ${before.number} 排在前面，请先处理。`,
        { before: before.number },
      );
    }
  }
}

function appealEnd(ctx: Ctx): Date {
  return addWorkingDays(ctx.now, APPEAL_WORKING_DAYS).at;
}

function noDesks(round: IntakeRound): Error {
  const free = round.desks - round.desksTaken;
  return conflict(
    'NO_DESKS',
    `The round has ${free} free desks. Offer fewer, or put the application on the waiting list.`,
    `本批次剩余 ${free} 个工位，请减少工位数或列入候补。`,
    { free },
  );
}
