import { Trans, useLingui } from '@lingui/react/macro';
import type { LocalisedText } from '@wutong/core-shared';
import { NumberField, TextAreaField, TextField, useAttempt } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import { newKey } from '../request-form/question';
import { DESCRIBED, type Criterion, type Described } from './rubric';

interface CriterionDialogProps {
  /** Absent for a new one. */
  criterion?: Criterion;
  /** Percent that the others leave, proposed for a new one. */
  left: number;
  /** Keys that a new one cannot have. */
  taken: ReadonlySet<string>;
  onSave: (criterion: Criterion) => void;
  onClose: () => void;
}

const NO_TEXT: LocalisedText = { en: '', 'zh-CN': '' };

/** One criterion: its name, what to look at, what it counts, and what a 1, 3 and 5 mean, in both languages. */
export function CriterionDialog({ criterion: before, left, taken, onSave, onClose }: CriterionDialogProps) {
  const { t } = useLingui();
  const [name, setName] = useState(before?.name ?? NO_TEXT);
  const [guidance, setGuidance] = useState(before?.guidance ?? NO_TEXT);
  const [weight, setWeight] = useState<number | null>(before?.weight ?? (left > 0 ? left : null));
  const [levels, setLevels] = useState(before?.levels ?? { 1: NO_TEXT, 3: NO_TEXT, 5: NO_TEXT });
  const isWhole = weight !== null && [name, guidance, ...DESCRIBED.map((level) => levels[level])].every(isBoth);
  const attempt = useAttempt(() => {
    if (weight === null) return Promise.resolve();
    onSave({
      key: before?.key ?? newKey(name.en, taken), name: trim(name), guidance: trim(guidance), weight,
      levels: { 1: trim(levels[1]), 3: trim(levels[3]), 5: trim(levels[5]) },
    });
    return Promise.resolve();
  }, onClose);
  const meanings: Record<Described, string> = { 1: t`1 means, in Chinese`, 3: t`3 means, in Chinese`, 5: t`5 means, in Chinese` };
  const englishMeanings: Record<Described, string> = { 1: t`1 means, in English`, 3: t`3 means, in English`, 5: t`5 means, in English` };
  return (
    <SaveDialog title={before ? t`Change the criterion` : t`New criterion`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t`Name in Chinese`} isRequired value={name['zh-CN']} onChange={(zh) => setName({ ...name, 'zh-CN': zh })} maxLength={60} autoFocus />
        <TextField label={t`Name in English`} isRequired value={name.en} onChange={(en) => setName({ ...name, en })} maxLength={60} />
        <TextAreaField
          label={t`What to look at, in Chinese`} isRequired value={guidance['zh-CN']} maxLength={400}
          onChange={(zh) => setGuidance({ ...guidance, 'zh-CN': zh })}
        />
        <TextAreaField
          label={t`What to look at, in English`} isRequired value={guidance.en} maxLength={400} onChange={(en) => setGuidance({ ...guidance, en })}
        />
      </div>
      <NumberField
        label={t`Weight, %`} isRequired value={weight} onChange={setWeight} minValue={1} maxValue={100}
        formatOptions={{ maximumFractionDigits: 0 }} help={t`Its part of a review’s score. All criteria are 100% in all.`}
      />
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="pb-1.5 font-medium"><Trans>What the scores mean; 2 and 4 lie between</Trans></legend>
        {DESCRIBED.flatMap((level) => [
          <TextField
            key={`${level}-zh`} label={meanings[level]} isRequired value={levels[level]['zh-CN']} maxLength={200}
            onChange={(zh) => setLevels({ ...levels, [level]: { ...levels[level], 'zh-CN': zh } })}
          />,
          <TextField
            key={`${level}-en`} label={englishMeanings[level]} isRequired value={levels[level].en} maxLength={200}
            onChange={(en) => setLevels({ ...levels, [level]: { ...levels[level], en } })}
          />,
        ])}
      </fieldset>
    </SaveDialog>
  );
}

function isBoth({ en, 'zh-CN': zh }: LocalisedText): boolean {
  return en.trim() !== '' && zh.trim() !== '';
}

function trim({ en, 'zh-CN': zh }: LocalisedText): LocalisedText {
  return { en: en.trim(), 'zh-CN': zh.trim() };
}
