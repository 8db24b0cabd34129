import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { conflict, invalid, type Ctx, type Tx } from '@wutong/core-server';
import { PanelDecision } from './panel-decision.entity';
import type { PanelInput } from './tenancy-application.inputs';
import type { TenancyApplication } from './tenancy-application.entity';

/** How many of the centre's people must be in the room, those with a conflict of interest not counted. */
const QUORUM = 3;

/** Records what the admission panel decided: quorum, minutes, and who stayed out for a conflict of interest. */
@Injectable()
export class AdmissionPanel {
  async record(
    ctx: Ctx, tx: Tx, application: TenancyApplication, decision: string, panel: PanelInput | null,
  ): Promise<void> {
    if (!panel) throw invalid('panel', 'Say who was there, and give the minutes.', '请填写到会人员与会议纪要。');
    if (panel.minutes.trim() === '') throw invalid('panel.minutes', 'The minutes are missing.', '请填写会议纪要。');
    const people = await tx.query<{ id: string; name: string; conflicted: boolean }>(
      `select u.id, u.name, $2 = any (conflicts_of(u.id, o.kind)) as conflicted
         from app_user u
         join membership m on m.user_id = u.id and m.state = 'active'
         join organisation o on o.id = m.organisation_id and o.kind = 'centre'
        where u.id = any($1::uuid[])`,
      [panel.present, application.organisationId],
    );
    if (people.length !== new Set(panel.present).size) {
      throw invalid('panel.present', 'Only people of the centre sit on the panel.', '评审会成员须为中心人员。');
    }
    const voting = people.filter(({ conflicted }) => !conflicted);
    if (voting.length < QUORUM) {
      throw conflict(
        'NO_QUORUM',
        `The panel needs ${QUORUM} people without a conflict of interest; ${voting.length} were there.`,
        `评审会须有 ${QUORUM} 名无利益冲突的成员到会，当前仅 ${voting.length} 名。`,
        { quorum: QUORUM, present: voting.length },
      );
    }
    await tx.insert(PanelDecision, {
      id: randomUUID(), applicationId: application.id, organisationId: application.organisationId, decision,
      presentNames: voting.map(({ name }) => name),
      absentForConflictNames: people.filter(({ conflicted }) => conflicted).map(({ name }) => name),
      minutes: panel.minutes, decidedAt: ctx.now,
    });
  }
}
