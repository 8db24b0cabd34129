import type { RequestCase } from '../compute-request-case.query';

/** What a decision's dialog is opened with; it is drawn only while it is open, so that it begins afresh each time. */
export interface MoveDialogProps {
  request: RequestCase;
  onClose: () => void;
}
