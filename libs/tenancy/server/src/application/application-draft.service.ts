import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, conflict, invalid, notFound, type Ctx, type Tx } from '@wutong/core-server';
import { evaluateForm, formErrorText, isShapeError, type FormDefinition } from '@wutong/core-shared';
import { IntakeRound } from '../intake-round/intake-round.entity';
import { ApplicationFiles } from './application-files';
import { failedRules, formProblems, type FormProblems } from './application-checks';
import { ApplicationLookup } from './application-lookup';
import { ApplicationMoves } from './application-moves';
import { TenancyApplication } from './tenancy-application.entity';
import { tenancyApplicationForm } from './tenancy-application.form';

const IDLE_DAYS = 90;

/**
 * The founder's side until the application is handed in. A draft belongs to the organisation: all its founders may
 * write it, on any device, field by field. Handing in needs every visible required field, the rules of eligibility and
 * an open round; what is hidden by other answers is dropped then. While information is asked for, only the named
 * sections may change.
 */
@Injectable()
export class ApplicationDraftService {
  constructor(
    private readonly database: Database,
    private readonly moves: ApplicationMoves,
    private readonly lookup: ApplicationLookup,
    private readonly files: ApplicationFiles,
  ) {}

  /** Begins a draft in an open round; an organisation has at most one application under way in a round. */
  async start(ctx: Ctx, input: { roundId: string }): Promise<TenancyApplication> {
    const { organisationId, userId } = ctx.actor;
    if (!organisationId || !userId) throw notFound();
    return this.database.command(ctx, 'startTenancyApplication', input, async (tx) => {
      const round = await tx.of(IntakeRound).findOneBy({ id: input.roundId });
      if (!round) throw notFound();
      if (ctx.now < round.opensAt || ctx.now > round.closesAt) throw roundClosed();
      await this.lookup.assertNoneUnderWay(tx, organisationId, round.id);
      const [{ number } = { number: '' }] = await tx.query<{ number: string }>(
        `select to_char($1::timestamptz at time zone 'Asia/Shanghai', 'YYYY') || '-' ||
                lpad(nextval('tenancy_application_number')::text, 4, '0') as number`,
        [ctx.now],
      );
      const application = tx.of(TenancyApplication).create({
        id: randomUUID(), organisationId, roundId: round.id, number, state: 'draft', version: 1,
        formVersion: round.formVersion, answers: {}, revision: 0, savedAt: ctx.now, createdBy: userId,
        infoSections: [], citedRules: [], appealed: false, dueAt: daysAfter(ctx.now, IDLE_DAYS),
      });
      await tx.insert(TenancyApplication, application);
      await this.moves.begin(ctx, tx, application);
      return this.lookup.get(tx, application.id);
    });
  }

  /**
   * Saves some answers of a draft; the other answers stay, so that two people can write at once. `null` takes an
   * answer away. Saving twice is the same as saving once, so it needs no idempotency key.
   */
  async save(ctx: Ctx, input: { id: string; changes: Record<string, unknown> }): Promise<TenancyApplication> {
    return this.database.write(ctx, async (tx) => {
      const application = await this.lookup.own(ctx, tx, input.id);
      if (application.state !== 'draft' && application.state !== 'info_requested') throw notADraft();
      const form = tenancyApplicationForm(application.formVersion);
      assertKeys(form, application, Object.keys(input.changes));
      const answers = withChanges(application.answers, input.changes);
      const wrong = evaluateForm(form, answers).errors.find((error) => isShapeError(error) && error.field in input.changes);
      if (wrong) throw invalid(`changes.${wrong.path}`, formErrorText(wrong, 'en'), formErrorText(wrong, 'zh-CN'));
      await this.files.follow(ctx, tx, application, answers);
      const [saved] = await tx.query<{ answers: Record<string, unknown> }>(
        `update tenancy_application
            set answers = jsonb_strip_nulls(answers || $2::jsonb), saved_at = $3,
                due_at = case state when 'draft' then $4::timestamptz else due_at end
          where id = $1 and state = $5 returning answers`,
        [application.id, JSON.stringify(input.changes), ctx.now, daysAfter(ctx.now, IDLE_DAYS), application.state],
      );
      if (!saved) throw notADraft();
      const current = await this.lookup.get(tx, application.id);
      await this.moves.schedule(ctx, tx, current);
      return current;
    });
  }

