import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, Panel, Time, useCan, useName } from '@wutong/core-web';
import type { OwnApplication, Round } from './apply.page';
import { DueMark } from './due-mark';
import { StateTag } from './state-tag';
import { ENDED } from './state-words';

/** The applications of one's own company: where each stands, and the next step. */
export function OwnApplications(props: { applications: readonly OwnApplication[]; rounds: readonly Round[] }) {
  const { t } = useLingui();
  const nameOf = useName();
  const rounds = new Map(props.rounds.map((round) => [round.id, round]));
  return (
    <Panel title={t`Your applications`} isFlush>
      <ul>
        {props.applications.map((application) => {
          const round = rounds.get(application.roundId);
          return (
            <li
              key={application.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0"
            >
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                  <span className="tabular font-medium">{application.number}</span>
                  <StateTag state={application.state} />
                </p>
                <p className="flex flex-wrap gap-x-3 text-caption text-muted">
                  {round && <span>{nameOf(round)}</span>}
                  {application.submittedAt ? (
                    <span>
                      <Trans>
                        Handed in <Time value={application.submittedAt} as="date" />
                      </Trans>
                    </span>
                  ) : (
                    <span>
                      <Trans>
                        Last saved <Time value={application.savedAt} as="relative" />
                      </Trans>
                    </span>
                  )}
                </p>
                <NextStep application={application} round={round} />
              </div>
              <NextAction application={application} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

/** What is asked of the company now, with its date. */
function NextStep({ application, round }: { application: OwnApplication; round: Round | undefined }) {
  const { state, dueAt } = application;
  const mayAppeal = application.actions.some(({ event }) => event === 'appeal');
  if (state === 'draft' && round) {
    return (
      <p>
        <Trans>
          Hand it in by <DueMark dueAt={round.closesAt} />
        </Trans>
      </p>
    );
  }
  if (!dueAt) return null;
  if (state === 'info_requested') {
    return (
      <p>
        <Trans>
          Answer by <DueMark dueAt={dueAt} />
        </Trans>
      </p>
    );
  }
  if (state === 'offered') {
    return (
      <p>
        <Trans>
          Sign by <DueMark dueAt={dueAt} />
        </Trans>
      </p>
    );
  }
  if (!mayAppeal) return null;
  return (
    <p>
      <Trans>
        You can appeal until <DueMark dueAt={dueAt} />
      </Trans>
    </p>
  );
}

function NextAction({ application }: { application: OwnApplication }) {
  const canEdit = useCan('tenancy-application.edit');
  const { id, number, state } = application;
  const params = { id };
  const isToSign = canEdit && state === 'offered';
  if (canEdit && (state === 'draft' || state === 'info_requested')) {
    return (
      <ButtonLink to="/tenancy/applications/$id/edit" params={params} variant="primary">
        {state === 'draft' ? <Trans>Continue</Trans> : <Trans>Answer</Trans>}
        <span className="sr-only">{number}</span>
      </ButtonLink>
    );
  }
  return (
    <ButtonLink to="/tenancy/applications/$id" params={params} variant={isToSign ? 'primary' : 'secondary'}>
      {isToSign ? <Trans>Read and sign</Trans> : <Trans>View</Trans>}
      <span className="sr-only">{number}</span>
    </ButtonLink>
  );
}

/** Whether a company has something under way in a round, which keeps it from beginning another one there. */
export function isUnderWay(application: OwnApplication): boolean {
  return application.state === 'accepted' || !ENDED.includes(application.state);
}
