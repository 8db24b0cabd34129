import { useLingui } from '@lingui/react/macro';
import { DateField, DecisionDialog, TextAreaField, toast } from '@wutong/core-web';
import { useState } from 'react';
import { addDays, dayOf, endOfDay } from '../../gpu-hours';
import type { MoveDialogProps } from './dialog-props';
import { useMove } from './use-move';

const DAYS_TO_ANSWER = 7;

/** Asks the company something; without an answer by the date the request lapses. */
export function RequestInfoDialog({ request: { id, version }, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const move = useMove();
  const today = dayOf(Date.now());
  const [question, setQuestion] = useState('');
  const [due, setDue] = useState<string | null>(addDays(today, DAYS_TO_ANSWER));
  return (
    <DecisionDialog
      title={t`Ask for more`}
      isOpen
      onClose={onClose}
      confirmLabel={t`Ask`}
      consequences={[
        t`The company is told, can change its request, and hands it in again.`,
        t`Without an answer by the date the request lapses.`,
      ]}
      onConfirm={async () => {
        await move('requestInfo', { id, version, question, dueAt: endOfDay(due ?? today) });
        toast.done(t`The company is asked`);
      }}
    >
      <TextAreaField label={t`What do you want to know?`} isRequired value={question} onChange={setQuestion} maxLength={2000} autoFocus />
      <DateField label={t`Answer by`} isRequired value={due} onChange={setDue} min={today} />
    </DecisionDialog>
  );
}
