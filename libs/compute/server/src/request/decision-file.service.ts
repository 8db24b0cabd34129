import { Injectable } from '@nestjs/common';
import { asSystem, Audit, Database, notFound, WorkflowService, type CaseEvent, type Ctx, type Tx } from '@wutong/core-server';
import { addWorkingDays } from '@wutong/core-shared';
import { ComputeChange } from '../grant/compute-change.entity';
import { termsAt } from '../grant/terms';
import type { MadeFile } from '../pdf/file-reply';
import { sizingOf, type ComputeRequest } from './compute-request.entity';
import { decisionLetter, type Decision, type Granted, type Refused } from './decision-letter';
import { requestCase } from './request-case';
import { requestOf } from './request-lookup';
import { APPEAL_WORKING_DAYS } from './request-review.service';

const DECISIONS: ReadonlySet<string> = new Set(['approve', 'deny', 'dismissAppeal']);
const NAMES = `select name_zh as "nameZh", name_en as "nameEn" from organisation`;
const POOLS = `
  select distinct p.code, p.name_zh as "nameZh", p.name_en as "nameEn"
    from compute_reservation r join compute_pool p on p.id = r.pool_id where r.request_id = $1 order by p.code`;

/** The letter of decision, for the company and the centre. Who took it is in the audit trail. */
@Injectable()
export class DecisionFileService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly workflow: WorkflowService,
  ) {}

  /** In the viewer's language. NOT_FOUND where nothing is decided, or is to be decided anew because an appeal was upheld. */
  async letter(ctx: Ctx, id: string): Promise<MadeFile & { content: Buffer }> {
    const [centre] = await this.database.read(asSystem(ctx), (tx) => tx.query<Decision['centre'] & object>(`${NAMES} where kind = 'centre' limit 1`));
    const decision = await this.database.write(ctx, async (tx): Promise<Decision> => {
      const request = await requestOf(tx, id);
      const events = await this.workflow.timelines(tx, requestCase.workflow.name, [id]);
      const decided = events.findLast(({ event }) => DECISIONS.has(event) || event === 'upholdAppeal');
      const [company] = await tx.query<Decision['company'] & object>(`${NAMES} where id = $1`, [request.organisationId]);
      if (!decided || !DECISIONS.has(decided.event) || !company || !centre) throw notFound();
      await this.audit.saw(ctx, tx, { subjectType: 'computeRequest', subjectId: id, organisationId: request.organisationId }, { file: 'decision.pdf' });
      const outcome = decided.event === 'approve' ? await grantedOf(tx, request, events, decided.at) : refusedOf(decided, events);
      return { request, company, centre, decidedAt: decided.at, outcome };
    });
    return { name: `decision-${decision.request.number}.pdf`, type: 'application/pdf', content: await decisionLetter(decision, ctx.locale) };
  }
}

/** What was granted: by the plan that gave it GPUs, or else by the approval; later changes say what was before them. */
async function grantedOf(tx: Tx, request: ComputeRequest, events: readonly CaseEvent[], decidedAt: Date): Promise<Granted> {
  const sizing = sizingOf(request);
  const [changed] = await tx.of(ComputeChange).find({ where: { requestId: request.id, outcome: 'accepted' }, order: { askedAt: 'ASC' }, take: 1 });
  const said = events.findLast(({ event, data }) => (event === 'approve' || event === 'allocate') && typeof data.amountMh === 'string');
  return {
    gpus: changed?.gpusBefore ?? sizing.gpus, startsAt: sizing.startsAt, endsAt: changed?.endsAtBefore ?? sizing.endsAt,
    amountMh: said ? BigInt(said.data.amountMh as string) : sizing.amountMh, pools: await tx.query<Granted['pools'][number] & object>(POOLS, [request.id]),
    terms: termsAt(decidedAt),
  };
}

function refusedOf({ event, at, reason, version }: CaseEvent, events: readonly CaseEvent[]): Refused {
  const wasAppealed = events.some((one) => one.event === 'appeal' && one.version < version);
  return {
    reason: reason ?? '', isDismissal: event === 'dismissAppeal',
    appealUntil: wasAppealed ? null : addWorkingDays(at, APPEAL_WORKING_DAYS).at,
  };
}
