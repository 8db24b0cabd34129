import { Injectable } from '@nestjs/common';
import { conflict, Database, invalid, notFound, WorkflowService, type Ctx, type Tx } from '@wutong/core-server';
import { GrantChangeService } from '../grant/grant-change.service';
import { GrantEnding } from '../grant/grant-ending';
import { sizingOf, type ComputeRequest } from '../request/compute-request.entity';
import { RequestDraftService } from '../request/request-draft.service';
import { ownRequest } from '../request/request-lookup';
import { WasteFinding, type WasteAdvice } from './waste-finding.entity';
import { wasteFindingCase } from './waste-finding.workflow';
import { WastePolicyService } from './waste-policy.service';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What a tenant does about a finding: it is expected, or its advice is taken. */
@Injectable()
export class WasteFindingService {
  constructor(
    private readonly database: Database,
    private readonly workflow: WorkflowService,
    private readonly policies: WastePolicyService,
    private readonly changes: GrantChangeService,
    private readonly ending: GrantEnding,
    private readonly drafts: RequestDraftService,
  ) {}

  /** Says why it is expected; it is not told again for the policy's `snoozeDays`. */
  async acknowledge(ctx: Ctx, input: { id: string; version: number; reason: string }): Promise<WasteFinding> {
    const { rules } = await this.policies.current(ctx);
    const answer = input.reason.trim();
    if (!answer || answer.length > 2000) throw invalid('reason', 'Say why in up to 2,000 characters.', '请用 2000 字以内说明原因。');
    return this.database.command(ctx, 'acknowledgeWasteFinding', input, async (tx) =>
      this.workflow.perform(ctx, tx, wasteFindingCase, await ownFinding(ctx, tx, input.id), 'acknowledge', {
        version: input.version, reason: answer,
        set: { answer, answeredByName: ctx.actor.name, snoozedUntil: new Date(ctx.now.getTime() + rules.snoozeDays * DAY_MS) },
      }),
    );
  }

  /**
   * Takes the advice, in one transaction with the finding's end: asks for a change of the grant to the advised GPUs, gives
   * the grant back, or begins a request for the cheaper pool's class. Gives the request that it led to.
   */
  act(ctx: Ctx, input: { id: string; version: number }): Promise<ComputeRequest> {
    return this.database.command(ctx, 'actOnWasteFinding', input, async (tx) => {
      const finding = await ownFinding(ctx, tx, input.id);
      this.workflow.assertOpen(ctx, wasteFindingCase, finding, 'act', input.version);
      const request = await this.take(ctx, tx, finding);
      await this.workflow.perform(ctx, tx, wasteFindingCase, finding, 'act', {
        version: input.version, set: { closedAt: ctx.now }, data: { requestId: request.id, step: finding.advice.step },
      });
      return request;
    });
  }

  private async take(ctx: Ctx, tx: Tx, { grantId, advice }: WasteFinding): Promise<ComputeRequest> {
    const grant = grantId ? await ownRequest(ctx, tx, grantId) : null;
    if (advice.step === 'draft') return this.draft(ctx, tx, advice, grant);
    if (!grant) throw noGrant();
    const because = reason(ctx, advice);
    if (advice.step === 'release') return this.ending.end(ctx, tx, grant, 'release', { version: grant.version, reason: because });
    return this.changes.requestChangeIn(ctx, tx, {
      id: grant.id, version: grant.version, gpus: advice.gpus ?? 0, endsAt: sizingOf(grant).endsAt, justification: because,
    });
  }

  /** The tenant looks through the draft and hands it in: a new request is judged as any other. */
  private draft(ctx: Ctx, tx: Tx, { gpuClass, gpus }: WasteAdvice, grant: ComputeRequest | null): Promise<ComputeRequest> {
    const startsAt = new Date(Math.ceil((ctx.now.getTime() + DAY_MS) / HOUR_MS) * HOUR_MS);
    const until = grant?.sizedEndsAt?.getTime() ?? 0;
    const endsAt = new Date(Math.max(until, startsAt.getTime() + 7 * DAY_MS));
    return this.drafts.begin(ctx, tx, {
      gpuClass, gpus, startsAt, endsAt, purposeKind: grant?.purposeKind ?? null, purpose: grant?.purpose ?? '',
    });
  }
}

async function ownFinding(ctx: Ctx, tx: Tx, id: string): Promise<WasteFinding> {
  const finding = await tx.of(WasteFinding).findOneBy({ id });
  if (!finding || finding.organisationId !== ctx.actor.organisationId) throw notFound();
  return finding;
}

function reason(ctx: Ctx, { step, gpus }: WasteAdvice): string {
  const words = step === 'release'
    ? { en: 'Efficiency advice: the GPUs of this grant are held and do no work.', 'zh-CN': '按效率建议释放：该资源的 GPU 被占用但没有工作。' }
    : { en: `Efficiency advice: never more than ${gpus} GPUs were needed at once.`, 'zh-CN': `按效率建议变更：实测同时需要的 GPU 不超过 ${gpus} 张。` };
  return words[ctx.locale];
}

function noGrant(): Error {
  return conflict('NOT_NOW', 'This use belongs to no grant that could be changed.', '这部分用量不属于任何可变更的资源。');
}
