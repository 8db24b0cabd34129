import { useQuery } from '@apollo/client/react';
import { useLingui } from '@lingui/react/macro';
import { graphql, NeedsList, Panel, Skeleton, useCan } from '@wutong/core-web';
import { TenancyWorkDocument } from './work-card.graphql';

graphql`
  query TenancyWork {
    tenancyApplicationCounts { state count }
    tenancyCounts { state count }
  }
`;

/** What waits in admission and among the tenants, by the viewer's role. */
export function WorkCard() {
  const { t } = useLingui();
  const [screens, leads, decides] = [
    useCan('tenancy-application.screen'), useCan('tenancy.manage'), useCan('tenancy-application.decide'),
  ];
  const { data } = useQuery(TenancyWorkDocument, { fetchPolicy: 'cache-and-network' });
  const applications = (state: string) => data?.tenancyApplicationCounts.find((one) => one.state === state)?.count ?? 0;
  const tenants = (...states: string[]) =>
    (data?.tenancyCounts ?? []).filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
  const queue = (state: string) => `/tenancy/applications?state=${state}`;
  const everybody = !screens && !leads && !decides;
  return (
    <Panel title={t`Admission and tenants`} isFlush>
      {!data ? <Skeleton className="m-4 h-24" /> : (
        <NeedsList
          needs={[
            { id: 'submitted', label: t`applications wait to be claimed`, count: screens || everybody ? applications('submitted') : 0, to: queue('submitted') },
            { id: 'screening', label: t`applications are in screening`, count: screens ? applications('screening') : 0, to: queue('screening'), tone: 'neutral' },
            { id: 'checks', label: t`applications are in due diligence`, count: screens || leads || everybody ? applications('due_diligence') : 0, to: queue('due_diligence') },
            { id: 'panel', label: t`applications await the panel’s decision`, count: decides || leads || everybody ? applications('panel') : 0, to: queue('panel') },
            { id: 'appealed', label: t`appeals are to be judged`, count: decides || everybody ? applications('appealed') : 0, to: queue('appealed'), tone: 'warn' },
            { id: 'waitlisted', label: t`applications are on the waiting list`, count: decides || leads ? applications('waitlisted') : 0, to: queue('waitlisted'), tone: 'neutral' },
            { id: 'review', label: t`tenants are under review or suspended`, count: leads || decides || everybody ? tenants('under_review', 'suspended') : 0, to: '/tenancy/tenants?state=under_review,suspended', tone: 'warn' },
            { id: 'onboarding', label: t`tenants are moving in`, count: leads || everybody ? tenants('onboarding') : 0, to: '/tenancy/tenants?state=onboarding', tone: 'info' },
            { id: 'active', label: t`tenants are active`, count: tenants('active'), to: '/tenancy/tenants?state=active', tone: 'ok' },
          ]}
        />
      )}
    </Panel>
  );
}
