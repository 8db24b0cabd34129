import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { PublishedVersions } from '../published/published-versions';
import { ComputeReviewRubric } from './review-rubric.entity';
import { assertRubric, criteriaSchema } from './rubric';

const schema = z.object({ basedOn: z.int().min(1), criteria: criteriaSchema, note: z.string().trim().min(1).max(400) });

export interface NewReviewRubric {
  readonly basedOn: number;
  readonly criteria: readonly unknown[];
  readonly note: string;
}

/** A new review is given by the current one. */
export const reviewRubrics = new PublishedVersions(ComputeReviewRubric);

/** The criteria of reviews. Publishing makes a new version; a review keeps the one with which it was given. */
@Injectable()
export class ReviewRubricService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** The last versions, newest first. */
  list(ctx: Ctx): Promise<ComputeReviewRubric[]> {
    return this.database.read(ctx, (tx) => reviewRubrics.list(tx));
  }

  current(ctx: Ctx): Promise<ComputeReviewRubric> {
    return this.database.read(ctx, (tx) => reviewRubrics.current(tx));
  }

  /** In the order of the versions. */
  many(ctx: Ctx, versions: readonly number[]): Promise<ComputeReviewRubric[]> {
    return this.database.read(ctx, (tx) => reviewRubrics.many(tx, versions));
  }

  /** Throws RUBRIC_CHANGED when somebody published after the version that the author began from. */
  async publish(ctx: Ctx, input: NewReviewRubric): Promise<ComputeReviewRubric> {
    const { basedOn, criteria, note } = parse(ctx, schema, input);
    assertRubric(criteria);
    return this.database.command(ctx, 'publishComputeReviewRubric', input, async (tx) => {
      const rubric = await reviewRubrics.publish(ctx, tx, basedOn, note, { criteria });
      if (!rubric) throw rubricChanged();
      await this.audit.record(ctx, tx, {
        action: 'computeReviewRubric.publish', subjectType: 'computeReviewRubric', subjectId: String(rubric.version),
        organisationId: null, after: { note, weights: Object.fromEntries(criteria.map(({ key, weight }) => [key, weight])) },
      });
      return rubric;
    });
  }
}

/** Of a version that is not the one meant any more. */
export function rubricChanged(): Error {
  return conflict(
    'RUBRIC_CHANGED', 'Somebody has published newer criteria meanwhile. Load them and go on from there.', '他人已发布新版评审标准，请刷新后继续。',
  );
}
