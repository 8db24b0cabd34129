import { Trans, useLingui } from '@lingui/react/macro';
import type { FormDefinition, FormEvaluation } from '@wutong/core-shared';
import { Check, Circle, CircleAlert, CircleDot } from 'lucide-react';
import { cx } from '../ui/cx';
import { Progress } from '../ui/display';
import { useSay } from './say';

/** The sections with how far each is; a bar on top of it all. */
export function SectionNav(props: { definition: FormDefinition; evaluation: FormEvaluation; isAsked: boolean }) {
  const { t } = useLingui();
  const say = useSay();
  const { definition, evaluation, isAsked } = props;
  const required = evaluation.progress.reduce((sum, section) => sum + section.required, 0);
  const filled = evaluation.progress.reduce((sum, section) => sum + section.filled, 0);
  return (
    <nav aria-label={t`Sections`} className="flex min-w-0 flex-col gap-3">
      <Progress
        label={t`Required answers`}
        value={required === 0 ? 100 : (100 * filled) / required}
        text={`${filled} / ${required}`}
      />
      <ol className="hidden flex-col lg:flex">
        {evaluation.progress.map((progress) => {
          const title = say(definition.sections.find((section) => section.key === progress.section)?.title);
          const Icon = progress.complete ? Check : isAsked ? CircleAlert : progress.filled > 0 ? CircleDot : Circle;
          return (
            <li key={progress.section}>
              <a
                href={`#section-${progress.section}`}
                className="flex items-start gap-2 rounded-control px-2 py-1.5 hover:bg-fg/6"
              >
                <Icon
                  aria-hidden
                  className={cx(
                    'mt-0.5 size-4 shrink-0',
                    progress.complete ? 'text-ok' : isAsked ? 'text-bad' : progress.filled > 0 ? 'text-primary' : 'text-muted',
                  )}
                />
                <span className="min-w-0 flex-1">{title}</span>
                <span className="tabular text-caption text-muted">
                  {progress.complete ? (
                    <span className="sr-only">
                      <Trans>complete</Trans>
                    </span>
                  ) : (
                    `${progress.filled}/${progress.required}`
                  )}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
