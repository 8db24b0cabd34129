import { Injectable } from '@nestjs/common';
import { Audit, conflict, Database, denied, invalid, notFound, type Ctx } from '@wutong/core-server';
import { ApplicationLookup } from '../application/application-lookup';
import { DueDiligenceItem, DueDiligenceStatus } from './due-diligence-item.entity';

/**
 * Checks before the panel. A screener ticks one with what was found; only an approver may waive one, with the reason.
 * Both can be undone while the application is still in due diligence.
 */
@Injectable()
export class DueDiligenceService {
  constructor(
    private readonly lookup: ApplicationLookup,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async settle(
    ctx: Ctx, input: { itemId: string; status: DueDiligenceStatus; note?: string | null },
  ): Promise<DueDiligenceItem> {
    const note = input.note?.trim() || null;
    const waived = input.status === DueDiligenceStatus.WAIVED;
    if (waived && !ctx.actor.roles.includes('approver')) throw denied();
    if (waived && !note) throw invalid('note', 'Say why this check is waived.', '请说明豁免理由。');
    return this.database.command(ctx, 'settleDueDiligenceItem', input, async (tx) => {
      const item = await tx.of(DueDiligenceItem).findOneBy({ id: input.itemId });
      if (!item) throw notFound();
      const application = await this.lookup.locked(tx, item.applicationId);
      if (application.state !== 'due_diligence') {
        throw conflict('NOT_NOW', 'Due diligence is over for this application.', '该申请的尽职调查已结束。');
      }
      const open = input.status === DueDiligenceStatus.OPEN;
      const settled = {
        status: input.status, note: open ? null : note,
        settledByName: open ? null : ctx.actor.name, settledAt: open ? null : ctx.now,
      };
      await tx.of(DueDiligenceItem).update({ id: item.id }, settled);
      await this.audit.record(ctx, tx, {
        action: 'dueDiligenceItem.settle', subjectType: 'dueDiligenceItem', subjectId: item.id,
        organisationId: item.organisationId, before: { status: item.status, note: item.note },
        after: { key: item.key, status: settled.status, note: settled.note },
      });
      return { ...item, ...settled };
    });
  }
}
