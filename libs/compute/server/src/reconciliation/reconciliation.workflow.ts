import { defineWorkflow, type CaseType } from '@wutong/core-server';
import { Reconciliation } from './reconciliation.entity';

const CENTRE = ['platform_operator', 'finance'] as const;
const WRITERS_OFF = ['finance', 'approver'] as const;

/**
 * How a supplier's month is settled. A corrected bill opens it again; `matched`, `agreed` and `written_off` are final, and a
 * bill that comes later opens another round.
 */
export const reconciliationWorkflow = defineWorkflow({
  name: 'reconciliation',
  initial: 'open',
  terminal: ['matched', 'agreed', 'written_off'],
  moves: [
    { event: 'confirm', from: 'open', to: 'matched', by: CENTRE },
    { event: 'dispute', from: 'open', to: 'disputed', by: CENTRE, reason: true },
    { event: 'writeOff', from: 'open', to: 'written_off', by: WRITERS_OFF, reason: true },
    { event: 'accept', from: 'disputed', to: 'correction_due', by: ['supplier'] },
    { event: 'reject', from: 'disputed', to: 'rejected', by: ['supplier'], reason: true },
    { event: 'correct', from: 'disputed', to: 'open', by: ['system'] },
    { event: 'writeOff', from: 'disputed', to: 'written_off', by: WRITERS_OFF, reason: true },
    { event: 'correct', from: 'correction_due', to: 'open', by: ['system'] },
    { event: 'settle', from: 'correction_due', to: 'agreed', by: ['finance'], reason: true },
    { event: 'writeOff', from: 'correction_due', to: 'written_off', by: WRITERS_OFF, reason: true },
    { event: 'dispute', from: 'rejected', to: 'disputed', by: CENTRE, reason: true },
    { event: 'correct', from: 'rejected', to: 'open', by: ['system'] },
    { event: 'writeOff', from: 'rejected', to: 'written_off', by: WRITERS_OFF, reason: true },
  ],
});

/** Reconciliations as cases: what the roles alone do not say. */
export const reconciliationCase: CaseType<Reconciliation, typeof reconciliationWorkflow> = {
  entity: Reconciliation,
  workflow: reconciliationWorkflow,
  allowed: ({ actor }, { differences, disputedBy, importedBy }, { event, from }) => {
    switch (event) {
      case 'confirm':
        return differences === 0;
      case 'dispute':
        return from === 'rejected' || differences > 0;
      // Four eyes: who disputed, or brought the bill in, does not let the difference go.
      case 'settle':
      case 'writeOff':
        return actor.userId !== (from === 'open' ? importedBy : disputedBy);
      default:
        return true;
    }
  },
};
