import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CheckboxGroup, NumberField, RadioGroup, Select, TextField, useAttempt } from '@wutong/core-web';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import { PURPOSE_KINDS, useRequestWords } from '../request/request-words';
import { hasOptions, KINDS, NEW_QUESTION, type Question } from './question';
import { useKindWords } from './question-words';

export interface QuestionDialogProps {
  /** Absent for a new one. */
  question?: Question;
  onSave: (question: Question) => void;
  onClose: () => void;
}

/** One question: in both languages, of which kind, for whom, and whether an answer is needed. */
export function QuestionDialog({ question: before, onSave, onClose }: QuestionDialogProps) {
  const { t } = useLingui();
  const kindWords = useKindWords();
  const words = useRequestWords();
  const [question, setQuestion] = useState<Question>(before ?? NEW_QUESTION);
  const set = (changes: Partial<Question>) => setQuestion((now) => ({ ...now, ...changes }));
  const { label, help, kind, purposes, need, fromHours, options } = question;
  const isBoth = ({ en, 'zh-CN': zh }: typeof label) => en.trim() !== '' && zh.trim() !== '';
  const isHelpWhole = isBoth(help) || (help.en.trim() === '' && help['zh-CN'].trim() === '');
  const isWhole = isBoth(label) && isHelpWhole && (need !== 'from' || fromHours !== null) &&
    (!hasOptions(kind) || (options.length > 1 && options.every((option) => isBoth(option.label))));
  const attempt = useAttempt(() => Promise.resolve(onSave(question)), onClose);
  return (
    <SaveDialog title={before ? t`Change the question` : t`New question`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t`Question in Chinese`} isRequired value={label['zh-CN']} onChange={(zh) => set({ label: { ...label, 'zh-CN': zh } })} maxLength={120} autoFocus />
        <TextField label={t`Question in English`} isRequired value={label.en} onChange={(en) => set({ label: { ...label, en } })} maxLength={160} />
        <TextField
          label={t`Help in Chinese`} value={help['zh-CN']} onChange={(zh) => set({ help: { ...help, 'zh-CN': zh } })} maxLength={240}
          error={isHelpWhole ? undefined : t`In both languages, or in neither.`}
        />
        <TextField label={t`Help in English`} value={help.en} onChange={(en) => set({ help: { ...help, en } })} maxLength={300} />
      </div>
      <Select
        label={t`Kind of answer`} isRequired value={kind} onChange={(next) => set({ kind: next })}
        options={KINDS.map((value) => ({ value, label: kindWords(value) }))}
      />
      {hasOptions(kind) && <Options options={options} onChange={(next) => set({ options: next })} />}
      <CheckboxGroup
        label={t({ message: 'Asked for', context: 'purposes of a question' })} value={purposes} onChange={(next) => set({ purposes: next })} help={t`None chosen: whatever the hours are for.`}
        options={PURPOSE_KINDS.map((value) => ({ value, label: words.purpose(value) }))}
      />
      <RadioGroup
        label={t`Is an answer needed?`} value={need} onChange={(next) => set({ need: next })}
        options={[
          { value: 'optional', label: t({ message: 'No', context: 'answer needed' }) },
          { value: 'always', label: t({ message: 'Always', context: 'answer needed' }) },
          { value: 'from', label: t`From a size on` },
        ]}
      />
      {need === 'from' && (
        <NumberField
          label={t`GPU-hours from which it is needed`} isRequired value={fromHours} onChange={(next) => set({ fromHours: next })}
          minValue={1} formatOptions={{ maximumFractionDigits: 0 }}
        />
      )}
    </SaveDialog>
  );
}

function Options({ options, onChange }: { options: Question['options']; onChange: (options: Question['options']) => void }) {
  const { t } = useLingui();
  const change = (place: number, label: Partial<Question['label']>) =>
    onChange(options.map((option, which) => (which === place ? { ...option, label: { ...option.label, ...label } } : option)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1.5 font-medium"><Trans>To choose from</Trans></legend>
      {options.map(({ value, label }, place) => (
        <div key={value ?? `new-${place}`} className="flex items-end gap-2">
          <TextField
            className="flex-1" label={t`Choice ${place + 1} in Chinese`} value={label['zh-CN']} maxLength={60}
            onChange={(zh) => change(place, { 'zh-CN': zh })}
          />
          <TextField
            className="flex-1" label={t`Choice ${place + 1} in English`} value={label.en} maxLength={80}
            onChange={(en) => change(place, { en })}
          />
          <Button
            variant="quiet" iconOnly aria-label={t`Remove choice ${place + 1}`} isDisabled={options.length < 3}
            onPress={() => onChange(options.filter((_, which) => which !== place))}
          >
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      <span>
        <Button size="sm" isDisabled={options.length >= 12} onPress={() => onChange([...options, { label: { en: '', 'zh-CN': '' } }])}>
          <Trans>Another choice</Trans>
        </Button>
      </span>
    </fieldset>
  );
}
