import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import {
  BurnDown, Button, FailureWords, graphql, Help, lazyPart, PageHeader, Panel, Skeleton, toWords, useCan, useFormat, useList,
  useViewer, useName,
} from '@wutong/core-web';
import { useState } from 'react';
import { addDays, className, dayOf } from '../gpu-hours';
import { ClassBalance } from './class-balance';
import { burnDown } from './forecast';
import { linesOf } from './statement-lines';
import { BalanceOfClassDocument, type BalanceOfClassQuery } from './statement.page.graphql';
import { ComputeStatementDocument } from './statement.query.graphql';
import { StatementTable } from './statement-table';

const GiveHoursDialog = lazyPart(() => import('./give-hours-dialog').then((all) => all.GiveHoursDialog));

graphql`
  query BalanceOfClass($organisationId: ID!, $gpuClass: String!, $from: DateTime!, $to: DateTime!) {
    computeBalances(organisationId: $organisationId) {
      organisationId organisationNameZh organisationNameEn gpuClass givenMh heldMh usedMh overuseMh leftMh burnPerDayMh runsOutAt
    }
    computeEntitlements(organisationId: $organisationId) { id gpuClass amountMh reason givenByName givenAt }
    usageSeries(grain: day, by: gpuClass, from: $from, to: $to, organisationId: $organisationId, gpuClass: $gpuClass) { at gpuMh }
  }
`;

/** Why the balance of one GPU class is what it is: every entry, and how it goes on. */
export function Page() {
  const { t } = useLingui();
  const { organisationId, gpuClass } = useParams({ strict: false }) as { organisationId: string; gpuClass: string };
  const isStaff = useViewer().actingFor?.organisationKind === 'centre';
  const nameOf = useName();
  const canGive = useCan('compute-entitlement.give');
  const [isGiving, setGiving] = useState(false);
  const today = dayOf(Date.now());
  const { data, error, refetch } = useQuery(BalanceOfClassDocument, {
    variables: {
      organisationId, gpuClass, from: `${addDays(today, -31)}T00:00:00+08:00`, to: `${addDays(today, 1)}T00:00:00+08:00`,
    },
  });
  const list = useList(ComputeStatementDocument, { gpuClass, organisationId, first: 100 }, (all) => all.computeStatement);
  const name = className(gpuClass);
  const balance = data?.computeBalances.find((one) => one.gpuClass === gpuClass);
  const organisation = balance && {
    id: organisationId, nameZh: balance.organisationNameZh, nameEn: balance.organisationNameEn,
  };
  const company = organisation ? nameOf(organisation) : '';
  const crumbs = isStaff
    ? [{ label: t`Balances`, href: '/compute/balances' }, { label: name }]
    : [{ label: t`Computing power`, href: '/compute' }, { label: name }];
  const header = (
    <PageHeader
      crumbs={crumbs}
      title={t`Why the ${name} balance is this`}
      status={balance && isStaff && <span className="text-muted">{company}</span>}
      actions={canGive && balance && <Button onPress={() => setGiving(true)}><Trans>Give GPU-hours</Trans></Button>}
      lead={t`Every change of the balance, newest first, with what caused it. Nothing is ever changed or removed; a correction is an entry of its own.`}
    />
  );
  if (!data) {
    return (
      <>
        {header}
        {error ? <FailureWords words={toWords(error)} retry={() => void refetch()} /> : <Skeleton className="h-96 rounded-card" />}
      </>
    );
  }
  return (
    <>
      {header}
      <div className="flex flex-col gap-4">
        {balance && (
          <div className="grid gap-4 xl:grid-cols-2">
            <Panel><ClassBalance balance={balance} /></Panel>
            <HowItGoesOn data={data} balance={balance} />
          </div>
        )}
        <Panel title={t`Entries (GPU-hours)`} isFlush>
          {list.isLoading ? <Skeleton className="m-4 h-48" /> : <StatementTable label={t`Entries (GPU-hours)`} lines={linesOf(list.rows)} />}
          {list.hasMore && (
            <div className="border-t border-line px-4 py-2">
              <Button size="sm" isPending={list.isLoadingMore} onPress={list.loadMore}>
                <Trans>Earlier entries</Trans>
              </Button>
            </div>
          )}
        </Panel>
      </div>
      {isGiving && organisation && <GiveHoursDialog organisation={organisation} gpuClass={gpuClass} onClose={() => setGiving(false)} />}
    </>
  );
}

function HowItGoesOn({ data, balance }: { data: BalanceOfClassQuery; balance: BalanceOfClassQuery['computeBalances'][number] }) {
  const { t } = useLingui();
  const format = useFormat();
  const given = data.computeEntitlements.filter(({ gpuClass }) => gpuClass === balance.gpuClass);
  const { days, left, forecast } = burnDown(BigInt(balance.leftMh) + BigInt(balance.heldMh), data.usageSeries, given);
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>How it goes on</Trans>
          <Help label={t`The rule behind the forecast`}>
            <Trans>
              Left and held hours together. The forecast goes on at the daily mean of the last 14 days; its band holds what
              comes in 4 of 5 cases, from how much those days differ.
            </Trans>
          </Help>
        </span>
      }
    >
      <BurnDown
        label={t`GPU-hours left, and the forecast`}
        x={days.map((day) => format.day(day))}
        left={left}
        forecast={forecast}
        height={170}
      />
    </Panel>
  );
}

