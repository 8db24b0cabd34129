import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, parse, type Ctx, type Tx } from '@wutong/core-server';
import type { FieldDefinition } from '@wutong/core-shared';
import { z } from 'zod';
import { questionProblems } from './request-form';
import { ComputeRequestForm } from './request-form.entity';

/** More than this nobody answers. */
const MOST_QUESTIONS = 30;

const schema = z.object({
  basedOn: z.int().min(1),
  questions: z.array(z.record(z.string(), z.unknown())).max(MOST_QUESTIONS),
  note: z.string().trim().min(1).max(400),
});

export type NewRequestForm = z.input<typeof schema>;

/**
 * The questions that the centre asks beside the sizing of a request. Publishing makes a new version; a request keeps the
 * one with which it began, and what was answered can always be read beside what was asked.
 */
@Injectable()
export class RequestFormService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Every version, newest first. */
  list(ctx: Ctx): Promise<ComputeRequestForm[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputeRequestForm).find({ order: { version: 'DESC' }, take: 100 }));
  }

  current(ctx: Ctx): Promise<ComputeRequestForm> {
    return this.database.read(ctx, currentForm);
  }

  /** In the order of the versions. */
  async many(ctx: Ctx, versions: readonly number[]): Promise<ComputeRequestForm[]> {
    const found = await this.database.read(ctx, (tx) =>
      tx.of(ComputeRequestForm).createQueryBuilder('f').where('f.version = any(:versions)', { versions }).getMany(),
    );
    const byVersion = new Map(found.map((form) => [form.version, form]));
    return versions.map((version) => byVersion.get(version) ?? missing(version));
  }

  /** Throws FORM_CHANGED when somebody published after the version that the author began from. */
  async publish(ctx: Ctx, input: NewRequestForm): Promise<ComputeRequestForm> {
    const { basedOn, questions, note } = parse(ctx, schema, input);
    const [problem] = questionProblems(questions);
    if (problem) throw invalid(problem.path, problem.message.en, problem.message['zh-CN']);
    return this.database.command(ctx, 'publishComputeRequestForm', input, async (tx) => {
      const current = await currentForm(tx);
      if (current.version !== basedOn) throw formChanged();
      const form = tx.of(ComputeRequestForm).create({
        version: basedOn + 1, questions: questions as unknown as FieldDefinition[], note,
        publishedBy: ctx.actor.userId, publishedByName: ctx.actor.name, publishedAt: ctx.now,
      });
      const inserted = await tx.query(
        `insert into compute_request_form (version, questions, note, published_by, published_by_name, published_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (version) do nothing returning version`,
        [form.version, JSON.stringify(questions), note, form.publishedBy, form.publishedByName, form.publishedAt],
      );
      if (inserted.length === 0) throw formChanged();
      await this.audit.record(ctx, tx, {
        action: 'computeRequestForm.publish', subjectType: 'computeRequestForm', subjectId: String(form.version),
        organisationId: null, after: { note, questions: questions.length },
      });
      return form;
    });
  }
}

/** The version with which a request begins today. */
export async function currentForm(tx: Tx): Promise<ComputeRequestForm> {
  const [form] = await tx.of(ComputeRequestForm).find({ order: { version: 'DESC' }, take: 1 });
  return form ?? missing(1);
}

export async function formOf(tx: Tx, version: number): Promise<ComputeRequestForm> {
  return (await tx.of(ComputeRequestForm).findOneBy({ version })) ?? missing(version);
}

/** A form that is there for everybody who may read requests: without it something is wrong with us. */
function missing(version: number): never {
  throw new Error(`There is no version ${version} of the compute request form`);
}

function formChanged(): Error {
  return conflict(
    'FORM_CHANGED',
    'Somebody has published a newer version meanwhile. Load it and make your changes there.',
    '他人已发布更新的版本，请刷新后在新版本上修改。',
  );
}
