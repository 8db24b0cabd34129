import type { ApplicationCase, CaseRound } from '../case/application-case.query';
import type { EligibilityRule } from '../eligibility-rules';

/** What a decision's dialog is opened with; it is drawn only while it is open, so that it begins afresh each time. */
export interface MoveDialogProps {
  application: ApplicationCase;
  round: CaseRound | undefined;
  rules: readonly EligibilityRule[];
  onClose: () => void;
}
