import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { ComputeReviewRubric } from './review-rubric.entity';
import { assertRubric, criteriaSchema } from './rubric';

const schema = z.object({ basedOn: z.int().min(1), criteria: criteriaSchema, note: z.string().trim().min(1).max(400) });

export interface NewReviewRubric {
  readonly basedOn: number;
  readonly criteria: readonly unknown[];
  readonly note: string;
}

/** The criteria of reviews. Publishing makes a new version; a review keeps the one with which it was given. */
@Injectable()
export class ReviewRubricService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** Every version, newest first. */
  list(ctx: Ctx): Promise<ComputeReviewRubric[]> {
    return this.database.read(ctx, (tx) => tx.of(ComputeReviewRubric).find({ order: { version: 'DESC' }, take: 100 }));
  }

  current(ctx: Ctx): Promise<ComputeReviewRubric> {
    return this.database.read(ctx, currentRubric);
  }

  /** In the order of the versions. */
  async many(ctx: Ctx, versions: readonly number[]): Promise<ComputeReviewRubric[]> {
    const found = await this.database.read(ctx, (tx) =>
      tx.of(ComputeReviewRubric).createQueryBuilder('r').where('r.version = any(:versions)', { versions }).getMany(),
    );
    const byVersion = new Map(found.map((rubric) => [rubric.version, rubric]));
    return versions.map((version) => byVersion.get(version) ?? missing(version));
  }

  /** Throws RUBRIC_CHANGED when somebody published after the version that the author began from. */
  async publish(ctx: Ctx, input: NewReviewRubric): Promise<ComputeReviewRubric> {
    const { basedOn, criteria, note } = parse(ctx, schema, input);
    assertRubric(criteria);
    return this.database.command(ctx, 'publishComputeReviewRubric', input, async (tx) => {
      if ((await currentRubric(tx)).version !== basedOn) throw rubricChanged();
      const rubric = tx.of(ComputeReviewRubric).create({
        version: basedOn + 1, criteria, note, publishedBy: ctx.actor.userId, publishedByName: ctx.actor.name, publishedAt: ctx.now,
      });
      const inserted = await tx.query(
        `insert into compute_review_rubric (version, criteria, note, published_by, published_by_name, published_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (version) do nothing returning version`,
        [rubric.version, JSON.stringify(criteria), note, rubric.publishedBy, rubric.publishedByName, rubric.publishedAt],
      );
      if (inserted.length === 0) throw rubricChanged();
      await this.audit.record(ctx, tx, {
        action: 'computeReviewRubric.publish', subjectType: 'computeReviewRubric', subjectId: String(rubric.version),
        organisationId: null, after: { note, weights: Object.fromEntries(criteria.map(({ key, weight }) => [key, weight])) },
      });
      return rubric;
    });
  }
}

/** The version by which a new review is given today. */
export async function currentRubric(tx: Tx): Promise<ComputeReviewRubric> {
  const [rubric] = await tx.of(ComputeReviewRubric).find({ order: { version: 'DESC' }, take: 1 });
  return rubric ?? missing(1);
}

/** People of the centre read every version: without it something is wrong with us. */
function missing(version: number): never {
  throw new Error(`There is no version ${version} of the rubric of compute reviews`);
}

/** Of a version that is not the one meant any more. */
export function rubricChanged(): Error {
  return conflict(
    'RUBRIC_CHANGED', 'Somebody has published newer criteria meanwhile. Load them and go on from there.', '他人已发布新版评审标准，请刷新后继续。',
  );
}