  /** Hands a draft in, or an answer to a request for information; or tells everything that stands against it. */
  async submit(
    ctx: Ctx, input: { id: string; version: number }, event: 'submit' | 'resubmit',
  ): Promise<TenancyApplication | FormProblems> {
    return this.database.command(ctx, `${event}TenancyApplication`, input, async (tx) => {
      const application = await this.lookup.own(ctx, tx, input.id, true);
      const form = tenancyApplicationForm(application.formVersion);
      const evaluation = evaluateForm(form, application.answers, { files: await this.lookup.fileFacts(tx, application) });
      const problems = formProblems(ctx, form, evaluation.errors);
      const rules = failedRules(ctx, evaluation.answers);
      if (problems.length > 0 || rules.length > 0) return { problems, rules };
      if (event === 'submit') await this.assertOpen(ctx, tx, application);
      await this.files.follow(ctx, tx, application, evaluation.answers);
      const revision = application.revision + 1;
      await tx.query(
        `insert into tenancy_application_revision (application_id, revision, organisation_id, answers, submitted_at, submitted_by)
         values ($1, $2, $3, $4, $5, $6)`,
        [application.id, revision, application.organisationId, JSON.stringify(evaluation.answers), ctx.now, ctx.actor.userId],
      );
      return this.moves.make(ctx, tx, application, event, {
        version: input.version,
        set: {
          answers: evaluation.answers as Record<string, unknown>, revision, dueAt: null, infoSections: [], returnTo: null,
          submittedAt: application.submittedAt ?? ctx.now,
        },
        data: { revision },
      });
    });
  }

  async leave(
    ctx: Ctx, input: { id: string; version: number; reason?: string | null }, event: 'discard' | 'withdraw',
  ): Promise<TenancyApplication> {
    return this.database.command(ctx, `${event}TenancyApplication`, input, async (tx) => {
      const application = await this.lookup.own(ctx, tx, input.id);
      return this.moves.make(ctx, tx, application, event, { ...input, set: { dueAt: null } });
    });
  }

  private async assertOpen(ctx: Ctx, tx: Tx, application: TenancyApplication): Promise<void> {
    const round = await tx.of(IntakeRound).findOneByOrFail({ id: application.roundId });
    const last = new Date(round.closesAt.getTime() + round.graceMinutes * 60_000);
    if (ctx.now < round.opensAt || ctx.now > last) throw roundClosed();
  }
}

function withChanges(answers: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...answers, ...changes }).filter(([, value]) => value !== null));
}

/** Only fields of the form; while information is asked for, only those of the named sections. */
function assertKeys(form: FormDefinition, application: TenancyApplication, keys: string[]): void {
  const open = form.sections.filter(
    ({ key }) => application.state === 'draft' || application.infoSections.includes(key),
  );
  const known = new Set(open.flatMap(({ fields }) => fields.map(({ key }) => key)));
  const stranger = keys.find((key) => !known.has(key));
  if (stranger !== undefined) {
    throw invalid(
      `changes.${stranger}`,
      'This field is not in the form, or its section is not open for changes now.',
      '表单中没有该字段，或其所在部分当前不可修改。',
    );
  }
}

function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * 86_400_000);
}

function notADraft(): Error {
  return conflict(
    'NOT_A_DRAFT',
    'The application has been handed in and can no longer be edited. The centre can ask you for changes.',
    '申请已提交，不能再编辑；如需修改，请等待中心要求补充材料。',
  );
}

function roundClosed(): Error {
  return conflict(
    'ROUND_CLOSED',
    'The round is not open. Your draft is kept; you can use it in the next round.',
    '本批次未开放申请。草稿已保留，可用于下一批次。',
  );
}
