import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import {
  Button, ButtonLink, EmptyState, Facts, graphql, Notice, Panel, Tag, Time, useCan, useCommand, useName,
} from '@wutong/core-web';
import { CalendarClock } from 'lucide-react';
import type { OwnApplication, Round } from './apply.page';
import { DueMark } from './due-mark';
import { isUnderWay } from './own-applications';
import { StartTenancyApplicationDocument } from './round-list.graphql';

graphql`
  mutation StartTenancyApplication($input: StartTenancyApplicationInput!) {
    startTenancyApplication(input: $input) {
      id
    }
  }
`;

interface RoundListProps {
  rounds: readonly Round[];
  applications: readonly OwnApplication[];
}

/** Rounds that take applications now, and those to come. */
export function RoundList({ rounds, applications }: RoundListProps) {
  const { t } = useLingui();
  const now = Date.now();
  const open = rounds.filter((round) => Date.parse(round.opensAt) <= now && now <= Date.parse(round.closesAt));
  const coming = rounds.filter((round) => now < Date.parse(round.opensAt)).toReversed();
  const firstFree = open.find((round) => !applications.some((one) => one.roundId === round.id && isUnderWay(one)));
  const hasDraft = applications.some(({ state }) => state === 'draft' || state === 'info_requested');
  return (
    <Panel title={t`Rounds`} isFlush>
      {open.length + coming.length === 0 && (
        <EmptyState icon={<CalendarClock />} title={<Trans>No round is open now</Trans>}>
          <Trans>The centre announces its next round here. Have your business plan and licence at hand by then.</Trans>
        </EmptyState>
      )}
      <ul>
        {open.map((round) => (
          <li key={round.id} className="border-b border-line px-4 py-4 last:border-b-0">
            <OpenRound
              round={round}
              application={applications.find((one) => one.roundId === round.id && isUnderWay(one))}
              isMain={round === firstFree && !hasDraft}
            />
          </li>
        ))}
        {coming.map((round) => (
          <li key={round.id} className="border-b border-line px-4 py-4 last:border-b-0">
            <ComingRound round={round} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface OpenRoundProps {
  round: Round;
  application: OwnApplication | undefined;
  isMain: boolean;
}

function OpenRound({ round, application, isMain }: OpenRoundProps) {
  const { t } = useLingui();
  const nameOf = useName();
  const navigate = useNavigate();
  const canStart = useCan('tenancy-application.edit');
  const start = useCommand(StartTenancyApplicationDocument, { refetch: ['Apply'] });
  const begin = async () => {
    const data = await start.run({ input: { roundId: round.id } });
    if (data) await navigate({ to: '/tenancy/applications/$id/edit', params: { id: data.startTenancyApplication.id } });
  };
  const free = round.desks - round.desksTaken;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="text-lead font-semibold">{nameOf(round)}</span>
          <Tag tone="ok">
            <Trans context="round">Open</Trans>
          </Tag>
        </p>
        {application ? (
          <ButtonLink to="/tenancy/applications/$id" params={{ id: application.id }}>
            <Trans>See application {application.number}</Trans>
          </ButtonLink>
        ) : (
          canStart && (
            <Button variant={isMain ? 'primary' : 'secondary'} isPending={start.isBusy} onPress={() => void begin()}>
              <Trans>Start an application</Trans>
            </Button>
          )
        )}
      </div>
      <Facts
        columns={2}
        items={[
          {
            label: t`Deadline`,
            value: (
              <>
                <DueMark dueAt={round.closesAt} />{' '}
                <span className="whitespace-nowrap text-muted">
                  (<Time value={round.closesAt} as="relative" />)
                </span>
              </>
            ),
          },
          { label: t`Desks still free`, value: <Trans>{free} of {round.desks}</Trans> },
        ]}
      />
      {!canStart && !application && (
        <Notice>
          <Trans>Only a founder of the company can apply. Ask one of them to begin, or to give you that role.</Trans>
        </Notice>
      )}
    </div>
  );
}

function ComingRound({ round }: { round: Round }) {
  const nameOf = useName();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-medium">{nameOf(round)}</span>
        <Tag>
          <Trans context="round">Not open yet</Trans>
        </Tag>
      </p>
      <p className="text-muted">
        <Trans>
          Opens <Time value={round.opensAt} />
        </Trans>
      </p>
    </div>
  );
}
