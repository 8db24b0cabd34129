import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { graphql, LineChart, Panel, Skeleton, useFormat } from '@wutong/core-web';
import { addDays, dayOf, toHours } from '../gpu-hours';
import type { ReclaimCase } from './reclaim-case.query';
import { GrantUseByDayDocument } from './use-against-time.graphql';

graphql`
  query GrantUseByDay($grantId: ID!, $first: Int!, $organisationId: ID!) {
    usageRecords(grantId: $grantId, organisationId: $organisationId, first: $first) { nodes { jobKey startAt gpuMh } }
  }
`;

/** What was used of a grant day by day, beside an even use of all of it and the share that the rule asks for. */
export function UseAgainstTime({ reclaim }: { reclaim: ReclaimCase }) {
  const { t } = useLingui();
  const format = useFormat();
  const { data } = useQuery(GrantUseByDayDocument, {
    variables: { grantId: reclaim.request.id, organisationId: reclaim.organisation.id, first: 200 },
  });
  const first = dayOf(Date.parse(reclaim.startsAt));
  const last = dayOf(Date.parse(reclaim.endsAt) - 1);
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  const granted = toHours(reclaim.grantedMh);
  const known = dayOf(Date.parse(reclaim.meteredUntil));
  const usedOn = new Map<string, number>();
  for (const { startAt, gpuMh } of data?.usageRecords.nodes ?? []) {
    const day = dayOf(Date.parse(startAt));
    usedOn.set(day, (usedOn.get(day) ?? 0) + toHours(gpuMh));
  }
  let sum = 0;
  const used = days.map((day) => {
    sum += usedOn.get(day) ?? 0;
    return day <= known ? sum : null;
  });
  const even = days.map((_, index) => (granted * (index + 1)) / days.length);
  return (
    <Panel title={t`Use against time`}>
      {!data ? <Skeleton className="h-52" /> : (
        <LineChart
          label={t`GPU-hours used, summed by day`}
          x={days.map((day) => format.day(day))}
          series={[
            { id: 'used', label: t({ message: 'Used', context: 'balance' }), values: used },
            { id: 'even', label: t`Even use of all that was granted`, values: even },
            { id: 'rule', label: t`What the rule asks for`, values: even.map((hours) => Math.min(granted, (hours * reclaim.rule.minUsedPercent) / reclaim.rule.atPercent)) },
          ]}
          height={210}
        />
      )}
    </Panel>
  );
}
