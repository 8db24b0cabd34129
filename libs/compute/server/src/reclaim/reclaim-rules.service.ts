import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, parse, type Ctx, type Tx } from '@wutong/core-server';
import { z } from 'zod';
import { GpuClass } from '../gpu-class/gpu-class.entity';
import { ComputeReclaimRule, ReclaimReturnsTo, type ComputeReclaim } from './compute-reclaim.entity';

const schema = z.object({
  gpuClass: z.string().max(40).nullish(),
  isOn: z.boolean(),
  atPercent: z.int().min(10).max(90),
  minUsedPercent: z.int().min(1).max(100),
  keepPercent: z.int().min(100).max(1000),
  replyWorkingDays: z.int().min(1).max(60),
  returnsTo: z.enum(ReclaimReturnsTo),
});

export type NewReclaimRule = z.input<typeof schema>;

/** When hours that lie idle are asked back: one rule for all GPU classes, and one of its own for a class that needs it. */
@Injectable()
export class ReclaimRules {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** The rules in force: the one for all classes first, then those of single classes. None until one is set. */
  inForce(ctx: Ctx): Promise<ComputeReclaimRule[]> {
    return this.database.read(ctx, (tx) =>
      tx.of(ComputeReclaimRule).createQueryBuilder('r').distinctOn(['r.gpu_class'])
        .where('r.valid_from <= :now', { now: ctx.now })
        .orderBy('r.gpu_class', 'ASC', 'NULLS FIRST').addOrderBy('r.version', 'DESC').getMany(),
    );
  }

  /** Sets a rule from now on; notices that were given keep theirs. */
  set(ctx: Ctx, input: NewReclaimRule): Promise<ComputeReclaimRule> {
    const facts = parse(ctx, schema, input);
    return this.database.command(ctx, 'setComputeReclaimRule', input, async (tx) => {
      const gpuClass = facts.gpuClass ?? null;
      if (gpuClass && !(await tx.of(GpuClass).existsBy({ code: gpuClass }))) {
        throw invalid('gpuClass', 'There is no such GPU class.', '没有该 GPU 型号。');
      }
      const { isOn, atPercent, minUsedPercent, keepPercent, replyWorkingDays, returnsTo } = facts;
      const [row] = await tx.query<{ version: number }>(
        `insert into compute_reclaim_rule (gpu_class, is_on, at_percent, min_used_percent, keep_percent, reply_working_days,
           returns_to, valid_from, set_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning version`,
        [gpuClass, isOn, atPercent, minUsedPercent, keepPercent, replyWorkingDays, returnsTo, ctx.now, ctx.actor.name],
      );
      const version = row?.version ?? 0;
      await this.audit.record(ctx, tx, {
        action: 'computeReclaimRule.set', subjectType: 'computeReclaimRule', subjectId: String(version), organisationId: null,
        after: { ...facts, gpuClass },
      });
      return { ...facts, gpuClass, version, validFrom: ctx.now, setByName: ctx.actor.name };
    });
  }

  /** The rule under which a notice was given. */
  of(ctx: Ctx, { ruleVersion }: Pick<ComputeReclaim, 'ruleVersion'>): Promise<ComputeReclaimRule> {
    return this.database.read(ctx, (tx) => tx.of(ComputeReclaimRule).findOneByOrFail({ version: ruleVersion }));
  }

  /** Whose the hours of a case are once they are taken back. */
  async returnsTo(tx: Tx, { ruleVersion }: Pick<ComputeReclaim, 'ruleVersion'>): Promise<ReclaimReturnsTo> {
    return (await tx.of(ComputeReclaimRule).findOneByOrFail({ version: ruleVersion })).returnsTo;
  }
}
