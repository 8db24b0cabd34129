import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, Notice, NumberField, Panel, RadioGroup, Select, Skeleton, Switch, Time, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { className } from '../gpu-hours';
import { SaveDialog } from '../pool/save-dialog';
import { ComputeReclaimRulesDocument, SetComputeReclaimRuleDocument, type ComputeReclaimRulesQuery } from './reclaim-rules.graphql';

graphql`
  query ComputeReclaimRules {
    computeReclaimRules { version gpuClass isOn atPercent minUsedPercent keepPercent replyWorkingDays returnsTo validFrom setByName }
    gpuClasses { code }
  }
  mutation SetComputeReclaimRule($input: SetComputeReclaimRuleInput!) { setComputeReclaimRule(input: $input) { version } }
`;

type Rule = ComputeReclaimRulesQuery['computeReclaimRules'][number];

/** The rules in force, each as one sentence. */
export function ReclaimRules() {
  const { t } = useLingui();
  const { data } = useQuery(ComputeReclaimRulesDocument);
  if (!data) return <Skeleton className="mb-4 h-16 rounded-card" />;
  const rules = data.computeReclaimRules;
  if (rules.length === 0) {
    return (
      <Notice tone="info" title={t`There is no rule yet`}>
        <Trans>Until a rule is set nobody gets a notice. A usual one: at half of the window, with less than 40% used.</Trans>
      </Notice>
    );
  }
  return (
    <Panel title={t`Rules in force`} isFlush>
      <ul className="divide-y divide-line">
        {rules.map((rule) => <RuleLine key={rule.version} rule={rule} />)}
      </ul>
    </Panel>
  );
}

function RuleLine({ rule }: { rule: Rule }) {
  const { atPercent, minUsedPercent, keepPercent, replyWorkingDays, returnsTo, isOn, validFrom, setByName, version } = rule;
  return (
    <li className="px-4 py-2.5">
      <p>
        <strong className="font-semibold">{rule.gpuClass ? className(rule.gpuClass) : <Trans>All other classes</Trans>}</strong>
        {' · '}
        {isOn ? (
          <Trans>
            from {atPercent}% of the window on, with less than {minUsedPercent}% used: notice, {replyWorkingDays} working days to
            answer; the grant keeps {keepPercent}% of what its pace needs.
          </Trans>
        ) : <Trans>no notices are given.</Trans>}{' '}
        {isOn && (returnsTo === 'centre' ? <Trans>The rest goes back to the centre.</Trans> : <Trans>The rest goes back to the company’s quota.</Trans>)}
      </p>
      <p className="text-caption text-muted"><Trans>Rule {version}, set by {setByName} on <Time value={validFrom} as="date" /></Trans></p>
    </li>
  );
}

const ALL = 'all';

/** Sets the rule for all classes or for one. */
export function ReclaimRuleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { data } = useQuery(ComputeReclaimRulesDocument);
  const [gpuClass, setGpuClass] = useState(ALL);
  const [changed, setChanged] = useState<Partial<Rule>>({});
  const set = useCommand(SetComputeReclaimRuleDocument, { refetch: ['ComputeReclaimRules'] });
  const inForce = data?.computeReclaimRules.find((rule) => rule.gpuClass === (gpuClass === ALL ? null : gpuClass)) ?? data?.computeReclaimRules[0];
  const rule = {
    isOn: true, atPercent: 50, minUsedPercent: 40, keepPercent: 150, replyWorkingDays: 5, returnsTo: 'tenant' as const, ...inForce, ...changed,
  };
  const { isOn, atPercent, minUsedPercent, keepPercent, replyWorkingDays, returnsTo } = rule;
  const change = (field: 'atPercent' | 'minUsedPercent' | 'keepPercent' | 'replyWorkingDays') => (value: number | null) =>
    setChanged((before) => ({ ...before, [field]: value ?? 0 }));
  const attempt = useAttempt(async () => {
    await set.send({
      input: { gpuClass: gpuClass === ALL ? null : gpuClass, isOn, atPercent, minUsedPercent, keepPercent, replyWorkingDays, returnsTo },
    });
    toast.done(t`The rule is in force`);
  }, onClose);
  return (
    <SaveDialog title={t`Set a rule for idle hours`} onClose={onClose} isWhole={Boolean(data)} attempt={attempt}>
      <Select
        label={t`GPU class`} value={gpuClass}
        onChange={(next) => {
          setGpuClass(next);
          setChanged({});
        }}
        options={[
          { value: ALL, label: t`All other classes` },
          ...(data?.gpuClasses ?? []).map(({ code }) => ({ value: code, label: className(code) })),
        ]}
      />
      <Switch isSelected={isOn} onChange={(value) => setChanged((before) => ({ ...before, isOn: value }))}><Trans>Give notices</Trans></Switch>
      {isOn && (
        <>
          <NumberField label={t`Looked at from this share of the window on`} unit="%" value={atPercent} onChange={change('atPercent')} minValue={10} maxValue={90} />
          <NumberField label={t`Notice when less than this is used`} unit="%" value={minUsedPercent} onChange={change('minUsedPercent')} minValue={1} maxValue={100} />
          <NumberField
            label={t`Kept of what its pace needs`} unit="%" value={keepPercent} onChange={change('keepPercent')} minValue={100} maxValue={1000}
            help={t`150% leaves half as much again as the grant would use to its end at its pace so far.`}
          />
          <NumberField label={t`Working days to answer`} value={replyWorkingDays} onChange={change('replyWorkingDays')} minValue={1} maxValue={60} />
          <RadioGroup
            label={t`The hours go back to`} value={returnsTo} onChange={(value) => setChanged((before) => ({ ...before, returnsTo: value }))}
            options={[{ value: 'tenant', label: t`The company’s quota` }, { value: 'centre', label: t`The centre` }]}
          />
        </>
      )}
    </SaveDialog>
  );
}
