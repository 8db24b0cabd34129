import { Injectable } from '@nestjs/common';
import { conflict, Database, invalid, WorkflowService, type Ctx } from '@wutong/core-server';
import { TenancyStart } from '../tenancy/tenancy-start';
import { applicationCase } from './application-case';
import { ApplicationLookup } from './application-lookup';
import { ApplicationMoves } from './application-moves';
import { TenancyApplication } from './tenancy-application.entity';

/**
 * The founder's answers to the centre's decisions. Signing names the text that was read (its hash), takes the desks
 * and creates the tenancy in one transaction: of two last desks signed for at once, one signature passes.
 */
@Injectable()
export class OfferService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly moves: ApplicationMoves,
    private readonly lookup: ApplicationLookup,
    private readonly tenancyStart: TenancyStart,
  ) {}

  async sign(
    ctx: Ctx, input: { id: string; version: number; agreementHash: string; signedName: string },
  ): Promise<TenancyApplication> {
    return this.database.command(ctx, 'signTenancyOffer', input, async (tx) => {
      const application = await this.lookup.own(ctx, tx, input.id);
      this.workflow.assertOpen(ctx, applicationCase, application, 'signOffer', input.version);
      if (application.agreementHash !== input.agreementHash) {
        throw conflict(
          'AGREEMENT_CHANGED',
          'The agreement is not the one you read. Read it again before signing.',
          '协议文本与您阅读的版本不一致，请重新阅读后签署。',
        );
      }
      const signedName = input.signedName.trim();
      if (signedName === '') throw invalid('signedName', 'Write your name to sign.', '请填写签署人姓名。');
      const taken = await tx.query(
        `update intake_round set desks_taken = desks_taken + $2
          where id = $1 and desks_taken + $2 <= desks returning id`,
        [application.roundId, application.desksOffered],
      );
      if (taken.length === 0) {
        throw conflict(
          'NO_DESKS',
          'The desks of this round are gone. Please ask the centre what can be done.',
          '本批次工位已满，请联系中心协调。',
        );
      }
      const signed = await this.moves.make(ctx, tx, application, 'signOffer', {
        version: input.version,
        set: { signedName, signedAt: ctx.now, dueAt: null },
        data: { agreementHash: input.agreementHash, signedName },
      });
      await this.tenancyStart.begin(ctx, tx, signed);
      return signed;
    });
  }

  async decline(
    ctx: Ctx, input: { id: string; version: number; reason?: string | null },
  ): Promise<TenancyApplication> {
    return this.database.command(ctx, 'declineTenancyOffer', input, async (tx) => {
      const application = await this.lookup.own(ctx, tx, input.id);
      return this.moves.make(ctx, tx, application, 'declineOffer', { ...input, set: { dueAt: null } });
    });
  }

  /** One appeal against a refusal, within its window; somebody else will judge it. */
  async appeal(ctx: Ctx, input: { id: string; version: number; reason: string }): Promise<TenancyApplication> {
    return this.database.command(ctx, 'appealTenancyApplication', input, async (tx) => {
      const application = await this.lookup.own(ctx, tx, input.id);
      return this.moves.make(ctx, tx, application, 'appeal', {
        ...input,
        set: { appealed: true, dueAt: null },
      });
    });
  }
}
