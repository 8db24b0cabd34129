import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, NumberField, RadioGroup, Select, Switch, TextField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { className, toHours, toMh } from '../gpu-hours';
import { SaveDialog } from '../pool/save-dialog';
import { BudgetChoicesDocument, ChangeComputeBudgetDocument, SetComputeBudgetDocument } from './budget-dialog.graphql';
import type { BudgetStatus } from './budget-panel';

graphql`
  query BudgetChoices {
    gpuClasses { code }
    computeGrants { id gpuClass closedAt endsAt request { id number } }
  }
  mutation SetComputeBudget($input: SetComputeBudgetInput!) { setComputeBudget(input: $input) { id } }
  mutation ChangeComputeBudget($input: ChangeComputeBudgetInput!) { changeComputeBudget(input: $input) { id version } }
`;

const ALL = 'all';

/** Sets a budget, or another amount of one. */
export function BudgetDialog({ status, onClose }: { status?: BudgetStatus; onClose: () => void }) {
  const { t } = useLingui();
  const before = status?.budget;
  const { data } = useQuery(BudgetChoicesDocument);
  const [unit, setUnit] = useState<'gpu_mh' | 'fen'>(before?.unit ?? 'gpu_mh');
  const [chosenClass, setClass] = useState<string | null>(before?.gpuClass ?? null);
  const [grantId, setGrantId] = useState(before?.grantId ?? ALL);
  const [amount, setAmount] = useState<number | null>(before ? (before.unit === 'fen' ? Number(before.amount) / 100 : toHours(before.amount)) : null);
  const [text, setText] = useState((before?.thresholds ?? [50, 80, 100]).join(', '));
  const [warnsAhead, setWarnsAhead] = useState(before?.warnsAhead ?? true);
  const set = useCommand(SetComputeBudgetDocument, { refetch: ['ComputeBudgets'] });
  const change = useCommand(ChangeComputeBudgetDocument, { refetch: ['ComputeBudgets'] });
  const grants = (data?.computeGrants ?? []).filter(({ closedAt }) => !closedAt);
  const classes = (data?.gpuClasses ?? []).map(({ code }) => code);
  const ofGrant = grants.find(({ id }) => id === grantId)?.gpuClass;
  const gpuClass = ofGrant ?? chosenClass ?? (unit === 'gpu_mh' ? (grants[0]?.gpuClass ?? classes[0] ?? null) : null);
  const thresholds = text.split(/[,，、\s]+/).filter(Boolean).map(Number);
  const isRight = thresholds.length > 0 && thresholds.every((one) => Number.isInteger(one) && one >= 1 && one <= 500);
  const attempt = useAttempt(async () => {
    if (amount === null) return;
    const facts = { amount: (unit === 'fen' ? BigInt(Math.round(amount * 100)) : toMh(amount)).toString(), thresholds, warnsAhead };
    if (before) await change.send({ input: { id: before.id, version: before.version, ...facts } });
    else await set.send({ input: { unit, gpuClass, grantId: grantId === ALL ? null : grantId, ...facts } });
    toast.done(t`The budget is set`);
  }, onClose);
  return (
    <SaveDialog title={before ? t`Change the budget` : t`Set a budget`} onClose={onClose} isWhole={amount !== null && amount > 0 && isRight} attempt={attempt}>
      {!before && (
        <>
          <RadioGroup
            label={t`Counted in`} value={unit} onChange={setUnit} orientation="horizontal"
            options={[{ value: 'gpu_mh', label: t`GPU-hours` }, { value: 'fen', label: t`Yuan charged` }]}
          />
          <Select
            label={t`For`} value={grantId} onChange={setGrantId}
            options={[
              { value: ALL, label: t`Whole company` },
              ...grants.map(({ id, request, gpuClass: code }) => ({ value: id, label: `${request.number} · ${className(code)}` })),
            ]}
          />
          {!ofGrant && (
            <Select
              label={t`GPU class`} value={gpuClass ?? ALL} onChange={(next) => setClass(next === ALL ? null : next)}
              options={[...(unit === 'fen' ? [{ value: ALL, label: t`All classes` }] : []), ...classes.map((code) => ({ value: code, label: className(code) }))]}
            />
          )}
        </>
      )}
      <NumberField label={t`Amount a month`} isRequired value={amount} onChange={setAmount} minValue={0} unit={unit === 'fen' ? t`yuan` : t`GPU-hours`} />
      <TextField
        label={t`Tell me at`} value={text} onChange={setText} help={t`Percents of the amount, such as 50, 80, 100.`}
        error={isRight ? undefined : t`Write whole numbers from 1 to 500, with commas between them.`}
      />
      <Switch isSelected={warnsAhead} onChange={setWarnsAhead}><Trans>Tell me too when the forecast exceeds it</Trans></Switch>
    </SaveDialog>
  );
}
