import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit, Database, invalid, parse, type Ctx } from '@wutong/core-server';
import { z } from 'zod';
import { CURRENT_FORM_VERSION } from '../application/tenancy-application.form';
import { IntakeRound } from './intake-round.entity';

const schema = z.object({
  nameZh: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().min(1).max(120),
  opensAt: z.date(),
  closesAt: z.date(),
  endsAt: z.date(),
  graceMinutes: z.int().min(0).max(1440).nullish().transform((minutes) => minutes ?? 30),
  desks: z.int().min(1).max(10_000),
});

export type OpenIntakeRoundInput = z.input<typeof schema>;

/** Rounds of admission. A round keeps the form with which it opened; applications of it are never asked for another. */
@Injectable()
export class IntakeRoundService {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  list(ctx: Ctx): Promise<IntakeRound[]> {
    return this.database.read(ctx, (tx) => tx.of(IntakeRound).find({ order: { closesAt: 'DESC' } }));
  }

  async open(ctx: Ctx, input: OpenIntakeRoundInput): Promise<IntakeRound> {
    const round = parse(ctx, schema, input);
    if (round.closesAt <= round.opensAt) throw invalid('closesAt', 'The round must close after it opens.', '截止时间须晚于开放时间。');
    if (round.endsAt < round.closesAt) {
      throw invalid('endsAt', 'The waiting list must last at least until the deadline.', '候补截止时间不得早于申请截止时间。');
    }
    return this.database.command(ctx, 'openIntakeRound', input, async (tx) => {
      const opened = { ...round, id: randomUUID(), desksTaken: 0, formVersion: CURRENT_FORM_VERSION };
      await tx.insert(IntakeRound, opened);
      await this.audit.record(ctx, tx, {
        action: 'intakeRound.open', subjectType: 'intakeRound', subjectId: opened.id, organisationId: null,
        after: { nameEn: round.nameEn, desks: round.desks },
      });
      return opened;
    });
  }
}
