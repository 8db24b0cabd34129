import { Plural, Trans, useLingui } from '@lingui/react/macro';
import {
  Button, DecisionDialog, EmptyState, graphql, Panel, Progress, ReasonDialog, Tag, TextAreaField, Time, toast, useCan,
  useCommand, useViewer,
} from '@wutong/core-web';
import { CircleCheck, CircleDashed, CircleSlash, ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { ApplicationCase, Check } from './application-case.query';
import { SettleDueDiligenceItemDocument } from './check-list.graphql';

graphql`
  mutation SettleDueDiligenceItem($input: SettleDueDiligenceItemInput!) {
    settleDueDiligenceItem(input: $input) {
      id
      status
      note
      settledByName
      settledAt
    }
  }
`;

/** Mandatory checks that are done or waived, of how many. */
export function checkProgress(checks: readonly Pick<Check, 'mandatory' | 'status'>[]): { settled: number; of: number } {
  const mandatory = checks.filter((check) => check.mandatory);
  return { settled: mandatory.filter(({ status }) => status !== 'OPEN').length, of: mandatory.length };
}

/** Due diligence: each check with what was found; ticked by a screener, waived by an approver with a reason. */
export function CheckList({ application }: { application: ApplicationCase }) {
  const { t } = useLingui();
  const canCheck = useCan('tenancy-application.check') && application.state === 'due_diligence';
  const canWaive = canCheck && (useViewer().actingFor?.roles.includes('approver') ?? false);
  const settle = useCommand(SettleDueDiligenceItemDocument);
  const [asked, setAsked] = useState<{ check: Check; status: 'DONE' | 'WAIVED' } | null>(null);
  const [note, setNote] = useState('');
  const checks = application.dueDiligence;
  const { settled, of } = checkProgress(checks);
  const close = () => {
    setAsked(null);
    setNote('');
  };
  const undo = async (check: Check) => {
    const done = await settle.run({ input: { itemId: check.id, status: 'OPEN' } });
    if (done) toast.done(t`The check is open again`);
  };
  if (checks.length === 0) {
    return (
      <Panel title={t`Checks`}>
        <EmptyState icon={<ListChecks />} title={<Trans>No checks yet</Trans>}>
          <Trans>The checklist opens when the application passes screening.</Trans>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title={t`Checks`} isFlush>
      <div className="border-b border-line px-4 py-3">
        <Progress
          label={t`Mandatory checks`}
          value={of === 0 ? 100 : (100 * settled) / of}
          text={t`${settled} of ${of} done`}
        />
        {application.state === 'due_diligence' && settled < of && (
          <p className="pt-1.5 text-caption text-muted">
            <Plural
              value={of - settled}
              one="# is open before the panel can decide."
              other="# are open before the panel can decide."
            />
          </p>
        )}
      </div>
      <ul>
        {checks.map((check) => (
          <li key={check.id} className="flex gap-2.5 border-b border-line px-4 py-3 last:border-b-0">
            <CheckIcon status={check.status} />
            <div className="min-w-0 flex-1">
              <p className="wrap-anywhere">
                {check.text}
                {!check.mandatory && (
                  <span className="text-caption text-muted">
                    {' '}
                    <Trans>(optional)</Trans>
                  </span>
                )}
              </p>
              {check.status !== 'OPEN' && (
                <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-caption text-muted">
                  {check.status === 'WAIVED' && (
                    <Tag tone="warn">
                      <Trans>Waived</Trans>
                    </Tag>
                  )}
                  <span>{check.settledByName}</span>
                  {check.settledAt && <Time value={check.settledAt} as="relative" />}
                </p>
              )}
              {check.note && (
                <p className="mt-1 border-l-2 border-line-strong pl-2 text-table whitespace-pre-wrap wrap-anywhere">
                  {check.note}
                </p>
              )}
            </div>
            {canCheck && (
              <div className="-my-0.5 flex shrink-0 flex-wrap items-start gap-1">
                {check.status === 'OPEN' ? (
                  <>
                    <Button
                      size="sm"
                      aria-label={t`Done: ${check.text}`}
                      onPress={() => setAsked({ check, status: 'DONE' })}
                    >
                      <Trans context="check">Done</Trans>
                    </Button>
                    {canWaive && (
                      <Button
                        size="sm"
                        variant="quiet"
                        aria-label={t`Waive: ${check.text}`}
                        onPress={() => setAsked({ check, status: 'WAIVED' })}
                      >
                        <Trans>Waive</Trans>
                      </Button>
                    )}
                  </>
                ) : (
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-label={t`Undo: ${check.text}`}
                    isDisabled={settle.isBusy}
                    onPress={() => void undo(check)}
                  >
                    <Trans>Undo</Trans>
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {asked?.status === 'DONE' && (
        <DecisionDialog
          title={asked.check.text}
          isOpen
          onClose={close}
          consequences={[]}
          confirmLabel={t`Mark as done`}
          onConfirm={async () => {
            await settle.send({ input: { itemId: asked.check.id, status: 'DONE', note: note.trim() || null } });
          }}
        >
          <TextAreaField
            label={t`What was found`}
            help={t`The panel reads it. It may stay empty.`}
            value={note}
            onChange={setNote}
            maxLength={2000}
            autoFocus
          />
        </DecisionDialog>
      )}
      {asked?.status === 'WAIVED' && (
        <ReasonDialog
          title={t`Waive: ${asked.check.text}`}
          isOpen
          onClose={close}
          confirmLabel={t`Waive`}
          readers={t`The panel reads it beside the check.`}
          onConfirm={async (reason) => {
            await settle.send({ input: { itemId: asked.check.id, status: 'WAIVED', note: reason } });
          }}
        />
      )}
    </Panel>
  );
}

function CheckIcon({ status }: { status: Check['status'] }) {
  const { t } = useLingui();
  const box = 'mt-0.5 size-4 shrink-0';
  switch (status) {
    case 'DONE':
      return <CircleCheck aria-label={t({ message: 'Done', context: 'check status' })} className={`${box} text-ok`} />;
    case 'WAIVED':
      return <CircleSlash aria-label={t`Waived`} className={`${box} text-warn`} />;
    case 'OPEN':
      return <CircleDashed aria-label={t({ message: 'Open', context: 'check' })} className={`${box} text-muted`} />;
  }
}
