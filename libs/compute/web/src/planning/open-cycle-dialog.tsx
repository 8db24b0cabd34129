import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { graphql, MonthField, NumberField, TextAreaField, TextField, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { dayOf, toMh } from '../gpu-hours';
import { SaveDialog } from '../pool/save-dialog';
import { useFundingStages } from './funding-stages';
import { OpenPlanningCycleDocument } from './open-cycle-dialog.graphql';

graphql`
  mutation OpenPlanningCycle($input: OpenPlanningCycleInput!) { openPlanningCycle(input: $input) { id } }
`;

/** Opens a cycle: which months, the smallest amount, how stages and past use weigh. */
export function OpenCycleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const open = useCommand(OpenPlanningCycleDocument, { refetch: ['PlanningCycles'] });
  const thisMonth = dayOf(Date.now()).slice(0, 7);
  const [first, setFirst] = useState<string | null>(addMonths(thisMonth, 1));
  const [last, setLast] = useState<string | null>(addMonths(thisMonth, 3));
  const [code, setCode] = useState(`${addMonths(thisMonth, 1)}`);
  const [note, setNote] = useState('');
  const [quantum, setQuantum] = useState<number | null>(1);
  const [halfLife, setHalfLife] = useState<number | null>(3);
  const [least, setLeast] = useState<number | null>(50);
  const [most, setMost] = useState<number | null>(200);
  const [stages, setStages] = useState<Readonly<Record<string, number | null>>>({});
  const stageNames = useFundingStages();
  const isWhole = first !== null && last !== null && code.trim() !== '' && [quantum, halfLife, least, most].every((value) => value !== null);
  const attempt = useAttempt(async () => {
    if (first === null || last === null || quantum === null || halfLife === null || least === null || most === null) return;
    const { openPlanningCycle: cycle } = await open.send({
      input: {
        code: code.trim(), firstMonth: first, lastMonth: last, quantumMh: toMh(quantum).toString(), halfLifeMonths: halfLife, leastPercent: least,
        mostPercent: most, note,
        stages: Object.entries(stages).flatMap(([stage, percent]) => (percent === null || percent === 100 ? [] : [{ stage, percent }])),
      },
    });
    void navigate({ to: '/compute/planning/$id', params: { id: cycle.id } });
  }, onClose);
  return (
    <SaveDialog title={t`Open a cycle`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t`Code`} isRequired value={code} onChange={setCode} maxLength={40} help={t`What people call it, such as 2027-Q1.`} />
        <NumberField
          label={t`Smallest amount`} isRequired value={quantum} onChange={setQuantum} minValue={0.1} maxValue={1000} step={0.1}
          unit={t`normalised hours`}
        />
        <MonthField label={t`First month`} isRequired value={first} onChange={setFirst} />
        <MonthField label={t`Last month`} isRequired value={last} onChange={setLast} />
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="font-semibold"><Trans>Weight by stage</Trans></legend>
        <p className="text-caption text-muted"><Trans>100 is neutral: at 150 a company’s share is half as large again. Companies without a stage count as 100.</Trans></p>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {stageNames.map(({ value, label }) => (
            <NumberField
              key={value} label={label} value={stages[value] ?? 100} minValue={5} maxValue={1000} step={5}
              onChange={(percent) => setStages((before) => ({ ...before, [value]: percent }))}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="font-semibold"><Trans>Correction by past use</Trans></legend>
        <p className="text-caption text-muted"><Trans>Who used less than its share in earlier cycles gains, who used more yields, between these bounds.</Trans></p>
        <div className="grid gap-3 sm:grid-cols-3">
          <NumberField label={t`Months until it counts half`} value={halfLife} onChange={setHalfLife} minValue={1} maxValue={120} />
          <NumberField label={t`At least`} value={least} onChange={setLeast} minValue={1} maxValue={1000} unit="%" />
          <NumberField label={t`At most`} value={most} onChange={setMost} minValue={1} maxValue={1000} unit="%" />
        </div>
      </fieldset>
      <TextAreaField label={t`Note`} value={note} onChange={setNote} maxLength={2000} />
    </SaveDialog>
  );
}

/** A month so many later, `YYYY-MM`. */
function addMonths(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}
