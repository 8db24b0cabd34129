import { Trans, useLingui } from '@lingui/react/macro';
import type { Answers } from '@wutong/core-shared';
import { CircleAlert, CircleCheck, CircleDashed, UserRoundSearch } from 'lucide-react';
import { verdictOf, type EligibilityRule, type Verdict } from './eligibility-rules';

const icons = { kept: CircleCheck, broken: CircleAlert, open: CircleDashed, judged: UserRoundSearch };
const colours = { kept: 'text-ok', broken: 'text-bad', open: 'text-muted', judged: 'text-muted' };

/** The rules, each with how the answers stand to it. Without answers they are only listed. */
export function EligibilityList({ rules, answers }: { rules: readonly EligibilityRule[]; answers?: Answers }) {
  const { t } = useLingui();
  const words: Record<Verdict, string> = {
    kept: t`Met`,
    broken: t`Not met`,
    open: t`Not answered yet`,
    judged: t`Judged by the centre`,
  };
  return (
    <ul className="flex flex-col gap-2">
      {rules.map((rule) => {
        const verdict = answers ? verdictOf(rule, answers) : rule.holds ? 'open' : 'judged';
        const Icon = answers ? icons[verdict] : CircleCheck;
        return (
          <li key={rule.id} className="flex items-start gap-2">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${answers ? colours[verdict] : 'text-primary'}`} />
            <span className="min-w-0">
              <span className="tabular text-caption text-muted">{rule.id}</span> {rule.text}
              {answers && (
                <span className={`block text-caption ${colours[verdict]}`}>{words[verdict]}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What stops a submission: every broken rule at once. */
export function BrokenRules({ rules }: { rules: readonly { id: string; text: string }[] }) {
  return (
    <section role="alert" className="rounded-card bg-bad-soft px-4 py-3">
      <h2 className="flex items-center gap-2 font-semibold text-bad">
        <CircleAlert aria-hidden className="size-4" />
        <Trans>These answers do not meet the admission rules</Trans>
      </h2>
      <ul className="flex flex-col gap-0.5 pt-1.5 pl-6">
        {rules.map((rule) => (
          <li key={rule.id}>
            <span className="tabular text-caption text-muted">{rule.id}</span> {rule.text}
          </li>
        ))}
      </ul>
      <p className="pt-1.5 pl-6 text-muted">
        <Trans>Correct the answers if they are wrong. If the rule does not fit your case, talk to the centre first.</Trans>
      </p>
    </section>
  );
}
