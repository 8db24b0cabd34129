import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, graphql, Link, NeedsList, Panel, Skeleton, Tag, Time } from '@wutong/core-web';
import { StateTag } from '../application/state-tag';
import { useTenancyWords } from '../tenancy/tenancy-words';
import { OwnTenancyDocument } from './own-card.graphql';

graphql`
  query OwnTenancy {
    myTenancy {
      id
      state
      tasks { id owner mandatory doneAt }
      growthReports { id period dueAt submittedAt }
    }
    myTenancyApplications { id number state dueAt }
  }
`;

/** How the company stands with the centre, and what is asked of it. */
export function OwnCard() {
  const { t } = useLingui();
  const words = useTenancyWords();
  const { data } = useQuery(OwnTenancyDocument, { fetchPolicy: 'cache-and-network' });
  if (!data) return <Panel title={t`Our tenancy`}><Skeleton className="h-24" /></Panel>;
  const { myTenancy: tenancy, myTenancyApplications: applications } = data;
  if (!tenancy) {
    return (
      <Panel title={t`Our tenancy`} actions={<ButtonLink to="/tenancy/apply" size="sm" variant="primary"><Trans>Apply for tenancy</Trans></ButtonLink>}>
        {applications.length === 0 && <p className="text-muted"><Trans>Apply in an open round to become a tenant.</Trans></p>}
        <ul className="flex flex-col gap-2">
          {applications.map(({ id, number, state, dueAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-2">
              <Link to={`/tenancy/applications/${id}`}>{number}</Link>
              <StateTag state={state} />
              {dueAt && <span className="text-muted"><Trans>due <Time value={dueAt} as="relative" /></Trans></span>}
            </li>
          ))}
        </ul>
      </Panel>
    );
  }
  const { label, tone } = words.state(tenancy.state);
  const tasks = tenancy.tasks.filter(({ owner, mandatory, doneAt }) => owner === 'FOUNDER' && mandatory && !doneAt).length;
  const reports = tenancy.growthReports.filter(({ submittedAt }) => !submittedAt).length;
  return (
    <Panel title={<Link to="/tenancy/mine">{t`Our tenancy`}</Link>} actions={<Tag tone={tone}>{label}</Tag>} isFlush>
      <NeedsList
        needs={[
          { id: 'tasks', label: <Plural value={tasks} one="task is ours to do" other="tasks are ours to do" />, count: tasks, to: '/tenancy/mine?tab=tasks', tone: 'warn' },
          { id: 'reports', label: <Plural value={reports} one="growth report to hand in" other="growth reports to hand in" />, count: reports, to: '/tenancy/mine' },
        ]}
      />
    </Panel>
  );
}
