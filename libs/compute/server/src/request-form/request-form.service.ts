import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, invalid, parse, type Ctx } from '@wutong/core-server';
import type { FieldDefinition } from '@wutong/core-shared';
import { z } from 'zod';
import { PublishedVersions } from '../published/published-versions';
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

/** A request begins with the current one and keeps it. */
export const requestForms = new PublishedVersions(ComputeRequestForm);

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

  /** The last versions, newest first. */
  list(ctx: Ctx): Promise<ComputeRequestForm[]> {
    return this.database.read(ctx, (tx) => requestForms.list(tx));
  }

  current(ctx: Ctx): Promise<ComputeRequestForm> {
    return this.database.read(ctx, (tx) => requestForms.current(tx));
  }

  /** In the order of the versions. */
  many(ctx: Ctx, versions: readonly number[]): Promise<ComputeRequestForm[]> {
    return this.database.read(ctx, (tx) => requestForms.many(tx, versions));
  }

  /** Throws FORM_CHANGED when somebody published after the version that the author began from. */
  async publish(ctx: Ctx, input: NewRequestForm): Promise<ComputeRequestForm> {
    const { basedOn, questions, note } = parse(ctx, schema, input);
    const [problem] = questionProblems(questions);
    if (problem) throw invalid(problem.path, problem.message.en, problem.message['zh-CN']);
    return this.database.command(ctx, 'publishComputeRequestForm', input, async (tx) => {
      const form = await requestForms.publish(ctx, tx, basedOn, note, { questions: questions as unknown as FieldDefinition[] });
      if (!form) throw formChanged();
      await this.audit.record(ctx, tx, {
        action: 'computeRequestForm.publish', subjectType: 'computeRequestForm', subjectId: String(form.version),
        organisationId: null, after: { note, questions: questions.length },
      });
      return form;
    });
  }
}

function formChanged(): Error {
  return conflict(
    'FORM_CHANGED',
    'Somebody has published a newer version meanwhile. Load it and make your changes there.',
    '他人已发布更新的版本，请刷新后在新版本上修改。',
  );
}
