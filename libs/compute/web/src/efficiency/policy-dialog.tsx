import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { graphql, NumberField, Skeleton, TextField, toast, useAttempt, useCommand } from '@wutong/core-web';
import { useState } from 'react';
import { SaveDialog } from '../pool/save-dialog';
import { SetWastePolicyDocument, WastePolicyDocument, type WastePolicyQuery } from './policy-dialog.graphql';

graphql`
  query WastePolicy {
    wastePolicy {
      version reason setByName setAt
      rules {
        idlePercent idleHours idleSharePercent lowPercent targetPercent memoryFullPercent savingPercent slowdownPercent leastFen
        mediumFen highFen lookBackDays snoozeDays
      }
    }
  }
  mutation SetWastePolicy($input: SetWastePolicyInput!) { setWastePolicy(input: $input) { version } }
`;

type Policy = WastePolicyQuery['wastePolicy'];
type Rule = Exclude<keyof Policy['rules'], '__typename'>;

/** What counts as waste; each change is a version with its reason. */
export function PolicyDialog({ onClose }: { onClose: () => void }) {
  const { data } = useQuery(WastePolicyDocument, { fetchPolicy: 'network-only' });
  return data ? <Fields policy={data.wastePolicy} onClose={onClose} /> : <Skeleton className="sr-only" />;
}

function Fields({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const { t } = useLingui();
  const { __typename: _, ...before } = policy.rules as Policy['rules'] & { __typename?: string };
  const [rules, setRules] = useState<Record<Rule, number | null>>(before);
  const [reason, setReason] = useState('');
  const set = useCommand(SetWastePolicyDocument, { refetch: ['WastePolicy', 'GpuEfficiency'] });
  const isWhole = reason.trim() !== '' && Object.values(rules).every((value) => value !== null);
  const attempt = useAttempt(async () => {
    await set.send({ input: { version: policy.version, reason: reason.trim(), rules: rules as Record<Rule, number> } });
    toast.done(t`It holds from the next look on, early tomorrow`);
  }, onClose);
  const labels: Record<Rule, string> = {
    idlePercent: t`Idle below (%)`, idleHours: t`Idle on end (hours)`, idleSharePercent: t`Or idle for (% of the time)`,
    lowPercent: t`Poorly used below (%)`, targetPercent: t`Target utilisation (%)`, memoryFullPercent: t`Memory full from (%)`,
    savingPercent: t`Least saving elsewhere (%)`, slowdownPercent: t`Longest slow-down (%)`, leastFen: t`Told from (¥)`,
    mediumFen: t`Medium from (¥)`, highFen: t`High from (¥)`, lookBackDays: t`Days looked at`, snoozeDays: t`Quiet after an answer (days)`,
  };
  const isMoney = (rule: Rule) => rule.endsWith('Fen');
  return (
    <SaveDialog title={t`What counts as waste`} onClose={onClose} isWhole={isWhole} attempt={attempt}>
      <div className="grid gap-3 sm:grid-cols-2">
        {(Object.keys(labels) as Rule[]).map((rule) => {
          const value = rules[rule];
          return (
            <NumberField
              key={rule} label={labels[rule]} isRequired minValue={0}
              value={value !== null && isMoney(rule) ? value / 100 : value}
              onChange={(next) => setRules({ ...rules, [rule]: next !== null && isMoney(rule) ? Math.round(next * 100) : next })}
            />
          );
        })}
      </div>
      <TextField label={t`Reason for the change`} isRequired value={reason} onChange={setReason} maxLength={400} />
      <p className="text-caption text-muted"><Trans>Version {policy.version}, set by {policy.setByName}: {policy.reason}</Trans></p>
    </SaveDialog>
  );
}
