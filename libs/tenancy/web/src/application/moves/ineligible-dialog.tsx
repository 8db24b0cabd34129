import { useLingui } from '@lingui/react/macro';
import type { Answers } from '@wutong/core-shared';
import { CheckboxGroup, DecisionDialog, TextAreaField, toast } from '@wutong/core-web';
import { useState } from 'react';
import { brokenRules } from '../eligibility-rules';
import type { MoveDialogProps } from './dialog-props';
import { useMove } from './use-move';

/** Ends screening with a finding of ineligibility that cites its rules. */
export function IneligibleDialog({ application, rules, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const move = useMove();
  const [cited, setCited] = useState(() => brokenRules(rules, application.answers as Answers).map(({ id }) => id));
  const [reason, setReason] = useState('');
  return (
    <DecisionDialog
      title={t`Find ineligible`}
      isOpen
      onClose={onClose}
      isDanger
      confirmLabel={t`Find ineligible`}
      consequences={[
        t`The company is told the rules you cite and your reason.`,
        t`It can appeal once within 10 working days; otherwise the application is closed.`,
      ]}
      fourEyes={t`An approver other than you judges an appeal.`}
      onConfirm={async () => {
        await move('markIneligible', {
          id: application.id, version: application.version, rules: cited, reason: reason.trim(),
        });
        toast.done(t`Found ineligible, and the company is told`);
      }}
    >
      <CheckboxGroup
        label={t`Rules not met`}
        isRequired
        options={rules.map((rule) => ({ value: rule.id, label: `${rule.id}  ${rule.text}` }))}
        value={cited}
        onChange={setCited}
      />
      <TextAreaField
        label={t`Reason`}
        help={t`The company reads it. Name the facts on which it rests.`}
        isRequired
        value={reason}
        onChange={setReason}
        maxLength={2000}
      />
    </DecisionDialog>
  );
}
