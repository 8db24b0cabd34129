import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, parse, staleVersion, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { WastePolicy } from './waste-policy.entity';

const percent = z.int().min(1).max(100);
const fen = z.int().min(0).max(1_000_000_000);
const schema = z.object({
  version: z.int(),
  reason: z.string().trim().min(1).max(400),
  rules: z.object({
    idlePercent: percent, idleHours: z.int().min(1).max(168), idleSharePercent: percent, lowPercent: percent, targetPercent: percent,
    memoryFullPercent: percent, savingPercent: percent, slowdownPercent: z.int().min(0).max(400), leastFen: fen, mediumFen: fen,
    highFen: fen, lookBackDays: z.int().min(1).max(60), snoozeDays: z.int().min(1).max(180),
  }),
});

export type SetWastePolicy = z.input<typeof schema>;

/** What counts as waste is one policy of the centre, in versions with their reasons. */
@Injectable()
export class WastePolicyService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** The policy in force. */
  current(ctx: Ctx): Promise<WastePolicy> {
    return this.database.read(ctx, (tx) =>
      tx.of(WastePolicy).createQueryBuilder('p').orderBy('p.version', 'DESC').limit(1).getOneOrFail(),
    );
  }

  /** Adds a version; `version` is that of the policy that was seen. It holds from the next look on. */
  async set(ctx: Ctx, input: SetWastePolicy): Promise<WastePolicy> {
    const { version, reason, rules } = parse(ctx, schema, input);
    const { idlePercent, lowPercent, targetPercent, leastFen, mediumFen, highFen } = rules;
    if (!(idlePercent < lowPercent && lowPercent <= targetPercent)) {
      throw invalid('rules.lowPercent', 'Idle must be below low, and low at most the target.', '空闲阈值须低于低利用率阈值，且后者不超过目标利用率。');
    }
    if (!(leastFen <= mediumFen && mediumFen <= highFen)) {
      throw invalid('rules.mediumFen', 'The amounts must rise from least to high.', '金额须按最低、中、高递增。');
    }
    return this.database.command(ctx, 'setWastePolicy', input, async (tx) => {
      const added = await tx.query(
        `insert into waste_policy (version, rules, reason, set_by_name, set_at)
         select $1::int + 1, $2, $3, $4, $5 where $1 = (select max(version) from waste_policy)
         on conflict do nothing returning version`,
        [version, JSON.stringify(rules), reason, ctx.actor.name, ctx.now],
      );
      if (added.length === 0) throw staleVersion();
      await this.audit.record(ctx, tx, {
        action: 'wastePolicy.set', subjectType: 'wastePolicy', subjectId: String(version + 1), organisationId: null, after: { rules, reason },
      });
      return tx.of(WastePolicy).findOneByOrFail({ version: version + 1 });
    });
  }
}
