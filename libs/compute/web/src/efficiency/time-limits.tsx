import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, EmptyState, graphql, Help, Panel, Skeleton, useFormat, useName, type Format } from '@wutong/core-web';
import { Timer } from 'lucide-react';
import { useState } from 'react';
import { TimeLimitUseDocument, type TimeLimitUseQuery } from './time-limits.graphql';

graphql`
  query TimeLimitUse {
    timeLimitUse {
      organisationId organisationNameZh organisationNameEn userName jobs timeouts timeoutMh askedSeconds usedSeconds p95Seconds longestSeconds
      usedPercent p90Percent advice advisedSeconds
    }
  }
`;

type Person = TimeLimitUseQuery['timeLimitUse'][number];

/** So many people before one asks for the rest. */
const FIRST = 5;
const keyOf = ({ organisationId, userName }: Person): string => `${organisationId}/${userName}`;

/** The run time that jobs ask for beside what they use, by person, with what to ask for instead. */
export function TimeLimits({ showsCompany = false }: { showsCompany?: boolean }) {
  const { t } = useLingui();
  const nameOf = useName();
  const { data } = useQuery(TimeLimitUseDocument);
  const [showsAll, setShowsAll] = useState(false);
  if (!data) return <Skeleton className="h-64 rounded-card" />;
  const all = data.timeLimitUse;
  const people = showsAll ? all : all.slice(0, FIRST);
  const most = Math.max(1, ...people.map(({ askedSeconds, longestSeconds }) => Math.max(askedSeconds ?? 0, longestSeconds ?? 0)));
  const companyOf = (person: Person) =>
    showsCompany ? nameOf({ nameZh: person.organisationNameZh, nameEn: person.organisationNameEn }) : null;
  return (
    <Panel
      title={
        <span className="flex items-center gap-1">
          <Trans>Run time asked for and used</Trans>
          <Help label={t`How time limits are judged`}>
            <Trans>
              Jobs of the last 30 days that ended by themselves or at their limit, at most the latest 5,000 of a company. Too long a limit
              costs no GPU-hours, but the job waits longer: it is let in early only where its whole limit fits before the next reservation.
            </Trans>
          </Help>
        </span>
      }
    >
      {all.length === 0 ? (
        <EmptyState icon={<Timer />} title={<Trans>Nothing to compare yet</Trans>}>
          <Trans>As soon as jobs with a time limit (--time) have ended, this tells whether the limit fits.</Trans>
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-3">
          <Legend />
          <ul className="flex flex-col divide-y divide-line">
            {people.map((person) => <Row key={keyOf(person)} person={person} company={companyOf(person)} most={most} />)}
          </ul>
          <Numbers people={people} companyOf={companyOf} />
          {all.length > people.length && (
            <Button className="self-start" onPress={() => setShowsAll(true)}><Trans>Show all {all.length}</Trans></Button>
          )}
        </div>
      )}
    </Panel>
  );
}

function Legend() {
  return (
    <p aria-hidden className="flex flex-wrap gap-x-4 gap-y-0.5 text-caption text-muted">
      <span className="flex items-center gap-1.5"><span className="h-2 w-3 rounded-xs bg-primary/25" /><Trans>Asked for by the middle job</Trans></span>
      <span className="flex items-center gap-1.5"><span className="h-2 w-3 rounded-xs bg-primary" /><Trans>Used by the middle job</Trans></span>
      <span className="flex items-center gap-1.5"><span className="h-3 w-0.5 bg-fg" /><Trans>95 of 100 jobs end by then</Trans></span>
    </p>
  );
}

function Row({ person, company, most }: { person: Person; company: string | null; most: number }) {
  const format = useFormat();
  const { userName, askedSeconds, usedSeconds, p95Seconds } = person;
  const width = (seconds: number | null) => `${((seconds ?? 0) * 100) / most}%`;
  return (
    <li className="grid gap-x-6 gap-y-1.5 py-3 first:pt-0 md:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1.4fr)]">
      <span className="min-w-0">
        <span className="block truncate font-medium">{userName}</span>
        {company && <span className="block truncate text-caption text-muted">{company}</span>}
      </span>
      {askedSeconds === null ? <span aria-hidden /> : (
        <span aria-hidden className="flex flex-col gap-1 pt-1">
          <span className="relative h-3">
            <span className="absolute inset-y-0 left-0 rounded-xs bg-primary/25" style={{ width: width(askedSeconds) }} />
            <span className="absolute inset-y-0 left-0 rounded-xs bg-primary" style={{ width: width(usedSeconds) }} />
            {(p95Seconds ?? 0) <= askedSeconds && <span className="absolute -inset-y-1 w-0.5 -translate-x-full bg-fg" style={{ left: width(p95Seconds) }} />}
          </span>
          <span className="tabular text-caption text-muted">{format.duration(usedSeconds ?? 0)} / {format.duration(askedSeconds)}</span>
        </span>
      )}
      <p className={person.advice ? '' : 'text-muted'}><Words person={person} format={format} /></p>
    </li>
  );
}

function Words({ person, format }: { person: Person; format: Format }) {
  const { jobs, timeouts, timeoutMh, usedPercent, advice, advisedSeconds, longestSeconds, askedSeconds } = person;
  if (advice === 'longer') {
    return (
      <Trans>
        <strong className="font-semibold">{timeouts} of {jobs + timeouts} jobs reached their limit and were ended.</strong> They held {format.gpuHours(timeoutMh, 0)} GPU-hours;
        what came after the last checkpoint is lost. Ask for more time, or write checkpoints.
      </Trans>
    );
  }
  if (usedPercent === null) return <Plural value={timeouts} one="# job reached its limit." other="# jobs reached their limit." />;
  if (advice !== 'shorter') return <Trans>The limit fits: the middle one of {jobs} jobs used {usedPercent}% of it.</Trans>;
  const [asked, advised, longest] = [askedSeconds, advisedSeconds, longestSeconds].map((seconds) => format.duration(seconds ?? 0));
  return (
    <>
      <Trans>
        <strong className="font-semibold">Ask for {advised}: these jobs would start sooner.</strong> Half of {jobs} jobs use at most {usedPercent}% of the {asked} they ask for.
      </Trans>
      {(longestSeconds ?? 0) > (advisedSeconds ?? 0) && <> <Trans>The longest ran {longest}: ask for more where you expect that.</Trans></>}
    </>
  );
}

function Numbers({ people, companyOf }: { people: readonly Person[]; companyOf: (person: Person) => string | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const time = (seconds: number | null) => (seconds === null ? '–' : format.duration(seconds));
  const share = (percent: number | null) => (percent === null ? '–' : `${percent}%`);
  const heads = [
    t`Person`, t`Jobs`, t`Asked for by the middle job`, t`Used by the middle job`, t`95 of 100 jobs end by then`, t`Share used by the middle job`,
    t`Share used by 90 of 100 jobs`, t`Ended at the limit`,
  ];
  return (
    <div className="sr-only">
      <table>
        <caption>{t`Run time asked for and used`}</caption>
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {people.map((person) => (
            <tr key={keyOf(person)}>
              <th scope="row">{[person.userName, companyOf(person)].filter(Boolean).join(', ')}</th>
              <td>{person.jobs}</td><td>{time(person.askedSeconds)}</td><td>{time(person.usedSeconds)}</td><td>{time(person.p95Seconds)}</td>
              <td>{share(person.usedPercent)}</td><td>{share(person.p90Percent)}</td><td>{person.timeouts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
