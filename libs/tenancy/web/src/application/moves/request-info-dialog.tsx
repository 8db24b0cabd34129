import { useLingui } from '@lingui/react/macro';
import { addWorkingDays, dayInShanghai, type FormDefinition } from '@wutong/core-shared';
import { CheckboxGroup, DateField, DecisionDialog, TextAreaField, toast, useSay } from '@wutong/core-web';
import { useState } from 'react';
import { endOfDay } from '../due';
import type { MoveDialogProps } from './dialog-props';
import { useMove } from './use-move';

/** Working days that a company usually has to answer. */
const USUAL_DAYS = 5;

/** Asks the company for more on named sections, until a date. */
export function RequestInfoDialog({ application, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const say = useSay();
  const move = useMove();
  const [sections, setSections] = useState<string[]>([]);
  const [question, setQuestion] = useState('');
  const [day, setDay] = useState<string | null>(addWorkingDays(new Date(), USUAL_DAYS).day);
  const form = application.form as FormDefinition;
  return (
    <DecisionDialog
      title={t`Ask for more`}
      isOpen
      onClose={onClose}
      confirmLabel={t`Send the request`}
      consequences={[
        t`The sections you tick open again for the company, and no others.`,
        t`Its founders are told by notification and e-mail; your words stand above their form.`,
        t`If nothing comes by the date, the application lapses by itself.`,
      ]}
      onConfirm={async () => {
        await move('requestInfo', {
          id: application.id, version: application.version, sections, reason: question.trim(),
          dueAt: endOfDay(day ?? dayInShanghai(new Date())),
        });
        toast.done(t`The request is sent`);
      }}
    >
      <CheckboxGroup
        label={t`Sections to open`}
        isRequired
        options={form.sections.map((section) => ({ value: section.key, label: say(section.title) }))}
        value={sections}
        onChange={setSections}
      />
      <TextAreaField
        label={t`What is missing`}
        help={t`The company reads this above its form. Say what you need and in which shape.`}
        isRequired
        value={question}
        onChange={setQuestion}
        maxLength={2000}
      />
      <DateField
        label={t`Answer by`}
        help={t`Until the end of that day in Shanghai.`}
        isRequired
        min={dayInShanghai(new Date())}
        value={day}
        onChange={setDay}
      />
    </DecisionDialog>
  );
}
