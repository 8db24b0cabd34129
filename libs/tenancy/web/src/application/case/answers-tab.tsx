import { Trans, useLingui } from '@lingui/react/macro';
import type { Answers, FormDefinition } from '@wutong/core-shared';
import { diffAnswers } from '@wutong/core-shared';
import { AnswersView, Panel, Select, useFormat } from '@wutong/core-web';
import { useMemo, useState } from 'react';
import type { ApplicationCase } from './application-case.query';
import { ChangeList } from './change-list';

interface AnswersTabProps {
  application: ApplicationCase;
  /** The answers to read: what was handed in, or for the company what it is writing. */
  answers: Answers;
}

/** The answers as they are read, and between two hand-ins what changed. */
export function AnswersTab({ application, answers }: AnswersTabProps) {
  const { t } = useLingui();
  const format = useFormat();
  const definition = application.form as FormDefinition;
  const earlier = application.revisions.slice(0, -1);
  const [against, setAgainst] = useState<string>(String(earlier.at(-1)?.revision ?? 'none'));
  const before = earlier.find(({ revision }) => String(revision) === against);
  const changes = useMemo(
    () => (before ? diffAnswers(definition, before.answers as Answers, answers) : []),
    [definition, before, answers],
  );
  const changed = useMemo(
    () => new Set(changes.flatMap((section) => section.changes.map(({ field }) => field))),
    [changes],
  );
  return (
    <div className="flex flex-col gap-4">
      {earlier.length > 0 && (
        <Panel
          title={t`What changed`}
          actions={
            <Select
              label={<span className="sr-only">{t`Compare with`}</span>}
              className="w-64 max-w-full"
              options={earlier.toReversed().map((one) => ({
                value: String(one.revision),
                label: t`Since hand-in ${one.revision} (${format.day(one.submittedAt)})`,
              }))}
              value={against}
              onChange={setAgainst}
            />
          }
        >
          {changes.length === 0 ? (
            <p className="text-muted">
              <Trans>Nothing was changed.</Trans>
            </p>
          ) : (
            <ChangeList definition={definition} changes={changes} />
          )}
        </Panel>
      )}
      <Panel>
        <AnswersView definition={definition} answers={answers} changed={changed} />
      </Panel>
    </div>
  );
}
